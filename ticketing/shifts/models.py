"""What the API answers about shifts, field by field."""

from datetime import date as day_of
from typing import Literal

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant


class LiveShiftOut(Out):
    at: Instant
    what: Literal["roster", "absence", "note", "taken"] = Field(
        description="What changed: who is on a turn, who is away, a note for the next shift, or that it was taken over"
    )
    shift: str | None = Field(description="Of this turn; null: of several, or of none")
    day: day_of | None
