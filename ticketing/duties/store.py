"""Duties in PostgreSQL: made by the calendar, done by people, told once where nobody did them."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from pydantic_core import to_json

from kit.database.changing import changing
from kit.database.columns import Columns
from kit.database.instants import stored, us, us_or_none
from kit.database.pool import DatabasePool, Session, session
from kit.database.statements import read_statements
from kit.instants import MINUTE_US, local_day
from kit.refusals import GoneError, StaleError
from kit.roles import Role
from ticketing.clocks.alarms import Alarm, Due, alarm
from ticketing.duties import calendar
from ticketing.duties.occurrence import NO_WANTS, Action, Asked, Change, Occurrence, Wants, act, was_done_by
from ticketing.news import DutyNews, Hearer, nobody
from ticketing.site_rules import SiteRules

DUTY = Columns(Occurrence, key="id", serial=True, named={"name": "kind", "first": "first_day"}, fixed=("provisional",))
CHANGE = Columns(Change, more=("duty",))
STATEMENTS = read_statements(Path(__file__).with_name("duties.sql"), duty=DUTY, change=CHANGE)
LOOK_BACK_DAYS = 31
THE_CALENDAR = "calendar"
"""Who misses a duty, or calls off one that a guess at the calendar had made."""

_AT_ONCE = 200


class DutyStore:
    def __init__(self, pool: DatabasePool, rules: SiteRules, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._rules = rules
        self._hear = hear

    async def make(self, now_us: int) -> int:
        """Those of today, and of the days on which nobody made any since there is a desk. How many are new. None before
        the site has begun."""
        site = self._rules.site
        today = local_day(now_us, site.zone)
        async with changing(self._pool, self._hear) as (connection, told):
            born_us, begin_us = await self._begin(connection)
            if begin_us is None:
                return 0
            first = max(min(local_day(born_us, site.zone), today), today - timedelta(days=LOOK_BACK_DAYS))
            dues = calendar.due_between(first, today, site, self._rules.duties, begin_us)
            rows = [DUTY.row(_occurrence(due)) for due in dues]
            made = await connection.fetch(*STATEMENTS.filled("put", duties=to_json(rows).decode()))
            told.extend([DutyNews(DUTY.of(row), "made", now_us) for row in made])
            told.extend(await _settle_guesses(connection, {_key(due): due.provisional for due in dues}, first, now_us))
        return len(made)

    async def _begin(self, connection: Session) -> tuple[int, int | None]:
        """When the desk was installed, and when the site began."""
        await connection.execute(STATEMENTS["first_call"])
        row = await connection.fetchrow(STATEMENTS["begin"])
        assert row is not None  # noqa: S101 - the migration puts the one row there
        return us(row["born_at"]), self._rules.begin_us(us_or_none(row["first_call_at"]))

    async def get(self, number: int) -> Occurrence:
        async with session(self._pool) as connection:
            return await _get(connection, number)

    async def history(self, number: int) -> list[Change]:
        async with session(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["history"], number)
        return [CHANGE.of(row) for row in rows]

    async def act(self, number: int, action: Action, asked: Asked, version: int | None = None) -> Occurrence:
        """Decided on this version, where one is named. Raises GoneError, StaleError, RefusedError."""
        async with changing(self._pool, self._hear) as (connection, told):
            duty = await _get(connection, number)
            if version is not None and version != duty.version:
                raise StaleError(duty.version)
            if action is Action.DO and was_done_by(duty, asked):
                return duty
            wants = await self._wants(connection, duty, asked) if action is Action.DO else NO_WANTS
            duty = await change(connection, duty, lambda known: act(known, action, asked, wants))
            told.append(DutyNews(duty, action, asked.at_us))
        return duty

    async def _wants(self, connection: Session, duty: Occurrence, asked: Asked) -> Wants:
        """By the site's rule for this duty; nobody else does one of it until the end of this transaction."""
        rule = next((rule for rule in self._rules.duties if rule.name == duty.name), None)
        if rule is None:
            return NO_WANTS
        distance_us = rule.distance_minutes * MINUTE_US
        around = stored(asked.done_us - distance_us), stored(asked.done_us + distance_us)
        rows = await connection.fetch(STATEMENTS["around"], duty.name, duty.department, *around)
        others_us = [us(row["done_at"]) for row in rows if row["id"] != duty.id and row["done_at"] is not None]
        return Wants(rule.distance_minutes, rule.minutes, others_us)

    async def tell_alarms(self, now_us: int) -> list[DutyNews]:
        """What is due soon, and what was missed, which goes into its history; each counts as told when this returns."""
        soon_us = self._rules.soon_us
        news: list[DutyNews] = []
        async with changing(self._pool, self._hear) as (connection, told):
            rows = await connection.fetch(STATEMENTS["alarming"], stored(now_us), stored(now_us + soon_us), _AT_ONCE)
            for row in rows:
                duty, known = DUTY.of(row), () if row["told"] is None else (Alarm(row["told"]),)
                found = alarm(Due(duty.until_us, None), now_us, known, soon_us)
                if found is None:
                    continue
                await connection.execute(STATEMENTS["told"], duty.id, found)
                what = "missed" if found is Alarm.OVERDUE else found.value
                if found is Alarm.OVERDUE:
                    await _note(connection, duty.id, Change(duty.version, duty.until_us, THE_CALENDAR, what))
                news.append(DutyNews(duty, what, min(now_us, duty.until_us)))
            told.extend(news)
        return news


async def change(
    connection: Session, duty: Occurrence, decide: Callable[[Occurrence], tuple[Occurrence, Change]]
) -> Occurrence:
    """Within a transaction. Raises StaleError where somebody else was faster."""
    after, row = decide(duty)
    if await connection.fetchval(*STATEMENTS.filled("save", DUTY.row(after))) is None:
        raise StaleError((await _get(connection, duty.id)).version)
    await _note(connection, duty.id, row)
    return after


_Key = tuple[str, date, str, int]


def _key(due: calendar.Due) -> _Key:
    return due.duty.name, due.first, due.department, due.number


async def _settle_guesses(connection: Session, known: Mapping[_Key, bool], first: date, now_us: int) -> list[DutyNews]:
    """Once the calendar of a year is known, what was due by a guess is due, or is called off."""
    news: list[DutyNews] = []
    asked = Asked(THE_CALENDAR, Role.ADMIN, now_us, "not a workday by the calendar")
    for row in await connection.fetch(STATEMENTS["provisional"], first):
        provisional = known.get((row["kind"], row["first_day"], row["department"], row["number"]))
        if provisional is None:
            called_off = await change(connection, DUTY.of(row), lambda duty: act(duty, Action.CALL_OFF, asked))
            news.append(DutyNews(called_off, Action.CALL_OFF, now_us))
        elif not provisional:
            await connection.execute(STATEMENTS["known_now"], row["id"])
            news.append(DutyNews(replace(DUTY.of(row), provisional=False), "confirmed", now_us))
    return news


async def _get(connection: Session, number: int) -> Occurrence:
    row = await connection.fetchrow(STATEMENTS["get"], number)
    if row is None:
        raise GoneError("duty", number)
    return DUTY.of(row)


async def _note(connection: Session, number: int, change: Change) -> None:
    await connection.execute(*STATEMENTS.filled("note", CHANGE.row(change), duty=number))


def _occurrence(due: calendar.Due) -> Occurrence:
    duty = due.duty
    return Occurrence(
        id=0,
        name=duty.name,
        zh=duty.zh,
        en=duty.en,
        objective=duty.objective,
        owner=duty.owner,
        sign_off=duty.sign_off,
        first=due.first,
        department=due.department,
        number=due.number,
        since_us=due.since_us,
        until_us=due.until_us,
        provisional=due.provisional,
    )
