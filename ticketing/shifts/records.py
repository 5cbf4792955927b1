"""What is stored of shifts besides the roster: who is away, and what a shift leaves for the next one."""

from dataclasses import dataclass, replace
from datetime import date
from unicodedata import category

from kit.refusals import FieldError, RefusedError
from ticketing.shifts.stand_ins import Away

NOTES_MAX = 50
"""Of a turn."""
_BLANKS = "\u115f\u1160\u2800\u3164\uffa0"  # letters and signs of which nothing is seen


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence:
    id: int = 0
    version: int = 1
    person: str
    stand_in: str | None = None
    since_us: int
    until_us: int
    note: str = ""
    entered_by: str
    entered_at_us: int

    @property
    def away(self) -> Away:
        return Away(self.person, self.stand_in, self.since_us, self.until_us)

    def require_right(self) -> None:
        """Raises FieldError."""
        if self.until_us <= self.since_us:
            raise FieldError("until", "must be later than since", "An absence ends after it begins.")
        if self.stand_in == self.person:
            raise FieldError("stand_in", "must be somebody else", "Nobody stands in for themselves.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Handover:
    id: int = 0
    shift: str
    day: date
    text: str
    written_by: str
    written_at_us: int
    taken_by: str | None = None
    taken_at_us: int | None = None


class TooManyNotesError(RefusedError):
    def __init__(self) -> None:
        super().__init__(f"This shift has {NOTES_MAX} notes, which is the most: write it on the next one.")


class TakenError(RefusedError):
    status = 409

    def __init__(self) -> None:
        super().__init__("this note was taken over already: load it again")


def require_readable(text: str) -> None:
    """Raises FieldError."""
    if not any(category(each)[0] in "LNPS" and each not in _BLANKS for each in text):
        raise FieldError("text", "must have words that can be read", "There is nothing to read in this note.")


def take(note: Handover, who: str, at_us: int) -> Handover:
    """Whoever took it over may say so again. Raises TakenError."""
    if note.taken_by == who:
        return note
    if note.taken_by is not None:
        raise TakenError
    return replace(note, taken_by=who, taken_at_us=at_us)
