"""The pages of places."""

from console.frame.page import page
from console.places import door
from kit.http.operation import Operation

_PLACE = "/places/{id}"

PAGES: tuple[Operation, ...] = (
    page("showPlaces", "/places", "The places that are no flats", door.places),
    page("addPlaceByPage", "/places", "Enter a place", door.add, "POST"),
    page("showPlace", _PLACE, "A place and its tickets", door.place),
    page("amendPlaceByPage", f"{_PLACE}/amend", "Change a place", door.amend, "POST"),
    page("retirePlaceByPage", f"{_PLACE}/retire", "Retire a place, or use it again", door.retire, "POST"),
)
