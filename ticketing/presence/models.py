"""What the API answers about who is writing."""

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant


class WritingOut(Out):
    """Also the data of one `event: writing` of the live stream."""

    number: str = Field(description="The number of the ticket")
    who: str
    until: Instant = Field(description="Forgotten then, unless they go on writing")


class WritingsOut(Out):
    items: list[WritingOut]
