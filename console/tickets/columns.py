"""The columns of the list of tickets, and what each has in a file. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from console.frame.columns import Column
from console.frame.fields import Field, Words, plain, said, time
from console.frame.navigation import marked

COLUMNS = (
    Column("number", marked("Number")),
    Column("title", marked("What it is about")),
    Column("place", marked("Place"), sort="place"),
    Column("status", marked("State")),
    Column("priority", marked("Priority"), sort="priority"),
    Column("assigned", marked("Assigned to")),
    Column("due", marked("Due"), sort="due"),
    Column("opened", marked("Opened"), sort="-opened"),
    Column("phone", marked("Phone number"), shown=False),
    Column("source", marked("How it came"), shown=False),
    Column("resolution", marked("Resolution"), shown=False),
    Column("resolved", marked("Resolved"), shown=False, sort="-resolved"),
    Column("rating", marked("Rating"), shown=False),
)


def _category(row: Any, words: Words) -> str:
    return words.categories.get(row["category"], row["category"])


FIELDS: Mapping[str, Sequence[Field]] = {
    "number": (plain(marked("Number"), "number"),),
    "title": (plain(marked("What it is about"), "title"), Field(marked("Category"), _category)),
    "place": (plain(marked("Place"), "place"), plain(marked("Contact"), "contact")),
    "status": (said(marked("State"), "status", "status"),),
    "priority": (said(marked("Priority"), "priority", "priority"),),
    "assigned": (plain(marked("Assigned to"), "assignee"), plain(marked("Trade"), "trade")),
    "due": (time(marked("Due"), "next_due_at"),),
    "opened": (time(marked("Opened"), "opened_at"),),
    "phone": (plain(marked("Phone number"), "phone"),),
    "source": (said(marked("How it came"), "source", "source"),),
    "resolution": (plain(marked("Resolution"), "resolution"),),
    "resolved": (time(marked("Resolved"), "resolved_at"),),
    "rating": (plain(marked("Rating"), "rating"),),
}
