"""What can be asked about readings."""

from kit.roles import MANAGERS
from ticketing.front.ways import read, write
from ticketing.readings import door as readings
from ticketing.readings.bodies import Correction, NewReading, ReadingAction, ReadingsQuery
from ticketing.readings.models import ReadingOut, ReadingPage

_READING = "/api/v1/readings/{id}"
_NO_READING = {404: "No such reading"}

READINGS = (
    read(
        "listReadings",
        "/api/v1/readings",
        "List readings in their latest version, newest day first",
        readings.list_readings,
        ReadingPage,
        ReadingsQuery,
    ),
    write(
        "tellReading",
        "/api/v1/readings",
        "Create a reading; a manager's is confirmed, any other waits for a manager",
        readings.new_reading,
        ReadingOut,
        NewReading,
        status=201,
        problems={409: "There is a different reading already; `current` is it, and can be corrected"},
    ),
    read(
        "getReading",
        _READING,
        "Return a reading with all its versions",
        readings.one_reading,
        ReadingOut,
        problems=_NO_READING,
    ),
    write(
        "correctReading",
        f"{_READING}/corrections",
        "Correct a reading: adds a version, earlier versions stay",
        readings.correct,
        ReadingOut,
        Correction,
        current=readings.one_reading,
        roles=MANAGERS,
        if_match=True,
        problems={**_NO_READING, 409: "Corrected by somebody else; `current` is the present version"},
    ),
    write(
        "actOnReading",
        f"{_READING}/actions",
        "Perform an action on a reading that waits: confirm, or reject",
        readings.act_on_reading,
        ReadingOut,
        ReadingAction,
        current=readings.one_reading,
        roles=MANAGERS,
        if_match=True,
        problems=_NO_READING,
    ),
)
