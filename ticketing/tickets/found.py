"""A search for words among tickets. What few tickets have is found by an index, and the list reads those alone. What
many have is met soon by a list that reads all tickets in its order."""

import re
from pathlib import Path

from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.pinyin import asked
from ticketing.http.lists import LEAST_SEARCHED, for_case_of, number_end, part_of
from ticketing.http.place_words import in_each, place_said
from ticketing.places.place import pieces_of

STATEMENTS = read_statements(Path(__file__).with_name("found.sql"))
FEW = 500
_NEWEST, _COMMON = 300, 10
"""Where so many of the newest tickets have the words, even to ask the index takes longer than the list."""
_NUMBER = re.compile("[0-9-]+")
_PART = 4


async def few_found(connection: Session, text: str, *, masked: bool) -> list[str] | None:
    """The numbers of the tickets with these words; None where they may be many. `masked`: the words as they are seen by
    who may not see numbers."""
    in_number = _parts_of_number(text) if _NUMBER.fullmatch(text) else None
    if in_number == [] or len(text) < LEAST_SEARCHED:
        return None
    common = for_case_of(text, STATEMENTS["common"])
    if await connection.fetchval(common, part_of(text), _NEWEST, asked(text)) >= _COMMON:
        return None
    statement = for_case_of(text, STATEMENTS["found_masked" if masked else "found"])
    pieces = [part_of(piece) for piece in pieces_of(text)]
    said = place_said(text)
    values = (part_of(text), text, pieces, *said, asked(text), in_number, FEW + 1)
    rows = await connection.fetch(statement, *values, in_each(said.patterns), number_end(text))
    return None if len(rows) > FEW else [row["number"] for row in rows]


def _parts_of_number(text: str) -> list[str]:
    return [text[place : place + _PART] for place in range(len(text) - _PART + 1)]
