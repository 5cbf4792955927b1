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
        problems={404: "No such finding", **CHANGED_RECORD},
    ),
)
