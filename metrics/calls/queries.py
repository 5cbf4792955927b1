"""The query parameters of the list of calls."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from kit.http.queries import PAGE_LIMIT_MAX, Flag, Name, Query, read_count
from kit.http.wire import Instant
from metrics.calls.service_level import Excluded
from telephony.facts import Direction, Disposition


class CallsQuery(Query):
    from_: Instant | None = Field(None, alias="from", description="Calls that arrived at or after this time")
    to: Instant | None = Field(None, description="Calls that arrived before this time")
    limit: Annotated[int, BeforeValidator(read_count)] = Field(
        100, ge=1, le=PAGE_LIMIT_MAX, description="Calls per page"
    )
    cursor: str | None = Field(None, min_length=1, max_length=2048, description="`next` of the previous page")
    pbx: Name | None = None
    hotline: Name | None = None
    agent: Name | None = Field(None, description="The first person who answered")
    direction: Direction | None = None
    disposition: Disposition | None = None
    within_target: Flag | None = Field(None, description="true or false; calls that are not counted match neither")
    excluded: Excluded | Literal["any", "none"] | None = Field(
        None,
        description="Why calls are not counted; `any`: all calls that are not counted; `none`: counted calls",
    )
    live: Flag | None = Field(None, description="true: only live calls; false: only ended calls")


class ReceiptQuery(Query):
    lang: Literal["zh", "en"] | None = Field(
        None, description="Language of the texts; by default Accept-Language decides"
    )
