"""Calls to workmen in PostgreSQL, each known by its channel. All within somebody's session."""

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kit.database.columns import Columns
from kit.database.instants import stored
from kit.database.pool import Session
from kit.database.statements import read_statements
from ticketing.work_links.call import Called, Outcome, WorkCall

CALL = Columns(WorkCall, key="id", serial=True)
STATEMENTS = read_statements(Path(__file__).with_name("work_calls.sql"), call=CALL)


class Wanted(NamedTuple):
    """Which tickets are called about: see the statement."""

    until_us: int
    since_us: int
    people: Collection[str]
    trades: Collection[str]
    texted_people: Collection[str]
    texted_trades: Collection[str]
    priorities: Collection[str]
    tries: int
    again_us: int  # nobody is called where the last call began later


class Waiting(NamedTuple):
    number: str
    link: int
    before: list[Called]


class Recent(NamedTuple):
    called: list[Called]
    on: int


async def tickets_to_call(connection: Session, wanted: Wanted) -> list[Waiting]:
    given = [list(each) for each in wanted[2:7]]
    until, since, again = stored(wanted.until_us), stored(wanted.since_us), stored(wanted.again_us)
    rows = await connection.fetch(STATEMENTS["to_call"], until, since, *given, wanted.tries, again)
    return [
        Waiting(row["number"], row["link"], [Called(*one) for one in zip(row["who"], row["trade"], strict=True)])
        for row in rows
    ]


async def begin_call(connection: Session, call: WorkCall) -> WorkCall | None:
    """None: the ticket, or who is called, has a call that is on."""
    number = await connection.fetchval(*STATEMENTS.filled("begin", CALL.row(call)))
    return None if number is None else replace(call, id=number)


async def held_call(connection: Session, channel: str) -> WorkCall | None:
    row = await connection.fetchrow(STATEMENTS["of_channel"], channel)
    return None if row is None else CALL.of(row)


async def call_answered(connection: Session, call: WorkCall, at_us: int) -> None:
    await connection.execute(STATEMENTS["answered"], call.id, stored(at_us))


async def finish_call(connection: Session, call: WorkCall, outcome: Outcome, at_us: int) -> bool:
    """Ends the call. Returns whether it was still on."""
    return await connection.fetchval(STATEMENTS["finish"], call.id, stored(at_us), outcome) is not None


async def finish_lost_calls(connection: Session, before_us: int, at_us: int) -> None:
    await connection.execute(STATEMENTS["finish_lost"], stored(before_us), stored(at_us))


async def recent_calls(connection: Session, since_us: int) -> Recent:
    rows = await connection.fetch(STATEMENTS["recent"], stored(since_us))
    return Recent([Called(row["who"], row["trade"]) for row in rows], sum(row["is_on"] for row in rows))


async def calls_of(connection: Session, ticket: str) -> list[WorkCall]:
    return [CALL.of(row) for row in await connection.fetch(STATEMENTS["of_ticket"], ticket)]
