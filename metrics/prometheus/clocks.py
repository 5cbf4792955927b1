"""Wrong clocks: what was found in each PBX's time stamps, and how far its clock is from ours."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from metrics.prometheus import clock_catalogue as catalogue
from metrics.prometheus.scrape import Sample
from telephony.facts import ClockNews, ClockWord

_METRICS = {
    ClockWord.STEPPED: catalogue.PBX_CLOCK_STEPS,
    ClockWord.REFUSED: catalogue.PBX_STAMPS_REFUSED,
    ClockWord.OURS: catalogue.OWN_CLOCK_STEPS,
}


class ClockCounts:
    """`ahead_us` returns how far a PBX's clock is ahead of ours; None before the first answer."""

    def __init__(self, pbxs: Iterable[str], ahead_us: Callable[[str], int | None]) -> None:
        self._pbxs = tuple(pbxs)
        self._ahead_us = ahead_us
        self._counts: Counter[tuple[str, ClockWord]] = Counter()

    def count(self, news: ClockNews) -> None:
        self._counts[news.pbx, news.word] += 1

    def samples(self) -> Iterator[Sample]:
        """All series exist from the start, at 0, because an alert only sees a counter rise if it existed before."""
        for pbx in self._pbxs:
            for word, metric in _METRICS.items():
                yield Sample(metric, self._counts[pbx, word], (pbx,))
            ahead_us = self._ahead_us(pbx)
            if ahead_us is not None:
                yield Sample(catalogue.PBX_CLOCK_AHEAD, ahead_us / 1_000_000, (pbx,))
