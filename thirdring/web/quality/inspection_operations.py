"""What can be asked about inspections, what they found, and what came of it."""

from thirdring.web.operation import Operation
from thirdring.web.quality import (
    findings,
    inspection_bodies,
    inspection_models,
    inspections,
    nonconformities,
    nonconformity_models,
)
from thirdring.web.quality.ask import served

_INSPECTION = "/api/v1/inspections/{id}"
_FINDING = "/api/v1/findings/{id}"
_NONCONFORMITY = "/api/v1/nonconformities/{id}"
_CHANGED = {409: "Changed meanwhile; `current` is what there is now", 428: "If-Match is missing"}

INSPECTIONS = (
    Operation(
        "listForms",
        "/api/v1/forms",
        "The forms of inspections, and the findings that the next weekly one has to look at again",
        served(inspections.list_forms),
        answer=inspection_models.FormPage,
    ),
    Operation(
        "listInspections",
        "/api/v1/inspections",
        "Inspections, the newest day first",
        served(inspections.list_inspections),
        query=inspection_bodies.InspectionsQuery,
        answer=inspection_models.InspectionPage,
    ),
    Operation(
        "fillInForm",
        "/api/v1/inspections",
        "A form filled in: its duty is done, a minor finding is open, a major one has a nonconformity",
        served(inspections.fill_in, 201),
        method="POST",
        status=201,
        body=inspection_bodies.InspectionIn,
        answer=inspection_models.InspectionOut,
        problems={409: "The duty or a finding was changed meanwhile: look again"},
    ),
    Operation(
        "getInspection",
        _INSPECTION,
        "One inspection with all its results",
        served(inspections.one_inspection),
        answer=inspection_models.InspectionOut,
        problems={404: "No such inspection"},
    ),
    Operation(
        "listInspectionFindings",
        "/api/v1/findings",
        "What inspections found, the newest first",
        served(findings.list_findings),
        query=inspection_bodies.FindingsQuery,
        answer=inspection_models.InspectionFindingPage,
    ),
    Operation(
        "getFinding",
        _FINDING,
        "One finding with its history",
        served(findings.one_finding),
        answer=inspection_models.InspectionFindingOut,
        problems={404: "No such finding"},
    ),
    Operation(
        "actOnFinding",
        f"{_FINDING}/actions",
        "A minor finding: corrected, by word, or given a nonconformity by a manager",
        served(findings.act_on_finding),
        method="POST",
        body=inspection_bodies.FindingAction,
        answer=inspection_models.InspectionFindingOut,
        if_match=True,
        problems={404: "No such finding", **_CHANGED},
    ),
)

NONCONFORMITIES = (
    Operation(
        "listNonconformities",
        "/api/v1/nonconformities",
        "Nonconformities, the newest first",
        served(nonconformities.list_nonconformities),
        query=inspection_bodies.NonconformitiesQuery,
        answer=nonconformity_models.NonconformityPage,
    ),
    Operation(
        "raiseNonconformity",
        "/api/v1/nonconformities",
        "Raise one by hand; it is nothing before a manager issues it",
        served(nonconformities.raise_one, 201),
        method="POST",
        status=201,
        body=inspection_bodies.NonconformityIn,
        answer=nonconformity_models.NonconformityOut,
    ),
    Operation(
        "getNonconformity",
        _NONCONFORMITY,
        "One nonconformity with its history",
        served(nonconformities.one_nonconformity),
        answer=nonconformity_models.NonconformityOut,
        problems={404: "No such nonconformity"},
    ),
    Operation(
        "actOnNonconformity",
        f"{_NONCONFORMITY}/actions",
        "Issue, act, reject, verify, close, reopen or cancel it",
        served(nonconformities.act_on_nonconformity),
        method="POST",
        body=inspection_bodies.NonconformityAction,
        answer=nonconformity_models.NonconformityOut,
        if_match=True,
        problems={404: "No such nonconformity", **_CHANGED},
    ),
)
