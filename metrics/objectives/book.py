"""The sheet of a day: each objective in the period of that day, as it is, or as it was when it was closed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from kit.amounts import amount, numeric
from kit.database.instants import stored, us, us_or_none
from kit.database.pool import Record, Session
from kit.instants import local_day
from metrics.objectives.asking import STATEMENTS, Asking, Wanted
from metrics.objectives.cases import Case
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.honesty import IN_BULK_SECONDS, Honesty, paused_within
from metrics.objectives.kept import Kept
from metrics.objectives.monthly import MonthLine, Part, month_line, month_of, spans_in
from metrics.objectives.objective import Objective, Period
from metrics.objectives.periods import Span, span_before, span_of
from metrics.objectives.sources import EVEN, SETTLED, SOURCES
from metrics.objectives.standing import Standing, Status, Tally, stand
from ticketing.site_rules import SiteRules
from ticketing.tickets.rows import tickets_of

LOOK_BACK: Mapping[Period, int] = {Period.DAY: 31, Period.WEEK: 6, Period.MONTH: 3, Period.YEAR: 1}
"""So many past periods are closed where nobody did it in time, as after a long absence."""


class Shown(NamedTuple):
    """`now` is what the sources say now. None if the period is closed and no recompute was requested."""

    objective: Objective
    span: Span
    now: Standing | None
    kept: Kept | None = None

    @property
    def standing(self) -> Standing:
        found = self.kept.standing if self.kept else self.now
        assert found is not None  # noqa: S101 - one of the two is always there
        return found


class QualitySheet(NamedTuple):
    """`day` is the day of its periods, `at_us` when its figures were read."""

    day: date
    at_us: int
    shown: Sequence[Shown]


class Moment(NamedTuple):
    now_us: int
    begin_us: int | None  # of the site

    def has_begun(self, span: Span) -> bool:
        """Did the site exist before the end of this period?"""
        return self.begin_us is not None and self.begin_us < span.until_us

    def ahead(self, span: Span) -> Fraction | None:
        """The remaining time of a period divided by the elapsed time."""
        passed_us = self.now_us - max(span.since_us, self.begin_us or 0)
        return Fraction(span.until_us - self.now_us, passed_us) if passed_us > 0 else None


@dataclass(frozen=True, slots=True)
class ObjectiveBook:
    rules: SiteRules
    objectives: Sequence[Objective] = OBJECTIVES
    files: Sequence[str] = field(default=())  # the documents that a household's file is to have

    def span(self, objective: Objective, day: date) -> Span:
        return span_of(objective.period, day, self.rules.site.zone)

    def today(self, now_us: int) -> date:
        return local_day(now_us, self.rules.site.zone)

    async def begin_us(self, session: Session) -> int | None:
        """When the site begins; None: it has not begun."""
        return self.rules.begin_us(us_or_none(await session.fetchval(STATEMENTS["first_call"])))

    async def sheet(self, session: Session, day: date, now_us: int) -> list[Shown]:
        rows = await session.fetch(STATEMENTS["kept"], day)
        kept = {row["objective"]: kept_of(row) for row in rows}
        moment = await self._moment(session, now_us)
        return [await self._shown(session, one, day, moment, kept.get(one.id)) for one in self.objectives]

    async def one(self, session: Session, objective: Objective, day: date, now_us: int) -> Shown:
        """One objective. A closed period is shown with a recompute beside it."""
        rows = await session.fetch(STATEMENTS["kept"], day)
        kept = next((kept_of(row) for row in rows if row["objective"] == objective.id), None)
        span = self.span(objective, day)
        return Shown(objective, span, await self.standing(session, objective, span, now_us), kept)

    async def month(self, session: Session, day: date, now_us: int) -> list[MonthLine]:
        """The lines of the paper sheet, for the month of this day."""
        month = month_of(day, self.rules.site.zone)
        rows = await session.fetch(STATEMENTS["kept_within"], month.first, month.last)
        kept = {(row["objective"], row["first_day"]): kept_of(row) for row in rows}
        moment = await self._moment(session, now_us)
        return [
            month_line(one, [await self._part(session, one, span, moment, kept) for span in self._spans(one, month)])
            for one in self.objectives
        ]

    async def honesty(self, session: Session, day: date, now_us: int) -> Honesty:
        """The honesty figures of this day's month."""
        month = month_of(day, self.rules.site.zone)
        bounds = stored(month.since_us), stored(month.until_us)
        tickets = [ticket for _row, ticket in tickets_of(await session.fetch(STATEMENTS["tickets_paused"], *bounds))]
        spent_us = [spent for one in tickets if (spent := paused_within(one, month, self.rules, now_us))]
        row = await session.fetchrow(STATEMENTS["unproven"], *bounds, month.first, month.last, IN_BULK_SECONDS)
        assert row is not None  # noqa: S101 - counts are one row
        return Honesty(sum(spent_us), len(spent_us), *row)

    def _spans(self, objective: Objective, month: Span) -> Iterator[Span]:
        return spans_in(objective, month, self.rules.site.zone)

    async def _part(
        self, session: Session, one: Objective, span: Span, moment: Moment, kept: Mapping[tuple[int, date], Kept]
    ) -> Part:
        now = await self._standing(session, one, span, moment)
        return Part(span, now, span.closed(moment.now_us, one.waits_days), kept.get((one.id, span.first)))

    async def history(self, session: Session, objective: Objective, before: date, limit: int) -> list[Kept]:
        rows = await session.fetch(STATEMENTS["kept_before"], objective.id, before, limit)
        return [kept_of(row) for row in rows]

    async def lately(self, session: Session, before: date, limit: int) -> dict[int, list[Kept]]:
        """The last closed periods of each objective by id, the oldest first."""
        found: dict[int, list[Kept]] = {}
        for row in await session.fetch(STATEMENTS["kept_lately"], before, limit):
            found.setdefault(row["objective"], []).append(kept_of(row))
        return found

    async def causes(self, session: Session, objective: Objective, day: date, now_us: int) -> Counter[str]:
        moment, span = await self._moment(session, now_us), self.span(objective, day)
        if not moment.has_begun(span):
            return Counter()
        return await SOURCES[objective.source].causes(self._asking(session, objective, span, moment))

    async def last(self, session: Session) -> dict[int, Kept]:
        """The last closed period of each objective, by id."""
        return {row["objective"]: kept_of(row) for row in await session.fetch(STATEMENTS["kept_last"])}

    async def evidence(
        self, session: Session, objective: Objective, day: date, now_us: int, wanted: Wanted
    ) -> list[Case]:
        moment, span = await self._moment(session, now_us), self.span(objective, day)
        if not moment.has_begun(span):
            return []
        return await SOURCES[objective.source].page(self._asking(session, objective, span, moment), wanted)

    async def standing(self, session: Session, objective: Objective, span: Span, now_us: int) -> Standing:
        return await self._standing(session, objective, span, await self._moment(session, now_us))

    async def _moment(self, session: Session, now_us: int) -> Moment:
        return Moment(now_us, await self.begin_us(session))

    async def _standing(self, session: Session, objective: Objective, span: Span, moment: Moment) -> Standing:
        if moment.now_us < span.since_us or not moment.has_begun(span):
            return stand(Tally(0, 0), objective.target, over=False)
        asking = self._asking(session, objective, span, moment)
        over, settled = span.over(moment.now_us), SETTLED.get(objective.source)
        return stand(
            await SOURCES[objective.source].tally(asking),
            objective.target,
            over=over or (settled is not None and await settled(asking)),
            grows=objective.grows,
            ahead=moment.ahead(span) if objective.source in EVEN else None,
        )

    async def close(self, session: Session, now_us: int) -> int:
        """Stores the closed periods that are not stored yet; returns how many there were."""
        closable = [(one, span) for one in self.objectives for span in self._closable(one, now_us)]
        ids, days = [one.id for one, _ in closable], [span.first for _, span in closable]
        rows = await session.fetch(STATEMENTS["kept_first_days"], ids, days)
        known = {(row["objective"], row["first_day"]) for row in rows}
        missing = [(one, span) for one, span in closable if (one.id, span.first) not in known]
        moment = await self._moment(session, now_us)
        return sum([await self._keep(session, one, span, moment) for one, span in missing])

    def _closable(self, objective: Objective, now_us: int) -> list[Span]:
        span, found = self.span(objective, self.today(now_us)), []
        for _ in range(LOOK_BACK[objective.period]):
            span = span_before(objective.period, span, self.rules.site.zone)
            if span.closed(now_us, objective.waits_days):
                found.append(span)
        return found

    async def _keep(self, session: Session, objective: Objective, span: Span, moment: Moment) -> bool:
        found = await self._standing(session, objective, span, moment)
        if found.status is Status.NO_DATA:
            return False
        values = {
            "objective": objective.id,
            "first_day": span.first,
            "last_day": span.last,
            "rule_version": objective.version,
            "target_ratio": numeric(objective.target),
            "eligible": numeric(found.tally.eligible),
            "met": numeric(found.tally.met),
            "status": found.status,
            "closed_at": stored(moment.now_us),
        }
        return await session.fetchrow(*STATEMENTS.filled("keep", values)) is not None

    async def _shown(
        self, session: Session, objective: Objective, day: date, moment: Moment, kept: Kept | None
    ) -> Shown:
        span = self.span(objective, day)
        now = None if kept else await self._standing(session, objective, span, moment)
        return Shown(objective, span, now, kept)

    def _asking(self, session: Session, objective: Objective, span: Span, moment: Moment) -> Asking:
        since_begin = span.after(moment.begin_us or 0, self.rules.site.zone)
        return Asking(session, objective, since_begin, self.rules, self.files, moment.now_us)


def kept_of(row: Record) -> Kept:
    figures = Tally(amount(row["eligible"]), amount(row["met"]))
    standing = Standing(figures, Fraction(row["target_ratio"]), Status(row["status"]))
    return Kept(row["first_day"], row["last_day"], standing, row["rule_version"], us(row["closed_at"]))
