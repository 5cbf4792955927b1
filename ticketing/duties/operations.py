"""What can be asked about duties."""

from kit.http.auth.roles import MANAGERS
from kit.http.operation import Operation
from ticketing.duties import bodies as duty_bodies
from ticketing.duties import door as duties
from ticketing.duties import models as duty_models
from ticketing.front.refused import served

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
