"""What the API answers about links of work, field by field."""

from typing import Literal

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant
from ticketing.duties.models import TitleOut
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Status
from ticketing.work_links.call import Outcome
from ticketing.work_links.link import Standing, Way, What


class WorkLinkMadeOut(Out):
    id: int
    path: str = Field(description="Shown only now: we keep a hash of it")
    url: str | None = Field(description="The whole address, if web.public_url is set")


class WorkActOut(Out):
    what: What
    at: Instant = Field(description="When it arrived here: the clock that counts")
    device_at: Instant | None = Field(description="When it was done, by the clock of the telephone")
    text: str


class WorkCallOut(Out):
    who: str = Field(description="Who was called; empty: the number of the trade")
    trade: str
    called_at: Instant
    answered_at: Instant | None
    ended_at: Instant | None
    outcome: Outcome | Literal[""] = Field(
        description="What came of it; empty: it is on. unknown: the service or its link to the PBX was away"
    )


class WorkLinkOut(Out):
    id: int
    who: str = Field(description="Whom it is for, or who of the trade has accepted it")
    trade: str
    way: Way
    made_at: Instant
    made_by: str
    delivered_at: Instant | None = Field(description="When a robot or mail server took the message")
    failed: str = Field(description="Why the message was not taken")
    read_at: Instant | None
    accepted_at: Instant | None
    ended_at: Instant | None
    acts: list[WorkActOut]
    calls: list[WorkCallOut] = Field(description="Calls by the PBX, since nobody had accepted it")


class WorkLinkPage(Out):
    items: list[WorkLinkOut]
    next: str | None = Field(description="Always null")


class WorkFileOut(Out):
    id: int
    small: str | None
    content: str


class WorkOut(Out):
    standing: Standing
    number: str
    title: str
    category: TitleOut
    place: str | None
    priority: Priority
    status: Status
    paused: bool
    due_at: Instant | None
    trade: str
    accepted: bool = Field(description="Whether somebody has accepted it")
    by_call: str = Field(description="Who accepted it by a call, while no telephone goes on with it; else empty")
    here: bool = Field(description="On this telephone; what follows is for it alone")
    contact: str
    may_call: bool = Field(description="Whether the number may be asked for")
    acts: list[WorkActOut]
    files: list[WorkFileOut]
