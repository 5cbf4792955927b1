"""What the API answers about today, field by field. Nothing here names a place, a number of a phone, or a
person who is not on shift."""

from datetime import date

from pydantic import Field

from kit.http.out import Out, Seconds
from kit.http.wire import Instant
from metrics.objectives.standing import Status


class RiskOut(Out):
    key: str = Field(description="tickets_overdue, tickets_soon, complaints_unanswered, callbacks_overdue …")
    count: int
    rows: str = Field(description="The path of the list with these rows")


class HourOut(Out):
    from_: Instant = Field(alias="from")
    to: Instant
    calls: int = Field(description="Inbound calls that arrived in this hour")
    counted: int = Field(description="Those with a verdict")
    in_time: int


class RescuedOut(Out):
    """Calls of today for which the service had more phones ring."""

    rescued: int
    saved: int = Field(description="Those that one of these phones answered in time")


class TodayOut(Out):
    at: Instant
    date: date
    risks: list[RiskOut]
    hours: list[HourOut] = Field(description="From the first hour with a call to the last one")
    help: RescuedOut


class PromiseOut(Out):
    met: float
    eligible: float
    ratio: float | None = Field(description="met / eligible; null if nothing was eligible")
    target: float
    status: Status
    more: int = Field(description="How many more are needed to reach the target")
    by: Instant | None = Field(description="Until when; null: not known, not needed, or too late")


class FiguresOut(Out):
    at: Instant = Field(description="When they were read")
    answered: PromiseOut = Field(description="Calls of today that were answered within the rings")
    called_back: PromiseOut = Field(description="Tickets resolved today with a connected call")
    help: RescuedOut
    risks: list[RiskOut]


class RingingOut(Out):
    arrived_at: Instant
    alerted_at: Instant | None = Field(description="When the first phone began to ring; null: none has yet")


class ShiftTitleOut(Out):
    zh: str
    en: str


class OnShiftOut(Out):
    title: ShiftTitleOut
    begins: Instant
    ends: Instant
    people: list[str] = Field(description="Who is there, or stands in; duty managers are apart")
    managers: list[str]
    missing: int = Field(description="So many people it lacks")


class WallOut(Out):
    at: Instant
    run: str = Field(description="Changes when the service is restarted")
    period_seconds: Seconds = Field(description="The length of one ring")
    rings_within: int
    ringing: list[RingingOut] = Field(description="Calls that nobody has answered yet, the oldest first; at most 30")
    ringing_count: int = Field(description="All of them")
    on_shift: list[OnShiftOut] = Field(description="Shifts that run, then the next one; empty: the site has no shifts")
    figures: FiguresOut | None = Field(description="At most some seconds old; null: the database has not answered yet")
