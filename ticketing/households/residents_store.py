"""Households and their people, changed one by one, each change decided on a version; one person forgotten."""

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from kit.database.instants import stored
from kit.database.pool import DatabasePool, Session, session
from kit.database.statements import read_statements
from kit.refusals import RefusedError, StaleError
from ticketing.households.household import KeptDocument, Person
from ticketing.households.store import STATEMENTS as HOUSEHOLDS

STATEMENTS = read_statements(Path(__file__).with_name("residents.sql"))


class NamesakeError(RefusedError):
    def __init__(self) -> None:
        detail = "Two people of one household have the same name: add what tells them apart."
        super().__init__(detail, errors={"name": "is somebody else's"})


class Kept(NamedTuple):
    """What is kept about a household beside its people; all of it is replaced."""

    housekeeper: str | None
    notes: str | None
    consent: bool | None
    vip: bool | None
    documents: Sequence[KeptDocument]


class Residents:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def amend_household(self, number: int, version: int, kept: Kept) -> bool:
        """False: there is none."""
        async with session(self._pool) as connection, connection.transaction():
            values = {"id": number, "version": version}
            if await connection.fetchval(*STATEMENTS.filled("amend_household", kept._asdict(), **values)) is None:
                return await _refused(connection, "version_of_household", number)
            await connection.execute(STATEMENTS["drop_documents"], number)
            titles, dates = [each.title for each in kept.documents], [each.since for each in kept.documents]
            await connection.fetch(HOUSEHOLDS["put_documents"], [number] * len(titles), titles, dates)
            return True

    async def amend(self, number: int, version: int, person: Person) -> bool:
        """Name, part and all phones of one person. False: there is none."""
        async with session(self._pool) as connection, connection.transaction():
            if await connection.fetchval(STATEMENTS["namesake"], number, person.name):
                raise NamesakeError
            values = (number, version, person.name, person.part)
            if await connection.fetchval(STATEMENTS["amend_resident"], *values) is None:
                return await _refused(connection, "version_of_resident", number)
            await connection.execute(STATEMENTS["drop_phones"], number)
            numbers, raw = [each.number for each in person.phones], [each.raw for each in person.phones]
            await connection.execute(STATEMENTS["add_phones"], number, numbers, raw)
            return True

    async def forget(self, number: int, who: str, at_us: int) -> bool:
        """On request: the person, the phones, and what tickets and callbacks say of either. False: there is none."""
        async with session(self._pool) as connection, connection.transaction():
            row = await connection.fetchrow(STATEMENTS["resident_to_forget"], number)
            if row is None:
                return False
            household, name, numbers = row["household"], row["name"], row["numbers"]
            await connection.execute(STATEMENTS["forget_callbacks_to"], household, numbers)
            await connection.execute(STATEMENTS["forget_tickets_of"], household, name, numbers, who, stored(at_us))
            await connection.execute(STATEMENTS["forget_calls_of"], household, numbers)
            await connection.execute(STATEMENTS["delete_resident"], number)
            return True


async def _refused(connection: Session, statement: str, number: int) -> bool:
    version = await connection.fetchval(STATEMENTS[statement], number)
    if version is not None:
        raise StaleError(version)
    return False
