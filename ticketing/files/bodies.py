"""What may be asked and told about files."""

from typing import Annotated

from pydantic import Field

from kit.http.queries import Name, Query
from kit.http.wire import Instant
from ticketing.files.file import Record

Key = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
"""The sender's own word for one upload or one act, such as a UUID."""


class FilesQuery(Query):
    record: Record
    of: Name = Field(description="The ticket's number, or the id of the record")


class UploadQuery(FilesQuery):
    part: Name | None = Field(None, description="A step of the ticket's procedure, or an item of the inspection")
    title: str = Field("", max_length=200, description="What it shows")
    key: Key | None = Field(None, description="A word of the sender's own: sent again, it makes no second file")
    taken_at: Instant | None = Field(None, description="When it was taken, by the clock of the device")


class RemoveQuery(Query):
    why: str = Field(min_length=1, max_length=4_000, pattern=r"\S", description="Kept in the audit log")
