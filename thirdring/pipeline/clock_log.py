"""What happens to clocks, in the log."""

import time
from collections.abc import Callable

import structlog

from telephony.facts import ClockNews, ClockWord

REFUSED_SECONDS = 60.0

log = structlog.get_logger()


class ClockLog:
    """A PBX that stamps nonsense does so often: of that, one line a minute, with how many there were."""

    def __init__(self, count: Callable[[ClockNews], None], monotonic: Callable[[], float] = time.monotonic) -> None:
        self._count = count
        self._monotonic = monotonic
        self._refused = 0
        self._quiet_until = 0.0

    def tell(self, news: ClockNews) -> None:
        self._count(news)
        if news.word is ClockWord.REFUSED:
            self._tell_refused(news)
            return
        ours = news.word is ClockWord.OURS
        log.warning("the clock of this machine was set" if ours else "the clock of the PBX was set", **_details(news))

    def _tell_refused(self, news: ClockNews) -> None:
        self._refused += 1
        if self._monotonic() >= self._quiet_until:
            log.warning("time stamps of the PBX are not believed", stamps=self._refused, **_details(news))
            self._refused, self._quiet_until = 0, self._monotonic() + REFUSED_SECONDS


def _details(news: ClockNews) -> dict[str, object]:
    return {"pbx": news.pbx, "by_seconds": round(news.by_us / 1_000_000, 3), "position": news.position}
