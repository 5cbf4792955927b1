"""The query parameters of every list."""

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field

from kit.http.queries import PAGE_LIMIT_MAX, Query, read_count

Count = Annotated[int, BeforeValidator(read_count)]


Searched = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00]+$")]


Digits = Annotated[str, Field(min_length=1, max_length=40, pattern=r"^[0-9+() -]+$")]


Among = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"^[^\x00-\x1f\x7f]+$")]
"""Identifiers with commas between them: of those, the list answers which ones are what is looked for."""
AMONG_MAX = 50


def among(said: str) -> list[str]:
    return said.split(",")[:AMONG_MAX]


Due = Literal["today", "soon", "overdue"]


class Page(Query):
    limit: Count = Field(100, ge=1, le=PAGE_LIMIT_MAX, description="Items per page")
    cursor: str | None = Field(None, min_length=1, max_length=2048, description="`next` of the previous page")


_ID_LONGEST = 15


class PageOfIds(Page):
    """Of a list whose rows have whole numbers for ids."""

    among: Among | None = Field(None, description="Only these: up to 50 ids with commas between them")

    @property
    def ids(self) -> list[int] | None:
        """None: no filter. A text that is no such number matches nothing."""
        if self.among is None:
            return None
        said = among(self.among)
        return [int(text) for text in said if text.isascii() and text.isdecimal() and len(text) <= _ID_LONGEST]
