"""What may be asked and told about callbacks."""

from typing import Literal

from pydantic import Field

from kit.http.bodies import Body, Id, Words
from kit.http.pages import Count, Day, Digits, Due, Page
from kit.http.queries import Flag, Name, Query
from ticketing.bodies import CallRef, Dialled, Rating, TicketNumber
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.states import State


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


class NewCallback(Body):
    """Somebody asked to be called. One of phone, household and ticket says whom."""

    phone: Dialled = ""
    household: Id | None = None
    ticket: TicketNumber | None = None


class CallbackOutcome(Body):
    """What a person says. A call proves itself; this is for what was seen by nobody, and counts apart."""

    state: Literal["reached", "unreachable", "cancelled", "pending"] | None = None
    why: Words = ""
    call: CallRef | None = Field(None, description="The call that was about it, where that was not seen by itself")
    rating: Rating | None = Field(None, description="Stored on the ticket")
    rating_comment: Words = ""
