"""What may be asked of the desk's lists."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from thirdring.web.queries import PAGE_LIMIT_MAX, Flag, Name, Query, read_count
from thirdring.web.wire import Instant
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.states import State
from ticketing.households.household import Part
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Status

Count = Annotated[int, BeforeValidator(read_count)]
Searched = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]
Digits = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9+() -]+$")]
Due = Literal["today", "soon", "overdue"]


def _read_day(text: object) -> object:
    try:
        if isinstance(text, str) and len(text) == 10 and text.isascii():
            return date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError("must be a day such as 2026-11-25")


def _in_reach(day: Any) -> Any:
    """Its midnights have to exist in every time zone."""
    if not 1900 < day.year < 9999:
        raise ValueError("must be a day between 1901 and 9998")
    return day


Day = Annotated[
    date,
    BeforeValidator(lambda text: _in_reach(_read_day(text))),
    WithJsonSchema({"type": "string", "format": "date"}),
]


class Page(Query):
    limit: Count = Field(100, ge=1, le=PAGE_LIMIT_MAX, description="Items a page")
    cursor: str | None = Field(None, min_length=1, max_length=2048, description="`next` of the page before")


class TicketsQuery(Page):
    from_: Instant | None = Field(None, alias="from", description="Opened at or after this time")
    to: Instant | None = Field(None, description="Opened before this time")
    mine: Flag | None = Field(None, description="true: those of whoever asks")
    status: Status | None = None
    active: Flag | None = Field(None, description="true: open, dispatched or in_progress")
    category: Name | None = None
    priority: Priority | None = None
    assignee: Name | None = None
    due: Due | None = Field(None, description="Active ones due today, within the hour, or already too late")
    household: Count | None = Field(None, ge=1)
    building: Name | None = None
    phone: Digits | None = Field(None, description="A number, in whatever form")
    q: Searched | None = Field(None, description="Part of a number, title, contact, resolution, resident or place")


class CallbacksQuery(Page):
    mine: Flag | None = Field(None, description="true: those that whoever asks has claimed")
    state: State | None = None
    open: Flag | None = Field(None, description="true: pending or calling")
    reason: Reason | None = None
    due: Due | None = Field(None, description="Open ones due today, within the hour, or already too late")
    ready: Flag | None = Field(None, description="true: pending, and the next attempt may be made now")
    household: Count | None = Field(None, ge=1)
    building: Name | None = None
    phone: Digits | None = Field(None, description="A number, in whatever form")
    ticket: Name | None = None


class RatesQuery(Query):
    date: Day | None = Field(None, description="The local day; today where it is left out")


class HouseholdsQuery(Page):
    building: Name | None = None
    housekeeper: Name | None = None
    phone: Digits | None = Field(None, description="A number of theirs, in whatever form")
    q: Searched | None = Field(None, description="Part of a resident's name, the place or the notes")


class ResidentsQuery(Page):
    phone: Digits | None = Field(None, description="Whose number is it; in whatever form. The likeliest first")
    household: Count | None = Field(None, ge=1)
    building: Name | None = None
    part: Part | None = None
    q: Searched | None = Field(None, description="Part of a name or of the place")


class AuditQuery(Page):
    actor: Name | None = Field(None, description="Who did it")
    action: Name | None = Field(None, description="disclosed, unmask, sign_in …")
