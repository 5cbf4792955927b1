"""The saved views of the list of tickets: each is an address, so that it can be kept, shared and gone back to. Pure."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from console.frame.navigation import marked


class View(NamedTuple):
    title: str
    query: Mapping[str, str]

    @property
    def path(self) -> str:
        return f"/tickets?{urlencode(self.query)}"


VIEWS: Sequence[View] = (
    View(marked("Open"), {"active": "true"}),
    View(marked("Mine"), {"active": "true", "mine": "true"}),
    View(marked("Overdue"), {"due": "overdue"}),
    View(marked("Due today"), {"due": "today"}),
    View(marked("Unassigned"), {"active": "true", "unassigned": "true"}),
    View(marked("Complaints"), {"active": "true", "category": "complaint"}),
    View(marked("All"), {"limit": "100"}),
)
