"""What can be asked about nonconformities."""

from kit.http.operation import Operation
from ticketing.front.refused import served
from ticketing.front.ways import CHANGED_RECORD
from ticketing.nonconformities import bodies as nonconformity_bodies
from ticketing.nonconformities import door as nonconformities
from ticketing.nonconformities import models as nonconformity_models

_NONCONFORMITY = "/api/v1/nonconformities/{id}"


NONCONFORMITIES = (
    Operation(
        "listNonconformities",
        "/api/v1/nonconformities",
        "List nonconformities, newest first",
        served(nonconformities.list_nonconformities),
        query=nonconformity_bodies.NonconformitiesQuery,
        answer=nonconformity_models.NonconformityPage,
    ),
    Operation(
        "raiseNonconformity",
        "/api/v1/nonconformities",
        "Create a nonconformity; a manager must issue it",
        served(nonconformities.raise_one, 201),
        method="POST",
        status=201,
        body=nonconformity_bodies.NonconformityIn,
        answer=nonconformity_models.NonconformityOut,
    ),
    Operation(
        "getNonconformity",
        _NONCONFORMITY,
        "Return a nonconformity with its history",
        served(nonconformities.one_nonconformity),
        answer=nonconformity_models.NonconformityOut,
        problems={404: "No such nonconformity"},
    ),
    Operation(
        "actOnNonconformity",
        f"{_NONCONFORMITY}/actions",
        "Perform an action on a nonconformity: issue, act, reject, verify, close, reopen, cancel",
        served(nonconformities.act_on_nonconformity),
        method="POST",
        body=nonconformity_bodies.NonconformityAction,
        answer=nonconformity_models.NonconformityOut,
        if_match=True,
        problems={404: "No such nonconformity", **CHANGED_RECORD},
    ),
)
