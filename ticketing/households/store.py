"""Households in PostgreSQL: who is calling, a sheet imported in one go, everything exported, one forgotten."""

import json
from collections.abc import AsyncIterator, Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.instants import stored, us_or_none
from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from ticketing.households.household import Household, KeptDocument, Part, Person, Phone, Place
from ticketing.households.lookup import Match, ranked

STATEMENTS = read_statements(Path(__file__).with_name("households.sql"))
_BATCH = 2_000
_PAGE = 1_000


class Imported(NamedTuple):
    added: int
    changed: int
    unchanged: int


class HouseholdStore:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def find(self, number: str) -> list[Match]:
        """All of them, the likeliest first."""
        async with session(self._pool) as connection:
            rows = await connection.fetch(STATEMENTS["find"], number)
        return ranked(_match(row) for row in rows)

    async def get(self, number: int) -> Household | None:
        async with session(self._pool) as connection:
            row = await connection.fetchrow(STATEMENTS["one"], number)
        return None if row is None else _household(row)

    async def put(self, households: Sequence[Household], progress: Callable[[int], None] = lambda _: None) -> Imported:
        """All of them or, when anything fails, none. What they do not say stays as it is; nobody is deleted."""
        added: set[int] = set()
        changed: set[int] = set()
        async with session(self._pool) as connection, connection.transaction():
            for first in range(0, len(households), _BATCH):
                new, touched = await _put_some(connection, households[first : first + _BATCH])
                added |= new
                changed |= touched - new
                progress(min(first + _BATCH, len(households)))
        return Imported(len(added), len(changed), len(households) - len(added) - len(changed))

    async def everything(self) -> AsyncIterator[Household]:
        """In the order of their places."""
        after: tuple[str, ...] = ("", "", "", "")
        while True:
            async with session(self._pool) as connection:
                rows = await connection.fetch(STATEMENTS["page"], *after, _PAGE)
            for row in rows:
                yield _household(row)
            if len(rows) < _PAGE:
                return
            after = _place(rows[-1])

    async def rename_housekeeper(self, name: str, other: str) -> None:
        async with session(self._pool) as connection:
            await connection.execute(STATEMENTS["rename_housekeeper"], name, other)

    async def forget(self, number: int, who: str, at_us: int) -> bool:
        """On request: the household, its people and phones, and their numbers on tickets and callbacks."""
        async with session(self._pool) as connection, connection.transaction():
            await connection.execute(STATEMENTS["forget_callbacks"], number)
            await connection.execute(STATEMENTS["forget_responses"], number)
            await connection.execute(STATEMENTS["forget_tickets"], number, who, stored(at_us))
            return await connection.fetchval(STATEMENTS["delete"], number) is not None


async def _put_some(connection: Session, households: Sequence[Household]) -> tuple[set[int], set[int]]:
    """The ids of those that were not there, and of all that changed."""
    places = _columns([tuple(household.place) for household in households], 4)
    known = {_place(row): row["id"] for row in await connection.fetch(STATEMENTS["known"], *places)}
    said = _columns([(h.housekeeper, h.notes, h.consent, h.vip) for h in households], 4)
    changed = await _ids(connection, "put_households", [*places, *said])
    ids = {_place(row): row["id"] for row in await connection.fetch(STATEMENTS["known"], *places)}
    people = [(ids[h.place], person) for h in households for person in h.people]
    changed |= await _ids(
        connection, "put_residents", _columns([(at, person.name, person.part) for at, person in people], 3)
    )
    phones = [(at, person.name, phone.number, phone.raw) for at, person in people for phone in person.phones]
    changed |= await _ids(connection, "put_phones", _columns(phones, 4))
    documents = [(ids[h.place], document.title, document.since) for h in households for document in h.documents]
    changed |= await _ids(connection, "put_documents", _columns(documents, 3))
    return set(ids.values()) - set(known.values()), changed


async def _ids(connection: Session, name: str, columns: list[list[Any]]) -> set[int]:
    return {row[0] for row in await connection.fetch(STATEMENTS[name], *columns)}


def _columns(rows: Sequence[tuple[Any, ...]], count: int) -> list[list[Any]]:
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(count)]


def _place(row: Record) -> Place:
    return Place(row["estate"], row["building"], row["unit"], row["room"])


def _match(row: Record) -> Match:
    return Match(
        row["id"],
        _place(row),
        row["name"],
        Part(row["part"]),
        row["housekeeper"],
        row["vip"],
        us_or_none(row["last_called_at"]),
    )


def _household(row: Record) -> Household:
    people = [
        Person(name, Part(part), tuple(Phone(*phone) for phone in phones))
        for _id, _version, name, part, phones in json.loads(row["people"])
    ]
    documents = [
        KeptDocument(title, None if since is None else date.fromisoformat(since))
        for title, since in json.loads(row["documents"])
    ]
    return Household(
        _place(row),
        tuple(people),
        row["housekeeper"],
        tuple(documents),
        row["notes"],
        row["consent"],
        row["vip"],
    )
