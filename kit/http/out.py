"""The bases of the answers of the HTTP API."""

from typing import Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

from kit.http.wire import Instant

Seconds = float
Item = TypeVar("Item")


class Out(BaseModel):
    model_config = ConfigDict(extra="forbid", populate_by_name=True, serialize_by_alias=True, defer_build=True)


class PageOut(Out, Generic[Item]):
    """A page of a list."""

    items: list[Item]
    next: str | None = Field(description="The cursor of the next page; null on the last page")


class ChangeOut(Out):
    """One row of a history. Which words `what` may be, each history says for itself."""

    version: int = Field(description="The version after this change")
    at: Instant
    who: str
    what: str
    why: str
