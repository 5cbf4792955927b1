"""What can be asked about what people tell and do: readings, duties, and with them what was found."""

from thirdring.web.auth.roles import MANAGERS
from thirdring.web.operation import Operation
from thirdring.web.quality import duties, duty_bodies, duty_models, reading_bodies, reading_models, readings
from thirdring.web.quality.ask import served
from thirdring.web.quality.inspection_operations import INSPECTIONS, NONCONFORMITIES

_READING = "/api/v1/readings/{id}"
_NO_READING = {404: "No such reading"}

READINGS = (
    Operation(
        "listReadings",
        "/api/v1/readings",
        "Readings as last corrected, the newest day first",
        served(readings.list_readings),
        query=reading_bodies.ReadingsQuery,
        answer=reading_models.ReadingPage,
    ),
    Operation(
        "tellReading",
        "/api/v1/readings",
        "So many of so many on a day; the same words twice are told once",
        served(readings.new_reading, 201),
        method="POST",
        status=201,
        body=reading_bodies.NewReading,
        answer=reading_models.ReadingOut,
        problems={409: "It is known otherwise; `current` is what there is, to be corrected"},
    ),
    Operation(
        "getReading",
        _READING,
        "One reading with all its versions",
        served(readings.one_reading),
        answer=reading_models.ReadingOut,
        problems=_NO_READING,
    ),
    Operation(
        "correctReading",
        f"{_READING}/corrections",
        "A further version, which counts from now on; the ones before it stay",
        served(readings.correct),
        method="POST",
        body=reading_bodies.Correction,
        answer=reading_models.ReadingOut,
        roles=MANAGERS,
        if_match=True,
        problems={
            **_NO_READING,
            409: "Corrected meanwhile; `current` is what there is now",
            428: "If-Match is missing",
        },
    ),
)

_DUTY = "/api/v1/duties/{id}"
_NO_DUTY = {404: "No such duty"}
_CHANGED_DUTY = {**_NO_DUTY, 409: "Changed meanwhile; `current` is what there is now"}

DUTIES = (
    Operation(
        "listDuties",
        "/api/v1/duties",
        "Duties of a day, those that end first before the others",
        served(duties.list_duties),
        query=duty_bodies.DutiesQuery,
        answer=duty_models.DutyPage,
    ),
    Operation(
        "getDuty",
        _DUTY,
        "One duty with its history",
        served(duties.one_duty),
        answer=duty_models.DutyOut,
        problems=_NO_DUTY,
    ),
    Operation(
        "doDuty",
        f"{_DUTY}/done",
        "It is done: by whoever asks, now",
        served(duties.do_duty),
        method="POST",
        body=duty_bodies.DutyDone,
        answer=duty_models.DutyOut,
        problems=_CHANGED_DUTY,
    ),
    Operation(
        "actOnDuty",
        f"{_DUTY}/actions",
        "Sign that it was done, return it, or call it off",
        served(duties.act_on_duty),
        method="POST",
        body=duty_bodies.DutyAction,
        answer=duty_models.DutyOut,
        roles=MANAGERS,
        if_match=True,
        problems={**_CHANGED_DUTY, 428: "If-Match is missing"},
    ),
)

QUALITY_OPERATIONS = (*READINGS, *DUTIES, *INSPECTIONS, *NONCONFORMITIES)
