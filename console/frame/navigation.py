"""Where one can go, by role. Pure."""

from collections.abc import Sequence
from typing import NamedTuple

from kit.roles import READERS, WORKERS, Role


def marked(text: str) -> str:
    """To be translated when it is drawn."""
    return text


class Entry(NamedTuple):
    path: str
    title: str
    roles: frozenset[Role] = READERS


ENTRIES = (
    Entry("/desk", marked("My desk")),
    Entry("/tickets", marked("Tickets"), WORKERS),
    Entry("/callbacks", marked("Callbacks")),
    Entry("/calls", marked("Calls")),
    Entry("/sheet", marked("Quality sheet")),
)


def entries(role: Role) -> Sequence[Entry]:
    return [entry for entry in ENTRIES if role in entry.roles]
