"""What can be asked about readings."""

from kit.http.operation import Operation
from kit.roles import MANAGERS
from ticketing.front.refused import served
from ticketing.readings import bodies as reading_bodies
from ticketing.readings import door as readings
from ticketing.readings import models as reading_models

_READING = "/api/v1/readings/{id}"


_NO_READING = {404: "No such reading"}


READINGS = (
    Operation(
        "listReadings",
        "/api/v1/readings",
        "List readings in their latest version, newest day first",
        served(readings.list_readings),
        query=reading_bodies.ReadingsQuery,
        answer=reading_models.ReadingPage,
    ),
    Operation(
        "tellReading",
        "/api/v1/readings",
        "Create a reading; the same reading again changes nothing",
        served(readings.new_reading, 201),
        method="POST",
        status=201,
        body=reading_bodies.NewReading,
        answer=reading_models.ReadingOut,
        problems={409: "There is a different reading already; `current` is it, and can be corrected"},
    ),
    Operation(
        "getReading",
        _READING,
        "Return a reading with all its versions",
        served(readings.one_reading),
        answer=reading_models.ReadingOut,
        problems=_NO_READING,
    ),
    Operation(
        "correctReading",
        f"{_READING}/corrections",
        "Correct a reading: adds a version, earlier versions stay",
        served(readings.correct),
        method="POST",
        body=reading_bodies.Correction,
        answer=reading_models.ReadingOut,
        roles=MANAGERS,
        if_match=True,
        problems={
            **_NO_READING,
            409: "Corrected by somebody else; `current` is the present version",
            428: "If-Match is missing",
        },
    ),
)
