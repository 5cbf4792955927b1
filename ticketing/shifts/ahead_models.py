"""Who is on shift from one instant to another, as it is answered."""

from pydantic import Field

from kit.http.out import Out
from kit.http.shown import Plain
from kit.http.wire import Instant


class SpanOut(Out):
    """Nobody comes or goes in it."""

    since: Instant
    until: Instant = Field(description="The first instant after it")
    people: list[Plain] = Field(description="Who is on, duty managers left out; of who is away their stand-in")
    managers: list[Plain] = Field(description="The duty managers")


class SpansOut(Out):
    """Where nobody is on shift, there is no span. Without shifts there is none."""

    items: list[SpanOut]
