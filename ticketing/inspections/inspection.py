"""A form filled in: whether it is whole, and what it found."""

from collections.abc import Collection, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import FieldError, NotYoursError
from kit.roles import Role, reaches
from ticketing.inspections.findings import Severity
from ticketing.inspections.forms import Form


class Result(StrEnum):
    OK = "ok"
    MINOR = "minor"
    MAJOR = "major"
    NOT_APPLICABLE = "not_applicable"


SEVERITY = {Result.MINOR: Severity.MINOR, Result.MAJOR: Severity.MAJOR}


class Checked(NamedTuple):
    item: str
    result: Result
    note: str = ""  # of what is not in order: what and where
    evidence: str = ""


class Recheck(NamedTuple):
    finding: int
    ok: bool
    note: str = ""


class Filled(NamedTuple):
    form: str
    department: str
    day: date
    checked: Sequence[Checked]
    rechecks: Sequence[Recheck] = ()
    notes: str = ""
    idempotency_key: str | None = None
    walk: str | None = None  # the word with which scans of its points were sent


class FormError(FieldError):
    def __init__(self, field: str, text: str, lacking: Sequence[str] = ()) -> None:
        super().__init__(field, text, "The form is not filled in correctly.")
        self.lacking = tuple(lacking)


def check(filled: Filled, form: Form, today: date, unsettled: Collection[int], role: Role) -> None:
    """`unsettled` are the findings that a form which re-checks has to look at again. Raises RefusedError."""
    if not reaches(role, form.owner):
        raise NotYoursError(f"the {form.en}", form.owner)
    if filled.day > today:
        raise FormError("day", "an inspection cannot be in the future")
    told = [one.item for one in filled.checked]
    _each_once("results", told, [item.key for item in form.items], "item")
    bare = [one.item for one in filled.checked if one.result in SEVERITY and not one.note.strip()]
    if bare:
        raise FormError("results", f"results that are not ok need a note: {', '.join(bare)}", bare)
    if not form.rechecks and filled.rechecks:
        raise FormError("rechecks", "only the weekly inspection re-checks findings")
    if form.rechecks:
        looked_at = [f"{one.finding}" for one in filled.rechecks]
        _each_once("rechecks", looked_at, [f"{one}" for one in unsettled], "finding")


def _each_once(field: str, told: Sequence[str], wanted: Sequence[str], what: str) -> None:
    lacking = [name for name in wanted if name not in told]
    unknown = [name for name in told if name not in wanted]
    twice = sorted({name for name in told if told.count(name) > 1})
    for names, text in ((lacking, "lacks"), (unknown, "does not know"), (twice, "has twice")):
        if names:
            raise FormError(field, f"this form {text} the {what}: {', '.join(names)}", lacking)
