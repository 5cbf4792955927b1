"""The query parameters of the list of calls."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from kit.http.pages import Among, Count
from kit.http.queries import PAGE_LIMIT_MAX, Flag, Name, Query, Several, read_count
from kit.http.wire import Instant
from metrics.calls.rescued import Rescue
from metrics.calls.service_level import Excluded
from telephony.facts import Direction, Disposition

CallsSort = Literal["arrived", "-arrived", "rang", "-rang"]


class CallsQuery(Query):
    sort: CallsSort | None = Field(
        None,
        description="The order; with `-` the reverse. `rang`: by ring_seconds; calls that nobody heard ring come last. "
        "Default: `-arrived`",
    )
    from_: Instant | None = Field(None, alias="from", description="Calls that arrived at or after this time")
    to: Instant | None = Field(None, description="Calls that arrived before this time")
    limit: Annotated[int, BeforeValidator(read_count)] = Field(
        100, ge=1, le=PAGE_LIMIT_MAX, description="Calls per page"
    )
    cursor: str | None = Field(None, min_length=1, max_length=2048, description="`next` of the previous page")
    pbx: Name | None = None
    hotline: Several[Name] | None = None
    agent: Several[Name] | None = Field(None, description="The first person who answered")
    direction: Direction | None = None
    disposition: Several[Disposition] | None = None
    within_target: Flag | None = Field(None, description="true or false; calls that are not counted match neither")
    excluded: Excluded | Literal["any", "none"] | None = Field(
        None,
        description="Why calls are not counted; `any`: all calls that are not counted; `none`: counted calls",
    )
    rescue: Several[Rescue] | None = Field(
        None, description="Calls for which the service had more phones ring, by what became of them"
    )
    ticket: Name | None = Field(None, description="The number of the ticket they are about")
    household: Count | None = Field(
        None, ge=1, description="The id of the household that they are about, callbacks to it included"
    )
    live: Flag | None = Field(None, description="true: only live calls; false: only ended calls")
    among: Among | None = Field(None, description="Only these: up to 50 ids with commas between them")


class ReceiptQuery(Query):
    lang: Literal["zh", "en"] | None = Field(
        None, description="Language of the texts; by default Accept-Language decides"
    )
