"""What can be asked about nonconformities."""

from ticketing.front.ways import read, write
from ticketing.nonconformities import door as nonconformities
from ticketing.nonconformities.bodies import NonconformitiesQuery, NonconformityAction, NonconformityIn
from ticketing.nonconformities.models import NonconformityOut, NonconformityPage

_NONCONFORMITY = "/api/v1/nonconformities/{id}"
_NO_NONCONFORMITY = {404: "No such nonconformity"}

NONCONFORMITIES = (
    read(
        "listNonconformities",
        "/api/v1/nonconformities",
        "List nonconformities, newest first",
        nonconformities.list_nonconformities,
        NonconformityPage,
        NonconformitiesQuery,
    ),
    write(
        "raiseNonconformity",
        "/api/v1/nonconformities",
        "Create a nonconformity; a manager must issue it",
        nonconformities.raise_one,
        NonconformityOut,
        NonconformityIn,
        status=201,
    ),
    read(
        "getNonconformity",
        _NONCONFORMITY,
        "Return a nonconformity with its history",
        nonconformities.one_nonconformity,
        NonconformityOut,
        problems=_NO_NONCONFORMITY,
    ),
    write(
        "actOnNonconformity",
        f"{_NONCONFORMITY}/actions",
        "Perform an action on a nonconformity: issue, act, reject, verify, close, reopen, cancel",
        nonconformities.act_on_nonconformity,
        NonconformityOut,
        NonconformityAction,
        current=nonconformities.one_nonconformity,
        if_match=True,
        problems=_NO_NONCONFORMITY,
    ),
)
