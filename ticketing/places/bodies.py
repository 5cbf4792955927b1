"""What may be asked and told about places."""

from typing import Annotated

from pydantic import Field

from kit.http.bodies import Body, Short, Words
from kit.http.pages import Page, Searched
from kit.http.queries import Flag, Name
from ticketing.places.place import PlaceKind

Called = Annotated[str, Field(min_length=1, max_length=100, pattern=r"^[^\x00-\x1f\x7f]*\S[^\x00-\x1f\x7f]*$")]


class PlacesQuery(Page):
    kind: PlaceKind | None = None
    building: Name | None = None
    retired: Flag | None = Field(None, description="true: only retired places; false: only those in use")
    q: Searched | None = Field(None, description="Part of the name, estate or building, in any spelling, or pinyin")


class PlaceIn(Body):
    kind: PlaceKind
    name: Called
    building: Short = Field("", description="Empty: it belongs to the whole estate")
    estate: Short = ""
    notes: Words = ""


class PlacePatch(Body):
    """Omitted fields stay as they are."""

    kind: PlaceKind = PlaceKind.OTHER
    name: Called = "-"
    building: Short = ""
    estate: Short = ""
    notes: Words = ""
    retired: bool = Field(False, description="true: it takes no new tickets; false: it is in use again")
