"""Places that are no flats, in PostgreSQL."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from kit.database.columns import Columns
from kit.database.pool import DatabasePool, Session, session
from kit.database.statements import read_statements
from kit.pinyin import spellings
from kit.refusals import ConflictError, GoneError, StaleError
from telephony.masking import mask_text
from ticketing.places.place import SharedPlace, key_of, searched_of

PLACE = Columns(SharedPlace, key="id", serial=True)
STATEMENTS = read_statements(Path(__file__).with_name("places.sql"), place=PLACE)


_TOLD_EVERY = 100


class PlaceNameError(ConflictError):
    def __init__(self, number: int) -> None:
        super().__init__(
            f"There is a place of this name already, {number}: use it, or choose another name.",
            errors={"name": "is the name of another place of this building"},
        )


class Imported(NamedTuple):
    added: int = 0
    changed: int = 0
    unchanged: int = 0


class PlaceStore:
    def __init__(self, pool: DatabasePool) -> None:
        self._pool = pool

    async def add(self, place: SharedPlace) -> int:
        """Its id. Raises PlaceNameError."""
        async with session(self._pool) as connection:
            number = await connection.fetchval(*STATEMENTS.filled("insert", _row(place)))
            if number is None:
                raise PlaceNameError(await _namesake(connection, place) or 0)
        return int(number)

    async def amend(self, number: int, version: int, said: dict[str, Any]) -> None:
        """Raises GoneError, StaleError, PlaceNameError."""
        async with session(self._pool) as connection, connection.transaction():
            row = await connection.fetchrow(STATEMENTS["get"], number)
            if row is None:
                raise GoneError("place", number)
            known = PLACE.of(row)
            after = replace(known, **said, version=version + 1)
            other = await _namesake(connection, after)
            if other is not None:
                raise PlaceNameError(other)
            if await connection.fetchval(*STATEMENTS.filled("save", _row(after))) is None:
                raise StaleError(known.version)

    async def put(self, places: Sequence[SharedPlace], told: Callable[[int], None] = lambda _: None) -> Imported:
        """Adds what is new; of what is known, the kind, and notes where they are given. All of them or none."""
        counts: Counter[str] = Counter()
        async with session(self._pool) as connection, connection.transaction():
            for done, place in enumerate(places, start=1):
                counts[await _put(connection, place)] += 1
                if done % _TOLD_EVERY == 0:
                    told(done)
        return Imported(**counts)


async def _put(connection: Session, place: SharedPlace) -> str:
    known = await _namesake(connection, place)
    if known is None:
        await connection.execute(*STATEMENTS.filled("insert", _row(place)))
        return "added"
    row = await connection.fetchrow(STATEMENTS["get_held"], known)
    if row is None:  # nobody deletes places
        raise GoneError("place", known)
    before = PLACE.of(row)
    after = replace(before, kind=place.kind, notes=place.notes or before.notes)
    if after == before:
        return "unchanged"
    await connection.execute(*STATEMENTS.filled("save", _row(replace(after, version=before.version + 1))))
    return "changed"


async def _namesake(connection: Session, place: SharedPlace) -> int | None:
    found = await connection.fetchval(STATEMENTS["namesake"], key_of(place), place.id)
    return None if found is None else int(found)


def _row(place: SharedPlace) -> dict[str, Any]:
    """With what is searched, in which numbers of people are masked."""
    name, building, estate = (mask_text(text) for text in (place.name, place.building, place.estate))
    said = f"{building}栋" if building.isdecimal() else building
    return {
        **PLACE.row(place),
        "searched": searched_of(name, building, estate),
        "spelled": " ".join(spellings(f"{name} {said} {estate}")),
        "same_as": key_of(place),
    }
