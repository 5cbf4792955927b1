"""What can be asked of the links of complaints."""

from typing import Any

from kit.http.operation import Operation
from kit.roles import DISPATCHERS
from ticketing.bodies import ResidentQuery
from ticketing.complaint_links import door, page_door
from ticketing.complaint_links.models import ComplaintLinkOut
from ticketing.http.ways import write

_PAGE: dict[str, Any] = {
    "roles": None,
    "query": ResidentQuery,
    "media_type": "text/html",
    "problems": {404: "There is no such link", 410: "The link has ended"},
    "also": (404, 410, 422, 429, 503),
}

COMPLAINT_LINKS = (
    write(
        "newComplaintLink",
        "/api/v1/tickets/{number}/complaint_link",
        "Create the link on which a complainant says whether they are satisfied; an earlier one ends",
        door.new_link,
        ComplaintLinkOut,
        status=201,
        roles=DISPATCHERS,
        problems={404: "No such ticket"},
    ),
    Operation(
        "showComplaintPage", f"{door.PAGE}/{{token}}", "Return the page of a complainant", page_door.show, **_PAGE
    ),
    Operation(
        "sendComplaintPage",
        f"{door.PAGE}/{{token}}",
        "Submit the answer of a complainant; 303 leads back to the page",
        page_door.send,
        method="POST",
        status=303,
        form=True,
        **_PAGE,
    ),
)
