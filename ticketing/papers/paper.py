"""What stands on a paper. Pure: `paper.typ` lays it out."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, tzinfo
from typing import Any, NamedTuple

from kit.i18n import Language

Translate = Callable[[str], str]


class Words(NamedTuple):
    """How a paper is said, for whom, and when."""

    language: Language
    say: Translate
    zone: tzinfo

    def at(self, instant: datetime | None) -> str:
        return "" if instant is None else instant.astimezone(self.zone).strftime("%Y-%m-%d %H:%M")


class Box(NamedTuple):
    """A text with its heading, and at least so many empty lines to write on."""

    heading: str
    text: str = ""
    lines: int = 0


@dataclass(frozen=True, slots=True)
class Paper:
    language: Language
    title: str
    number: str
    head: Sequence[tuple[str, str]]  # empty: filled in by hand
    boxes: Sequence[Box]
    signatures: Sequence[str]
    columns: Sequence[str] = ()  # of a table, if there is one
    widths: Sequence[int] = ()  # of its columns, in millimetres; 0: what is left
    rows: Sequence[Sequence[str]] = ()
    notes: Sequence[str] = ()
    colon: str = ": "
    date: str = ""  # beside each signature

    def content(self) -> dict[str, Any]:
        return {**asdict(self), "boxes": [box._asdict() for box in self.boxes]}
