"""Who is away, and who stands in for whom: at an instant, and over a time. Pure."""

from bisect import bisect_right
from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple


class Away(NamedTuple):
    """Somebody is away, from the first instant to before the second."""

    person: str
    stand_in: str | None
    since_us: int
    until_us: int

    def holds(self, at_us: int) -> bool:
        return self.since_us <= at_us < self.until_us


class Piece(NamedTuple):
    """A part of a time, in which one and the same person does what somebody would do; None: nobody does."""

    since_us: int
    until_us: int
    taken_by: str | None


_Times = tuple[Sequence[int], Sequence[Away]]
"""Of one person: when each absence ends, and the absences, in their order."""
_Link = tuple[int, int, str | None, bool]


class StandIns:
    """Each person's absences are put in order once, when they are first asked for. So a chain of stand-ins costs a look
    for each of its links, and what concerns others costs nothing."""

    def __init__(self, absences: Iterable[Away] = ()) -> None:
        self._absences = defaultdict[str, list[Away]](list)
        for away in absences:
            self._absences[away.person].append(away)
        self._links_max = len(self._absences)  # a longer chain is a circle
        self._in_order: dict[str, _Times] = {}

    def of(self, person: str, at_us: int) -> str | None:
        """Who does what this person would do: they themselves; where they are away their stand-in, or who stands in for
        that one. None: nobody, also where stand-ins go in a circle."""
        now: str | None = person
        for _link in range(self._links_max + 1):
            away = self._away_at(now, at_us)
            if away is None:
                return now
            now = away.stand_in
        return None

    def over(self, person: str, since_us: int, until_us: int) -> list[Piece]:
        """The same over a time, in its order and without a gap."""
        chain = self._chain(person, since_us, until_us)
        ends = (Piece(begins_us, ends_us, who) for begins_us, ends_us, who, is_end in chain if is_end)
        return sorted(ends, key=lambda piece: piece.since_us)

    def come_back_to(self, new: Away) -> bool:
        """Whether at some moment nobody would stand in for them, since who would is away too, and so on, back to the
        same person."""
        chain = () if new.stand_in is None else self._chain(new.stand_in, new.since_us, new.until_us)
        return any(who == new.person for _begins_us, _ends_us, who, _is_end in chain)

    def _chain(self, person: str, since_us: int, until_us: int) -> Iterator[_Link]:
        """Whom it comes to, and whether the chain ends there. A circle ends with nobody."""
        ahead: list[tuple[int, int, str | None, int]] = [(since_us, until_us, person, 0)]
        while ahead:
            now_us, until_us, who, links = ahead.pop()
            if who is None or links > self._links_max:
                yield now_us, until_us, None, True
                continue
            yield now_us, until_us, who, False
            for away in self._away_within(who, now_us, until_us):
                begins_us, ends_us = max(away.since_us, now_us), min(away.until_us, until_us)
                if now_us < begins_us:
                    yield now_us, begins_us, who, True
                ahead.append((begins_us, ends_us, away.stand_in, links + 1))
                now_us = ends_us
            if now_us < until_us:
                yield now_us, until_us, who, True

    def _away_within(self, who: str, since_us: int, until_us: int) -> Sequence[Away]:
        ends, absences = self._of(who)
        first = bisect_right(ends, since_us)
        last = first
        while last < len(absences) and absences[last].since_us < until_us:
            last += 1
        return absences[first:last]

    def _away_at(self, who: str | None, at_us: int) -> Away | None:
        found = () if who is None else self._away_within(who, at_us, at_us + 1)
        return found[0] if found else None

    def _of(self, who: str) -> _Times:
        found = self._in_order.get(who)
        if found is None:
            apart = _apart(self._absences[who]) if who in self._absences else ()
            found = self._in_order[who] = [away.until_us for away in apart], apart
        return found


def _apart(absences: Sequence[Away]) -> Sequence[Away]:
    """Of one person, in their order. Of several at once the one that began last holds, but one with a stand-in before
    one without."""
    coming = deque(sorted(absences, key=lambda away: away.since_us))
    cuts = sorted({at_us for away in absences for at_us in (away.since_us, away.until_us)})
    found: list[Away] = []
    now: list[Away] = []
    for since_us, until_us in pairwise(cuts):
        while coming and coming[0].since_us <= since_us:
            now.append(coming.popleft())
        now = [away for away in now if away.until_us > since_us]
        if now:
            holds = sorted(now, key=lambda away: away.stand_in is not None)[-1]
            found.append(holds._replace(since_us=since_us, until_us=until_us))
    return found
