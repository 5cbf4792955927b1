"""Where the cases of an objective come from. Most are fetched. Calls and households, which are many, are counted."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from typing import Protocol

from kit.database.instants import stored, us, us_or_none
from metrics.objectives.asking import STATEMENTS, Asking, Place, Wanted
from metrics.objectives.cases import Case, Outcome, causes, outcome, tally
from metrics.objectives.objective import Source
from metrics.objectives.standing import Tally
from metrics.objectives.ticket_cases import Now, categories, reach_us, ticket_cases
from metrics.objectives.told import duties, readings, surveys, surveys_closed
from ticketing.tickets.rows import tickets_of
from ticketing.tickets.store import STATEMENTS as DESK
from ticketing.workflows.rates import left_out_of

_ID_DIGITS = 12
_INCOMPLETE = "file_incomplete"
_AT_ONCE = 25
"""Tickets that are judged in one go: a millisecond, and then callers who wait for AGI have their turn."""


class Evidence(Protocol):
    async def tally(self, asking: Asking) -> Tally: ...

    async def page(self, asking: Asking, wanted: Wanted) -> list[Case]:
        """A page of cases in the order of (at_us, ref)."""

    async def causes(self, asking: Asking) -> Counter[str]:
        """How many cases were missed, by the reason."""


class Fetched:
    """All cases of the period, by a function."""

    def __init__(self, cases: Callable[[Asking], Awaitable[list[Case]]]) -> None:
        self._cases = cases

    async def tally(self, asking: Asking) -> Tally:
        return tally(await self._cases(asking))

    async def page(self, asking: Asking, wanted: Wanted) -> list[Case]:
        cases = sorted(await self._cases(asking), key=lambda case: (case.at_us, case.ref))
        found = (case for case in cases if wanted.outcome in (None, case.outcome) and wanted.why in (None, case.why))
        return [case for case in found if (case.at_us, case.ref) > wanted.after][: wanted.limit]

    async def causes(self, asking: Asking) -> Counter[str]:
        return causes(await self._cases(asking))


class Calls:
    async def tally(self, asking: Asking) -> Tally:
        row = await asking.session.fetchrow(STATEMENTS["calls_counted"], *asking.bounds)
        return Tally(row["eligible"], row["met"]) if row else Tally(0, 0)

    async def page(self, asking: Asking, wanted: Wanted) -> list[Case]:
        if wanted.outcome is Outcome.OPEN:
            return []
        met = None if wanted.outcome is None else wanted.outcome is Outcome.MET
        place = max(wanted.after, Place(asking.span.since_us))  # PostgreSQL would begin at the first call ever
        pbx, _, linkedid = place.ref.partition("/")
        after = stored(place.at_us), pbx, linkedid
        sql = STATEMENTS["calls_between"]
        rows = await asking.session.fetch(sql, *asking.bounds, met, *after, wanted.limit, wanted.why)
        return [
            Case(
                "call",
                f"{row['pbx']}/{row['linkedid']}",
                us(row["arrived_at"]),
                Outcome.MET if row["within_target"] else Outcome.MISSED,
                "" if row["within_target"] else row["why"],
            )
            for row in rows
        ]

    async def causes(self, asking: Asking) -> Counter[str]:
        rows = await asking.session.fetch(STATEMENTS["calls_missed_by_cause"], *asking.bounds)
        return Counter({row["why"]: row["number"] for row in rows})


class Households:
    async def tally(self, asking: Asking) -> Tally:
        row = await asking.session.fetchrow(STATEMENTS["households_counted"], list(asking.files), asking.span.last)
        if row is None:
            return Tally(0, 0)
        waiting = row["eligible"] - row["met"] if asking.unmet is Outcome.OPEN else 0
        return Tally(row["eligible"], row["met"], waiting)

    async def page(self, asking: Asking, wanted: Wanted) -> list[Case]:
        if wanted.outcome not in (None, Outcome.MET, asking.unmet):
            return []
        if wanted.why not in (None, _INCOMPLETE):
            return []
        kept = wanted.outcome is Outcome.MET if wanted.outcome else None if wanted.why is None else False
        ref = wanted.after.ref
        after = int(ref) if ref.isdecimal() and len(ref) <= _ID_DIGITS else 0
        sql, last = STATEMENTS["household_files"], asking.span.last
        rows = await asking.session.fetch(sql, list(asking.files), last, kept, after, wanted.limit)
        return [
            Case(
                "household",
                f"{row['id']:012}",
                asking.span.since_us,
                Outcome.MET if row["kept"] else asking.unmet,
                "" if row["kept"] else _INCOMPLETE,
            )
            for row in rows
        ]

    async def causes(self, asking: Asking) -> Counter[str]:
        found = await self.tally(asking)
        missed = int(found.eligible - found.met - found.open)
        return Counter({_INCOMPLETE: missed} if missed else {})


async def _tickets(asking: Asking) -> list[Case]:
    number, span = asking.objective.id, asking.span
    reach = reach_us(number, asking.rules)
    sql = STATEMENTS["tickets_resolved" if reach is None else "tickets_of_period"]
    since = stored(span.since_us - (reach or 0))
    of = categories(number, asking.rules)
    rows = await asking.session.fetch(sql, since, stored(span.until_us), of)
    now, cases = Now(asking.rules, span, asking.now_us), list[Case]()
    for first in range(0, len(rows), _AT_ONCE):
        cases += ticket_cases(number, [one for _row, one in tickets_of(rows[first : first + _AT_ONCE])], now)
        await asyncio.sleep(0)
    return cases


async def _callbacks(asking: Asking) -> list[Case]:
    """The callbacks as `ticketing.callbacks.rate` counts them."""
    rows = await asking.session.fetch(DESK["resolved_between"], *asking.bounds)
    end_us = asking.span.until_us
    cases = []
    for row in rows:
        if left_out_of(row, asking.rules) is None:
            result = outcome(us_or_none(row["connected_at"]), end_us, asking.now_us)
            why = "" if result is Outcome.MET else "late" if row["connected_at"] else "not_called"
            cases.append(Case("ticket", row["number"], us(row["resolved_at"]), result, why))
    return cases


SETTLED: Mapping[Source, Callable[[Asking], Awaitable[bool]]] = {Source.SURVEYS: surveys_closed}
"""Whose cases may all be there before the period ends."""

EVEN = frozenset({Source.CALLS, Source.TICKETS, Source.READINGS})
"""Whose cases come day by day, so that the pace so far says how many more will come."""

SOURCES: Mapping[Source, Evidence] = {
    Source.CALLS: Calls(),
    Source.CALLBACKS: Fetched(_callbacks),
    Source.TICKETS: Fetched(_tickets),
    Source.HOUSEHOLDS: Households(),
    Source.READINGS: Fetched(readings),
    Source.SURVEYS: Fetched(surveys),
    Source.DUTIES: Fetched(duties),
}
