"""What may be asked and told about callbacks."""

from typing import Literal

from pydantic import Field

from kit.http.bodies import Body, Id, Named, Words
from kit.http.days import Day
from kit.http.pages import Count, Digits, Due, PageOfIds
from kit.http.queries import Flag, Name, Query, Several
from ticketing.bodies import CallRefIn, Dialled, Rating, TicketNumber
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.states import State

CallbacksSort = Literal["due", "-due", "born", "-born"]


class CallbacksQuery(PageOfIds):
    sort: CallbacksSort | None = Field(
        None, description="The order; with `-` the reverse. `born`: by when it came about. Default: `due`"
    )
    mine: Flag | None = Field(None, description="true: only those that the caller has claimed or is to call")
    state: Several[State] | None = None
    open: Flag | None = Field(None, description="true: pending or calling")
    reason: Several[Reason] | None = None
    due: Due | None = Field(None, description="Open callbacks due today, due within the hour, or overdue")
    ready: Flag | None = Field(None, description="true: an attempt is allowed now, and nobody else is to make it")
    assigned_to: Several[Name] | None = Field(None, description="Whom a dispatcher gave it to")
    uncalled: Day | None = Field(None, description="About tickets that the callback rate of this day still misses")
    household: Count | None = Field(None, ge=1)
    building: Several[Name] | None = None
    phone: Digits | None = Field(None, description="A phone number, in any form")
    ticket: Name | None = None


class RatesQuery(Query):
    date: Day | None = Field(None, description="The local day; today by default")


class NewCallback(Body):
    """A callback that somebody asked for. Give one of phone, household or ticket."""

    phone: Dialled = ""
    household: Id | None = None
    ticket: TicketNumber | None = None


class AssignCallback(Body):
    assignee: Named | None = Field(description="A name from the list of agents; null: whoever is free")


class CallbackOutcome(Body):
    """A person's statement about a callback that no call proves. It is counted separately."""

    state: Literal["reached", "unreachable", "cancelled", "pending"] | None = None
    why: Words = ""
    call: CallRefIn | None = Field(None, description="The call of this callback, if it was not recognised")
    rating: Rating | None = Field(None, description="Stored on the ticket")
    rating_comment: Words = ""
