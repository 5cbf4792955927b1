"""Codes of points and their scans in PostgreSQL."""

import secrets
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kit.database.instants import stored, us, us_or_none
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.refusals import RefusedError
from ticketing.inspections.patrol import Carrier, Scan

STATEMENTS = read_statements(Path(__file__).with_name("patrols.sql"))
SCANS_MAX = 300


class Code(NamedTuple):
    item: str
    carrier: Carrier
    code: str
    made_at_us: int
    made_by: str


class Scanned(NamedTuple):
    """`device` is the telephone's own word, hashed."""

    key: str
    walk: str
    form: str
    item: str
    code: str
    device: str
    device_at_us: int


class PatrolStore:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def codes(self, form: str) -> list[Code]:
        async with session(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["codes"], form)
        return [
            Code(row["item"], Carrier(row["carrier"]), row["code"], us(row["made_at"]), row["made_by"]) for row in rows
        ]

    async def make(self, form: str, items: Sequence[str], carrier: Carrier, who: str, at_us: int) -> None:
        """The codes that hung there until now on the same carrier are replaced."""
        async with session(self._pool) as connection, connection.transaction():
            await connection.execute(STATEMENTS["end_codes"], form, list(items), carrier, stored(at_us))
            for item in items:
                code = secrets.token_urlsafe(16)
                await connection.execute(STATEMENTS["make_code"], form, item, carrier, code, stored(at_us), who)

    async def scan(self, scanned: Scanned, who: str, at_us: int) -> None:
        """Whatever is odd about it is kept. Raises RefusedError where a round has too many."""
        async with session(self._pool) as connection, connection.transaction():
            if await connection.fetchval(STATEMENTS["count_of_walk"], scanned.walk, who) >= SCANS_MAX:
                raise RefusedError(f"A round has {SCANS_MAX} scans at most: hand in the form, and begin another.")
            code = await connection.fetchval(STATEMENTS["code_of"], scanned.form, scanned.item, scanned.code)
            times = stored(at_us), stored(scanned.device_at_us)
            await connection.execute(
                STATEMENTS["scan"],
                *(scanned.key, scanned.walk, who, scanned.form, scanned.item, code, scanned.device, *times),
            )


async def handed_in(connection: Session, walk: str | None, who: str) -> int | None:
    """The inspection that has the scans of this walk: a round proves one."""
    number: int | None = await connection.fetchval(STATEMENTS["handed_in"], walk, who) if walk else None
    return number


async def scans_of(connection: Session, walk: str, who: str, form: str) -> tuple[list[Scan], list[Scan]]:
    """Those of this round, and those of others by the same codes around it."""
    own = [_scan(row) for row in await connection.fetch(STATEMENTS["scans_of"], walk, who, form)]
    codes = [scan.code for scan in own if scan.code is not None]
    if not codes:
        return own, []
    times = [scan.device_at_us for scan in own]
    around = stored(min(times)), stored(max(times))
    return own, [_scan(row) for row in await connection.fetch(STATEMENTS["scans_by_others"], codes, walk, who, *around)]


def _scan(row: Record) -> Scan:
    return Scan(
        row["id"],
        row["item"],
        row["code"],
        row["device"],
        us(row["at"]),
        us(row["device_at"]),
        us_or_none(row["ended_at"]),
        Carrier(row["carrier"] or Carrier.PAPER),
    )
