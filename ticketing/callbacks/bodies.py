"""What may be asked and told about callbacks."""

from typing import Literal

from pydantic import Field

from kit.http.bodies import Body, Id, Words
from kit.http.days import Day
from kit.http.pages import Count, Digits, Due, Page
from kit.http.queries import Flag, Name, Query
from ticketing.bodies import CallRefIn, Dialled, Rating, TicketNumber
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.states import State


class CallbacksQuery(Page):
    mine: Flag | None = Field(None, description="true: only those that the caller has claimed")
    state: State | None = None
    open: Flag | None = Field(None, description="true: pending or calling")
    reason: Reason | None = None
    due: Due | None = Field(None, description="Open callbacks due today, due within the hour, or overdue")
    ready: Flag | None = Field(None, description="true: pending, and an attempt is allowed now")
    household: Count | None = Field(None, ge=1)
    building: Name | None = None
    phone: Digits | None = Field(None, description="A phone number, in any form")
    ticket: Name | None = None


class RatesQuery(Query):
    date: Day | None = Field(None, description="The local day; today by default")


class NewCallback(Body):
    """A callback that somebody asked for. Give one of phone, household or ticket."""

    phone: Dialled = ""
    household: Id | None = None
    ticket: TicketNumber | None = None


class CallbackOutcome(Body):
    """A person's statement about a callback that no call proves. It is counted separately."""

    state: Literal["reached", "unreachable", "cancelled", "pending"] | None = None
    why: Words = ""
    call: CallRefIn | None = Field(None, description="The call of this callback, if it was not recognised")
    rating: Rating | None = Field(None, description="Stored on the ticket")
    rating_comment: Words = ""
