"""What people wrote, stored masked as well, for those to search who may not see numbers; names, places
and titles also as they are typed in Latin letters, from the masked words.

A trigger empties the columns whenever the words change, so that nobody who writes has to think of it. Whoever changes
how numbers are masked empties them for all, in a migration.
"""

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from kit.pinyin import heard, spellings
from telephony.masking import mask_text
from ticketing.households.household import Place

STATEMENTS = read_statements(Path(__file__).with_name("searched.sql"))
_AT_ONCE = 1_000


async def mask_all(pool: DatabasePool) -> int:
    """How many rows were masked."""
    done = 0
    while True:
        async with session(pool) as connection:
            some = await mask_some(connection, _AT_ONCE)
        if not some:
            return done
        done += some


async def mask_some(connection: Session, most: int) -> int:
    """At most so many of each kind; how many it was. What somebody else is changing right now is left for later."""
    done = 0
    for kind, words in _WORDS.items():
        async with connection.transaction():
            rows = await connection.fetch(STATEMENTS[f"{kind}_to_mask"], most)
            if rows:
                masked, spelled = await asyncio.to_thread(_made, list(map(words, rows)))
                await connection.execute(STATEMENTS[f"{kind}_masked"], [row[0] for row in rows], masked, spelled)
        done += len(rows)
    return done


class _Words(NamedTuple):
    """`spelled` are names and places, `heard` are sentences."""

    searched: tuple[str, ...]
    spelled: tuple[str, ...]
    heard: str = ""


def _made(found: Sequence[_Words]) -> tuple[list[str], list[str]]:
    """The two columns. In a thread: the first needs the dictionary, and many take a while."""
    return (
        ["\n".join(map(mask_text, words.searched)) for words in found],
        [" ".join(spellings(mask_text(" ".join(words.spelled))) | heard(mask_text(words.heard))) for words in found],
    )


def _of_ticket(row: Record) -> _Words:
    return _Words((row["title"], row["contact"], row["resolution"]), (row["contact"],), row["title"])


def _of_household(row: Record) -> _Words:
    """The first line is its place."""
    place = Place(row["estate"], row["building"], row["unit"], row["room"])
    return _Words((" ".join(place.short.split()), place.estate, row["notes"] or ""), tuple(place))


def _of_resident(row: Record) -> _Words:
    return _Words((row["name"],), (row["name"],))


_WORDS: dict[str, Callable[[Record], _Words]] = {
    "tickets": _of_ticket,
    "households": _of_household,
    "residents": _of_resident,
}
