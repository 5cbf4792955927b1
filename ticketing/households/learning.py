"""Numbers that are learned: somebody said whose the number of a call is. docs/ticketing.md has the table of cases."""

from pathlib import Path
from typing import NamedTuple

from kit.database.instants import stored
from kit.database.pool import Session
from kit.database.statements import read_statements

STATEMENTS = read_statements(Path(__file__).with_name("learning.sql"))


class Tie(NamedTuple):
    """Somebody gave the ticket of a call this household; None: took the household away."""

    number: str
    household: int | None
    ticket: str
    who: str
    at_us: int


async def learn(connection: Session, tie: Tie) -> None:
    """Within the transaction that changes the ticket."""
    await connection.execute(STATEMENTS["unlearn_from"], tie.ticket, tie.household)
    if tie.household is not None and tie.number.startswith("+"):
        values = {"at": stored(tie.at_us), **tie._asdict()}
        values.pop("at_us")
        await connection.execute(*STATEMENTS.filled("learn", values))
