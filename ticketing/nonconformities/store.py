"""Nonconformities in PostgreSQL: raised once, moved by people, told once where they are overdue."""

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from kit.database.changing import changing
from kit.database.columns import Columns
from kit.database.instants import stored, stored_or_none, us
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.instants import DAY_US, day_end_us
from kit.refusals import GoneError, StaleError
from ticketing.clocks.alarms import Alarm, Due, alarm
from ticketing.news import FindingNews, Hearer, NonconformityNews, nobody
from ticketing.nonconformities.nonconformity import Asked, Change, Nonconformity, RaisedError, Source, act
from ticketing.nonconformities.states import Action
from ticketing.site_rules import SiteRules

NONCONFORMITY = Columns(Nonconformity, key="id", serial=True, more=("due_at",))
CHANGE = Columns(Change, more=("nonconformity",))
STATEMENTS = read_statements(
    Path(__file__).with_name("nonconformities.sql"), nonconformity=NONCONFORMITY, change=CHANGE
)
THE_RULE = "rule"
"""Who raises one for a broken promise, and who says that one is overdue."""

_BREACHED = {  # titles in a Chinese region, and elsewhere: of a late resolution, first response, and step
    True: ("工单超时：", "工单首次响应超时：", "工单步骤超时："),
    False: ("Ticket overdue: ", "First response overdue: ", "Step of a ticket overdue: "),
}
_CHINESE_REGIONS = ("CN", "HK", "MO", "TW")
_LOOK_BACK_US = 7 * DAY_US  # a rule that is switched on does not reach further back
_AT_ONCE = 200


class Described(NamedTuple):
    """What a person says of one that they raise."""

    title: str
    description: str
    department: str


Settle = Callable[[Session, Nonconformity, Action, Asked], Awaitable[Sequence[FindingNews]]]
"""Within the transaction: what becomes of its finding."""


class NonconformityStore:
    def __init__(self, pool: DatabasePool, rules: SiteRules, settle: Settle, hear: Hearer = nobody) -> None:
        self._pool = pool
        self._rules = rules
        self._settle = settle
        self._hear = hear

    async def raise_by_hand(self, said: Described, who: str, at_us: int) -> Nonconformity:
        async with changing(self._pool, self._hear) as (connection, told):
            news = await insert(connection, said, who, at_us)
            told.append(news)
        return news.nonconformity

    async def raise_for_answer(
        self, survey: int, response: UUID, said: Described, who: str, at_us: int
    ) -> Nonconformity:
        """Raises RaisedError, GoneError. What was answered is not copied: it goes when its household does."""
        async with changing(self._pool, self._hear) as (connection, told):
            values = {"survey": survey, "response": response, "raised_at": stored(at_us), "raised_by": who}
            row = await connection.fetchrow(*STATEMENTS.filled("raise_for_answer", values, **said._asdict()))
            if row is None:
                known = await connection.fetchrow(STATEMENTS["of_answer"], survey, response)
                raise GoneError("survey", survey) if known is None else RaisedError(known["id"])
            news = await _note_raised(connection, row)
            told.append(news)
        return news.nonconformity

    async def get(self, number: int) -> Nonconformity:
        async with session(self._pool) as connection:
            return await _get(connection, number)

    async def history(self, number: int) -> list[Change]:
        async with session(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["history"], number)
        return [CHANGE.of(row) for row in rows]

    async def act(self, number: int, action: Action, asked: Asked, version: int) -> Nonconformity:
        """Its finding goes along. Raises GoneError, StaleError, RefusedError."""
        async with changing(self._pool, self._hear) as (connection, told):
            known = await _get(connection, number)
            if known.version != version:
                raise StaleError(known.version)
            after, change = act(known, action, asked)
            await self._save(connection, after, change)
            told.append(NonconformityNews(after, action, asked.at_us))
            if after.finding is not None:
                told.extend(await self._settle(connection, after, action, asked))
        return after

    async def raise_for_breaches(self, now_us: int) -> list[NonconformityNews]:
        """By the site's rule: one for each promise that was broken."""
        categories = self._rules.breaches
        if not categories:
            return []
        named = None if "*" in categories else sorted(categories)
        async with changing(self._pool, self._hear) as (connection, told):
            titles = _BREACHED[self._rules.numbering.region in _CHINESE_REGIONS]
            values = (named, stored(now_us - _LOOK_BACK_US), stored(now_us), THE_RULE, *titles)
            rows = await connection.fetch(STATEMENTS["raise_for_breaches"], *values)
            raised = [await _note_raised(connection, row) for row in rows]
            told.extend(raised)
        return raised

    async def tell_alarms(self, now_us: int) -> list[NonconformityNews]:
        """What is due soon or overdue, which goes into its history; each counts as told when this returns."""
        soon_us = self._rules.soon_us
        news: list[NonconformityNews] = []
        async with changing(self._pool, self._hear) as (connection, told):
            rows = await connection.fetch(STATEMENTS["alarming"], stored(now_us), stored(now_us + soon_us), _AT_ONCE)
            for row in rows:
                one, due_us = nonconformity_of(row), us(row["due_at"])
                known = () if row["told"] is None else (Alarm(row["told"]),)
                found = alarm(Due(due_us, None), now_us, known, soon_us)
                if found is None:
                    continue
                await connection.execute(STATEMENTS["told"], one.id, found)
                at_us = min(now_us, due_us)
                await _note(connection, one.id, Change(one.version, at_us, THE_RULE, found))
                news.append(NonconformityNews(one, found, at_us))
            told.extend(news)
        return news

    async def _save(self, connection: Session, after: Nonconformity, change: Change) -> None:
        due_us = None if after.due is None else day_end_us(after.due, self._rules.site.zone)
        row = NONCONFORMITY.row(after) | {"due_at": stored_or_none(due_us)}
        if await connection.fetchval(*STATEMENTS.filled("save", row)) is None:
            raise StaleError((await _get(connection, after.id)).version)
        await _note(connection, after.id, change)


async def insert(
    connection: Session, said: Described, who: str, at_us: int, *, finding: int | None = None
) -> NonconformityNews:
    """By hand, or from a finding, within a transaction."""
    source = Source.HAND if finding is None else Source.FINDING
    values = {"source": source, "finding": finding, "raised_at": stored(at_us), "raised_by": who}
    row = await connection.fetchrow(*STATEMENTS.filled("insert", values, **said._asdict()))
    return await _note_raised(connection, row)


async def _note_raised(connection: Session, row: Record | None) -> NonconformityNews:
    assert row is not None  # noqa: S101 - an insert returns its row
    one = nonconformity_of(row)
    await _note(connection, one.id, Change(one.version, one.raised_at_us, one.raised_by, "raised"))
    return NonconformityNews(one, "raised", one.raised_at_us)


async def _get(connection: Session, number: int) -> Nonconformity:
    row = await connection.fetchrow(STATEMENTS["get"], number)
    if row is None:
        raise GoneError("nonconformity", number)
    return nonconformity_of(row)


async def _note(connection: Session, number: int, change: Change) -> None:
    await connection.execute(*STATEMENTS.filled("note", CHANGE.row(change), nonconformity=number))


def nonconformity_of(row: Record) -> Nonconformity:
    return NONCONFORMITY.of(row, response=None if row["response"] is None else str(row["response"]))
