"""What can be asked about inspections, what they found, and what came of it."""

from kit.http.operation import Operation
from ticketing.front.refused import served
from ticketing.front.ways import CHANGED_RECORD
from ticketing.inspections import bodies as inspection_bodies
from ticketing.inspections import door as inspections
from ticketing.inspections import findings_door as findings
from ticketing.inspections import models as inspection_models

_INSPECTION = "/api/v1/inspections/{id}"
_FINDING = "/api/v1/findings/{id}"

INSPECTIONS = (
    Operation(
        "listForms",
        "/api/v1/forms",
        "List the inspection forms, with the findings to re-check in the next weekly one",
        served(inspections.list_forms),
        answer=inspection_models.FormPage,
    ),
    Operation(
        "listInspections",
        "/api/v1/inspections",
        "List inspections, newest day first",
        served(inspections.list_inspections),
        query=inspection_bodies.InspectionsQuery,
        answer=inspection_models.InspectionPage,
    ),
    Operation(
        "fillInForm",
        "/api/v1/inspections",
        "Create an inspection: completes its duty, opens findings, raises nonconformities for major ones",
        served(inspections.fill_in, 201),
        method="POST",
        status=201,
        body=inspection_bodies.InspectionIn,
        answer=inspection_models.InspectionOut,
        problems={409: "The duty or a finding was changed by somebody else; load it again"},
    ),
    Operation(
        "getInspection",
        _INSPECTION,
        "Return an inspection with all its results",
        served(inspections.one_inspection),
        answer=inspection_models.InspectionOut,
        problems={404: "No such inspection"},
    ),
    Operation(
        "listInspectionFindings",
        "/api/v1/findings",
        "List findings, newest first",
        served(findings.list_findings),
        query=inspection_bodies.FindingsQuery,
        answer=inspection_models.InspectionFindingPage,
    ),
    Operation(
        "getFinding",
        _FINDING,
        "Return a finding with its history",
        served(findings.one_finding),
        answer=inspection_models.InspectionFindingOut,
        problems={404: "No such finding"},
    ),
    Operation(
        "actOnFinding",
        f"{_FINDING}/actions",
        "Correct a minor finding by word, or escalate it to a nonconformity",
        served(findings.act_on_finding),
        method="POST",
        body=inspection_bodies.FindingAction,
        answer=inspection_models.InspectionFindingOut,
        if_match=True,
        problems={404: "No such finding", **CHANGED_RECORD},
    ),
)
