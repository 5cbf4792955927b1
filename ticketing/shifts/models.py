"""What the API answers about shifts, field by field."""

from datetime import date as day_of
from typing import Literal

from pydantic import Field

from kit.http.out import Out, PageOut
from kit.http.shown import Plain
from kit.http.wire import Instant
from ticketing.shifts.on_duty import Part


class LiveShiftOut(Out):
    at: Instant
    what: Literal["roster", "absence", "note", "taken"] = Field(
        description="What changed: who is on a turn, who is away, a note for the next shift, or that it was taken over"
    )
    shift: str | None = Field(description="Of this turn; null: of several, or of none")
    day: day_of | None


class ShiftTitleOut(Out):
    zh: str
    en: str


class ShiftOut(Out):
    """One of the settings."""

    name: str
    title: ShiftTitleOut
    begins: str = Field(description="Local time, such as 08:00")
    ends: str = Field(description="Local time; not later than the begin: on the next day")
    people_min: int


class SeatOut(Out):
    person: Plain
    part: Part
    taken_by: Plain | None = Field(
        description="Who is there: the person, or their stand-in while they are away; null: nobody"
    )


class TurnOut(Out):
    """A shift on one day."""

    shift: str
    title: ShiftTitleOut
    day: day_of = Field(description="The local day on which it begins")
    begins: Instant
    ends: Instant = Field(description="The first instant after it")
    version: int = Field(description="Also the ETag; a change sends it as If-Match. 0: nobody was entered yet")
    seats: list[SeatOut] = Field(description="As they are now; before the turn as at its begin")
    people_min: int
    is_short: bool = Field(description="Fewer people than it needs, at some moment of what is left of it")
    note_count: int = Field(description="Notes for the next shift")
    waiting_note_count: int = Field(description="Those that nobody took over")
    takes_notes: bool = Field(description="Whether a note may be written on it now")
    entered_by: Plain | None = Field(description="Who entered its people last")
    entered_at: Instant | None


class ShiftsOut(Out):
    items: list[TurnOut] = Field(description="In the order of their begins")
    shifts: list[ShiftOut] = Field(description="Those of the settings; empty: this site has no shifts")
    people: list[str] = Field(
        description="Who may be entered: users, agents, workmen of trades, and who is entered. None for a workman"
    )


class HandoverOut(Out):
    id: int
    shift: str
    title: ShiftTitleOut
    day: day_of
    text: str
    written_by: Plain
    written_at: Instant
    taken_by: Plain | None = Field(description="Who took it over; null: nobody yet")
    taken_at: Instant | None


class HandoversOut(Out):
    items: list[HandoverOut] = Field(description="Oldest first")


class DutyNowOut(Out):
    at: Instant
    turns: list[TurnOut] = Field(description="Those that run")
    people: list[str] = Field(description="Who is on duty, without duty managers")
    managers: list[str]
    next: TurnOut | None = Field(description="The turn that begins next, within a week")
    notes: list[HandoverOut] = Field(
        description="Notes that nobody took over, of the turns that run and of the last two that ended; oldest first"
    )


class AbsenceOut(Out):
    id: int
    version: int = Field(description="Also the ETag; a change sends it as If-Match")
    person: Plain
    stand_in: Plain | None
    since: Instant
    until: Instant = Field(description="The first instant at which they are back")
    note: str
    entered_by: Plain
    entered_at: Instant


class AbsencesOut(PageOut[AbsenceOut]):
    """In the order of their begins."""
