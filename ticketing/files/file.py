"""A file of a record: what it belongs to, what is known of it, how many there may be, and who may remove it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kit.instants import DAY_US
from kit.refusals import FieldError, NotYoursError, RefusedError
from kit.roles import Role, reaches
from ticketing.files.kinds import Kind

OWN_FOR_US = DAY_US
"""How long people may remove a file that they added, such as a wrong photo."""


class Record(StrEnum):
    TICKET = "ticket"
    INSPECTION = "inspection"
    DUTY = "duty"
    FINDING = "finding"
    NONCONFORMITY = "nonconformity"


class Subject(NamedTuple):
    """What a file belongs to. `part` is a step of the ticket's procedure or an item of the inspection."""

    record: Record
    of: str  # a ticket's number, else an id
    part: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    id: int
    record: Record
    record_id: str
    part: str = ""
    kind: Kind
    sha256: str
    size_bytes: int
    small_sha256: str = ""  # of its thumbnail; a paper has none
    small_bytes: int = 0
    width: int | None = None
    height: int | None = None
    title: str = ""
    at_us: int  # when it arrived
    taken_at_us: int | None = None  # by the clock of the device that sent it
    who: str
    key: str | None = None

    @property
    def subject(self) -> Subject:
        return Subject(self.record, self.record_id, self.part)


class Limits(NamedTuple):
    file_bytes: int = 10_000_000
    total_bytes: int = 20_000_000_000
    of_record: int = 40


class Kept(NamedTuple):
    """How many files a record has, and the bytes of all files of the site."""

    of_record: int
    total_bytes: int


class FullError(RefusedError):
    status = 507


def require_room(kept: Kept, more_bytes: int, limits: Limits) -> None:
    if kept.of_record >= limits.of_record:
        raise RefusedError(f"This record has {limits.of_record} files, and no room for more: remove one first.")
    if kept.total_bytes + more_bytes > limits.total_bytes:
        raise FullError("The room for files is used up: ask an administrator to raise files.total_bytes_max.")


def require_part(subject: Subject, parts: tuple[str, ...]) -> None:
    if subject.part and subject.part not in parts:
        known = ", ".join(parts) or "none"
        raise FieldError("part", f"is not known here; known: {known}", "The record has no such part.")


def is_removable(file: File, who: str, role: Role, now_us: int) -> bool:
    return reaches(role, Role.MANAGER) or (file.who == who and now_us - file.at_us < OWN_FOR_US)


def require_removable(file: File, who: str, role: Role, now_us: int) -> None:
    if not is_removable(file, who, role, now_us):
        raise NotYoursError("removing a file of others, or after a day,", Role.MANAGER)


def file_name(file: File) -> str:
    """The file name when a browser saves it."""
    ending = {Kind.JPEG: "jpg", Kind.PNG: "png", Kind.PDF: "pdf"}[file.kind]
    return f"{file.record}-{file.record_id}-{file.id}.{ending}"
