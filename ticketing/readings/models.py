"""What the API answers about readings, field by field."""

from datetime import date

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant


class VersionOut(Out):
    version: int
    met: int | float
    total: int | float
    unit: str
    evidence: str
    who: str
    at: Instant
    why: str = Field(description="The reason, for a correction")


class ReadingOut(Out):
    id: int
    objective: int
    day: date
    series: str
    version: int = Field(description="Also the ETag; corrections send it as If-Match")
    met: int | float
    total: int | float
    unit: str
    evidence: str
    who: str
    at: Instant
    why: str
    history: list[VersionOut] = Field(description="All versions, oldest first; empty in lists")


class ReadingPage(Out):
    items: list[ReadingOut]
    next: str | None = Field(description="The cursor of the next page; null on the last page")
