"""A search for words among households, by an index where few have them: see `ticketing.tickets.found`."""

from pathlib import Path

from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.pinyin import asked
from ticketing.http.lists import LEAST_SEARCHED, for_case_of, number_end, part_of
from ticketing.http.place_words import in_each, place_said

STATEMENTS = read_statements(Path(__file__).with_name("found.sql"))
FEW = 500


async def few_found(connection: Session, text: str, *, masked: bool) -> list[int] | None:
    """The ids of the households with these words; None where they may be many. `masked`: the words as they are seen by
    who may not see numbers."""
    if len(text) < LEAST_SEARCHED:
        return None
    statement = for_case_of(text, STATEMENTS["found_masked" if masked else "found"])
    said = place_said(text)
    values = (part_of(text), text, asked(text), *said, FEW + 1, in_each(said.patterns), number_end(text))
    rows = await connection.fetch(statement, *values)
    return None if len(rows) > FEW else [row["id"] for row in rows]
