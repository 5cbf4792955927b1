"""What people wrote, stored masked as well, for those to search who may not see numbers.

A trigger empties the column whenever the words change, so that nobody who writes has to think of it. Whoever changes
how numbers are masked empties it for all, in a migration.
"""

from collections.abc import Callable
from pathlib import Path

from kit.database.pool import DatabasePool, Record, Session, session
from kit.database.statements import read_statements
from telephony.masking import mask_text
from ticketing.households.household import Place

STATEMENTS = read_statements(Path(__file__).with_name("searched.sql"))
_AT_ONCE = 1_000


async def mask_all(pool: DatabasePool) -> int:
    """How much was masked."""
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
                masked = ["\n".join(map(mask_text, words(row))) for row in rows]
                await connection.execute(STATEMENTS[f"{kind}_masked"], [row[0] for row in rows], masked)
        done += len(rows)
    return done


def _of_ticket(row: Record) -> tuple[str, ...]:
    return row["title"], row["contact"], row["resolution"]


def _of_household(row: Record) -> tuple[str, ...]:
    """The first line is its place."""
    place = Place(row["estate"], row["building"], row["unit"], row["room"])
    return " ".join(place.short.split()), place.estate, row["notes"] or ""


def _of_resident(row: Record) -> tuple[str, ...]:
    return (row["name"],)


_WORDS: dict[str, Callable[[Record], tuple[str, ...]]] = {
    "tickets": _of_ticket,
    "households": _of_household,
    "residents": _of_resident,
}
