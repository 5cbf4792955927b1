"""What the API answers about readings, field by field."""

from datetime import date

from pydantic import Field

from kit.http.out import Out, PageOut
from kit.http.wire import Instant
from ticketing.readings.confirming import Action
from ticketing.readings.reading import State


class VersionOut(Out):
    version: int
    met: int | float
    total: int | float
    unit: str
    evidence: str
    state: State
    told_by: str = Field(description="Who entered these figures")
    who: str = Field(description="Who made this version: entered, corrected, confirmed or rejected it")
    at: Instant
    why: str = Field(description="The reason, for a correction or a rejection")


class ReadingOut(Out):
    id: int
    objective: int
    day: date
    series: str
    version: int = Field(description="Also the ETag; corrections and actions send it as If-Match")
    met: int | float
    total: int | float
    unit: str
    evidence: str
    state: State = Field(description="Only a confirmed reading counts for the quality sheet")
    told_by: str = Field(description="Who entered these figures")
    who: str
    at: Instant
    why: str
    possible: list[Action] = Field(description="The actions that are possible now, for a manager")
    history: list[VersionOut] = Field(description="All versions, oldest first; empty in lists")


class ReadingPage(PageOut[ReadingOut]):
    pass


class LiveReadingOut(Out):
    """The data of one `event: reading` of the live stream."""

    at: Instant
    what: str = Field(description="told, confirm, reject or correct")
    id: int
    objective: int
    day: date
    state: State
