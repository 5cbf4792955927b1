"""What the API answers about places."""

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant
from ticketing.places.place import PlaceKind


class PlaceOut(Out):
    id: int
    version: int = Field(description="Also the ETag; changes send it as If-Match")
    kind: PlaceKind
    estate: str
    building: str = Field(description="Empty: it belongs to the whole estate")
    name: str
    notes: str
    retired_at: Instant | None = Field(description="Since when it takes no new tickets; null: in use")
    open_tickets: int = Field(description="How many tickets about it are not resolved")


class PlacePage(Out):
    items: list[PlaceOut]
    next: str | None = Field(description="The cursor of the next page; null on the last page")
