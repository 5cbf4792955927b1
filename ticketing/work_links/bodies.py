"""What may be asked and told about links of work."""

from typing import Annotated

from pydantic import Field

from kit.http.bodies import Body, Short
from kit.http.queries import Query
from kit.http.wire import Instant
from ticketing.files.bodies import Key
from ticketing.work_links.link import What


class WorkAct(Body):
    key: Key = Field(description="A word of the sender's own: sent again, it changes nothing")
    what: What
    at: Instant | None = Field(None, description="When it was done, by the clock of the telephone")
    text: Annotated[str, Field(max_length=2_000, pattern=r"^[^\x00]*$")] = Field(
        "", description="Required for note and done: what was done; for parts: which"
    )
    name: Short = Field("", description="Required to accept the work of a trade: who does")


class WorkUpload(Query):
    key: Key
    taken_at: Instant | None = None
