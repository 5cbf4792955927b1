"""Who is on duty, in PostgreSQL. Within somebody's session."""

from pathlib import Path
from typing import NamedTuple

from kit.database.instants import stored, us
from kit.database.pool import Session
from kit.database.statements import read_statements

STATEMENTS = read_statements(Path(__file__).with_name("trades.sql"))


class OnDuty(NamedTuple):
    since_us: int
    said_by: str


async def on_duty(connection: Session) -> dict[str, OnDuty]:
    rows = await connection.fetch(STATEMENTS["on_duty"])
    return {row["name"]: OnDuty(us(row["since"]), row["said_by"]) for row in rows}


async def set_duty(connection: Session, name: str, by: str, at_us: int, *, on: bool) -> bool:
    """Returns whether anything changed."""
    if on:
        return await connection.fetchval(STATEMENTS["begin"], name, stored(at_us), by) is not None
    return await connection.fetchval(STATEMENTS["end"], name) is not None


async def end_duty(connection: Session, name: str) -> None:
    await connection.execute(STATEMENTS["end"], name)


async def rename_duty(connection: Session, name: str, other: str) -> None:
    await connection.execute(STATEMENTS["rename"], name, other)
    await end_duty(connection, name)
