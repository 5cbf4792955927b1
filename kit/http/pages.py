"""The query parameters of every list."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from kit.http.queries import PAGE_LIMIT_MAX, Query, read_count

Count = Annotated[int, BeforeValidator(read_count)]


Searched = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]


Digits = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9+() -]+$")]


Due = Literal["today", "soon", "overdue"]


class Page(Query):
    limit: Count = Field(100, ge=1, le=PAGE_LIMIT_MAX, description="Items per page")
    cursor: str | None = Field(None, min_length=1, max_length=2048, description="`next` of the previous page")
