"""A form that carries the values it was drawn with. Only what its reader changed is sent on, so that nobody overwrites
what somebody else changed meanwhile; after a conflict both texts are shown. Pure."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

_NAMES, _WAS = "drawn", "was-"
_CHOSEN = frozenset({"category", "priority", "valid", "where"})


class Form(NamedTuple):
    typed: Mapping[str, str]
    was: Mapping[str, str]  # by field, as the form was drawn; none of a form that does not carry it


class Apart(NamedTuple):
    """A field that somebody else changed while this reader was typing."""

    name: str
    was: str
    now: str
    mine: str | None  # None: this reader did not touch it


def form_of(sent: Mapping[str, str]) -> Form:
    """The form as a browser sends it. Fields that were left empty are missing."""
    was = {name: sent.get(_WAS + name, "") for name in sent.get(_NAMES, "").split()}
    return Form({name: text for name, text in sent.items() if name != _NAMES and not name.startswith(_WAS)}, was)


def changes_of(form: Form) -> dict[str, str]:
    """What the reader changed, and what is no field of this kind. A text that they removed is an empty one."""
    others = {name: text for name, text in form.typed.items() if name not in form.was}
    return others | {name: text for name, text in _fields(form) if not _same(text, form.was[name])}


def apart(form: Form, now: Mapping[str, str]) -> list[Apart]:
    """What others changed since the form was drawn."""
    mine = dict(_fields(form))
    return [
        Apart(name, was, now[name], None if _same(mine[name], was) else mine[name])
        for name, was in form.was.items()
        if not _same(was, now[name])
    ]


def _fields(form: Form) -> Iterator[tuple[str, str]]:
    """A choice cannot be taken back: where none was sent, it is as it was."""
    for name, was in form.was.items():
        yield name, form.typed.get(name, was if name in _CHOSEN else "")


def _same(one: str, other: str) -> bool:
    """A field of one line has no line breaks, and browsers write them in their own way."""
    return one.split() == other.split()
