"""What can be asked about duties."""

from kit.roles import MANAGERS
from ticketing.duties import door as duties
from ticketing.duties.bodies import DutiesQuery, DutyAction, DutyDone
from ticketing.duties.models import DutyOut, DutyPage
from ticketing.front.ways import read, write

_DUTY = "/api/v1/duties/{id}"
_NO_DUTY = {404: "No such duty"}

DUTIES = (
    read(
        "listDuties",
        "/api/v1/duties",
        "List duties, earliest end first",
        duties.list_duties,
        DutyPage,
        DutiesQuery,
    ),
    read("getDuty", _DUTY, "Return a duty with its history", duties.one_duty, DutyOut, problems=_NO_DUTY),
    write(
        "doDuty",
        f"{_DUTY}/done",
        "Mark a duty as done, by the caller and now",
        duties.do_duty,
        DutyOut,
        DutyDone,
        current=duties.one_duty,
        problems={**_NO_DUTY, 409: "Changed by somebody else; `current` is the present state"},
    ),
    write(
        "actOnDuty",
        f"{_DUTY}/actions",
        "Perform an action on a duty: sign, return or call off",
        duties.act_on_duty,
        DutyOut,
        DutyAction,
        current=duties.one_duty,
        roles=MANAGERS,
        if_match=True,
        problems=_NO_DUTY,
    ),
)
