"""What can be asked about inspections, what they found, and what came of it."""

from ticketing.http.ways import read, write
from ticketing.inspections import door as inspections
from ticketing.inspections import findings_door as findings
from ticketing.inspections import patrol_door as patrol
from ticketing.inspections.bodies import FindingAction, FindingsQuery, InspectionIn, InspectionsQuery
from ticketing.inspections.models import (
    FormPage,
    InspectionFindingOut,
    InspectionFindingPage,
    InspectionOut,
    InspectionPage,
)

_INSPECTION = "/api/v1/inspections/{id}"
_FINDING = "/api/v1/findings/{id}"
_NO_FINDING = {404: "No such finding"}

INSPECTIONS = (
    *patrol.OPERATIONS,
    read(
        "listForms",
        "/api/v1/forms",
        "List the inspection forms, with the findings to re-check in the next weekly one",
        inspections.list_forms,
        FormPage,
    ),
    read(
        "listInspections",
        "/api/v1/inspections",
        "List inspections, newest day first",
        inspections.list_inspections,
        InspectionPage,
        InspectionsQuery,
    ),
    write(
        "fillInForm",
        "/api/v1/inspections",
        "Create an inspection: completes its duty, opens findings, raises nonconformities for major ones",
        inspections.fill_in,
        InspectionOut,
        InspectionIn,
        status=201,
        problems={409: "The duty or a finding was changed by somebody else; load it again"},
    ),
    read(
        "getInspection",
        _INSPECTION,
        "Return an inspection with all its results",
        inspections.one_inspection,
        InspectionOut,
        problems={404: "No such inspection"},
    ),
    read(
        "listInspectionFindings",
        "/api/v1/findings",
        "List findings, newest first",
        findings.list_findings,
        InspectionFindingPage,
        FindingsQuery,
    ),
    read(
        "getFinding",
        _FINDING,
        "Return a finding with its history",
        findings.one_finding,
        InspectionFindingOut,
        problems=_NO_FINDING,
    ),
    write(
        "actOnFinding",
        f"{_FINDING}/actions",
        "Correct a minor finding by word, or escalate it to a nonconformity",
        findings.act_on_finding,
        InspectionFindingOut,
        FindingAction,
        current=findings.one_finding,
        if_match=True,
        problems=_NO_FINDING,
    ),
)
