"""The pages of duties."""

from console.duties import door
from console.frame.page import page
from kit.http.operation import Operation

_DUTY = "/duties/{id}"

PAGES: tuple[Operation, ...] = (
    page("showDuties", "/duties", "The list of duties", door.duties),
    page("showMonthOfDuties", "/duties/month", "A month of duties at a glance", door.month),
    page("showDuty", _DUTY, "A duty with its story", door.duty),
    page("doDutyByPage", f"{_DUTY}/done", "Tell that a duty is done", door.do, "POST"),
    page("actOnDutyByPage", f"{_DUTY}/actions", "Sign, return or call off a duty", door.act, "POST"),
)
