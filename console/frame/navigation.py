"""Where one can go, by role. Pure."""

from collections.abc import Sequence
from itertools import groupby
from typing import NamedTuple

from kit.roles import ADMINS, DISPATCHERS, MANAGERS, READERS, WORKERS, Role


def marked(text: str) -> str:
    """Marks a text for translation. It is translated when it is drawn."""
    return text


class Entry(NamedTuple):
    path: str
    title: str
    roles: frozenset[Role] = READERS
    group: str = ""  # of pages that belong together
    needs_shifts: bool = False  # only where the site has some
    also: Sequence[str] = ()  # addresses of pages that one reaches from there

    def holds(self, path: str) -> bool:
        """Whether the page at this address belongs to it."""
        return path == self.path or any(path.startswith(each) for each in (self.path, *self.also) if each != "/")


class Group(NamedTuple):
    """Behind one name; those without stand by themselves."""

    title: str
    entries: Sequence[Entry]

    def holds(self, path: str) -> bool:
        return any(entry.holds(path) for entry in self.entries)


_QUALITY = marked("Quality")
ENTRIES = (
    Entry("/", marked("Today"), DISPATCHERS),
    Entry("/desk", marked("My desk")),
    Entry("/tickets", marked("Tickets"), WORKERS, also=("/trades",)),
    Entry("/callbacks", marked("Callbacks")),
    Entry("/households", marked("Households"), also=("/places",)),
    Entry("/calls", marked("Calls")),
    Entry("/shifts", marked("Shifts"), WORKERS, needs_shifts=True),
    Entry("/sheet", marked("Quality sheet"), group=_QUALITY),
    Entry("/duties", marked("Duties"), group=_QUALITY),
    Entry("/inspections", marked("Inspections"), group=_QUALITY, also=("/findings",)),
    Entry("/nonconformities", marked("Nonconformities"), group=_QUALITY),
    Entry("/readings", marked("Readings"), group=_QUALITY),
    Entry("/surveys", marked("Surveys"), MANAGERS, _QUALITY),
    Entry("/admin", marked("Administration"), ADMINS),
)


def menu(role: Role, *, shifts: bool) -> Sequence[Group]:
    known = [entry for entry in ENTRIES if role in entry.roles and (shifts or not entry.needs_shifts)]
    return [Group(title, list(found)) for title, found in groupby(known, lambda entry: entry.group)]
