"""What the API answers about files, field by field."""

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant
from ticketing.files.file import Record
from ticketing.files.kinds import Kind


class FileOut(Out):
    id: int
    record: Record
    of: str = Field(description="The ticket's number, or the id of the record")
    part: str = Field(description="The step of the ticket's procedure or the item of the inspection; empty: the whole")
    kind: Kind
    size_bytes: int
    width: int | None = Field(description="In pixels; null for a PDF")
    height: int | None
    title: str
    at: Instant = Field(description="When it arrived")
    taken_at: Instant | None = Field(description="By the clock of the device that sent it")
    who: str
    content: str = Field(description="The path of its bytes")
    small: str | None = Field(description="The path of a thumbnail; null for a PDF")
    removable: bool = Field(description="Whether the caller may remove it")


class FilePage(Out):
    items: list[FileOut]
    next: str | None = Field(description="Always null: a record has few files")


class LiveFileOut(Out):
    """The data of one `event: file` of the live stream."""

    at: Instant
    what: str = Field(description="added or removed")
    id: int
    record: Record
    of: str
    part: str
