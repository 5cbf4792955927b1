"""What can be asked about duties."""

from kit.http.operation import Operation
from kit.roles import MANAGERS
from ticketing.duties import bodies as duty_bodies
from ticketing.duties import door as duties
from ticketing.duties import models as duty_models
from ticketing.front.refused import served

_DUTY = "/api/v1/duties/{id}"
_NO_DUTY = {404: "No such duty"}
_CHANGED_DUTY = {**_NO_DUTY, 409: "Changed by somebody else; `current` is the present state"}

DUTIES = (
    Operation(
        "listDuties",
        "/api/v1/duties",
        "List duties, earliest end first",
        served(duties.list_duties),
        query=duty_bodies.DutiesQuery,
        answer=duty_models.DutyPage,
    ),
    Operation(
        "getDuty",
        _DUTY,
        "Return a duty with its history",
        served(duties.one_duty),
        answer=duty_models.DutyOut,
        problems=_NO_DUTY,
    ),
    Operation(
        "doDuty",
        f"{_DUTY}/done",
        "Mark a duty as done, by the caller and now",
        served(duties.do_duty),
        method="POST",
        body=duty_bodies.DutyDone,
        answer=duty_models.DutyOut,
        problems=_CHANGED_DUTY,
    ),
    Operation(
        "actOnDuty",
        f"{_DUTY}/actions",
        "Perform an action on a duty: sign, return or call off",
        served(duties.act_on_duty),
        method="POST",
        body=duty_bodies.DutyAction,
        answer=duty_models.DutyOut,
        roles=MANAGERS,
        if_match=True,
        problems={**_CHANGED_DUTY, 428: "If-Match is missing"},
    ),
)
