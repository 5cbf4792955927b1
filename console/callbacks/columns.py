"""What the list of callbacks has in a file. Its page always shows the same columns. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.frame.columns import Column
from console.frame.fields import Field, Words, plain, said, time
from console.frame.navigation import marked

HEADS = (
    Column("due", marked("Due"), sort="due"),
    Column("born", marked("Since"), sort="born"),
    Column("reason", marked("Why")),
    Column("phone", marked("Whom")),
    Column("ticket", marked("Ticket")),
    Column("state", marked("State")),
    Column("deeds", marked("What to do")),
)
COLUMNS = (Column("due", marked("Due")), Column("all", marked("State")))


def _tries(row: Any, words: Words) -> str:
    tries = [
        f"{words.time(each['at'])} {each['agent']} {words.said(each['outcome'], 'callback_outcome')}"
        for each in row["attempts"]
    ]
    return "; ".join(tries)


def _whose(row: Any, _words: Words) -> str:
    return str(row["claimed_by"] or row["assigned_to"] or "")


FIELDS: Mapping[str, Sequence[Field]] = {
    "due": (time(marked("Due"), "due_at"),),
    "all": (
        time(marked("Since"), "born_at"),
        said(marked("Why"), "reason", "callback_reason"),
        plain(marked("Whom"), "phone"),
        plain(marked("Ticket"), "ticket"),
        said(marked("State"), "state", "callback_state"),
        Field(marked("Assigned to"), _whose),
        Field(marked("Attempts"), _tries),
    ),
}
