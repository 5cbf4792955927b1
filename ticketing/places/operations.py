"""What can be asked about places."""

from kit.roles import DISPATCHERS
from ticketing.http.ways import read, write
from ticketing.places import door as places
from ticketing.places.bodies import PlaceIn, PlacePatch, PlacesQuery
from ticketing.places.models import PlaceOut, PlacePage

_PLACE = "/api/v1/places/{id}"
_NO_PLACE = {404: "No such place"}

PLACES = (
    read("listPlaces", "/api/v1/places", "List places that are no flats", places.list_places, PlacePage, PlacesQuery),
    write(
        "addPlace",
        "/api/v1/places",
        "Create a place that is no flat",
        places.new_place,
        PlaceOut,
        PlaceIn,
        status=201,
        roles=DISPATCHERS,
        problems={409: "There is a place of this name in this building"},
    ),
    read("getPlace", _PLACE, "Return a place", places.one_place, PlaceOut, problems=_NO_PLACE),
    write(
        "amendPlace",
        _PLACE,
        "Update a place, or retire it",
        places.amend_place,
        PlaceOut,
        PlacePatch,
        method="PATCH",
        roles=DISPATCHERS,
        current=places.one_place,
        if_match=True,
        problems=_NO_PLACE,
    ),
)
