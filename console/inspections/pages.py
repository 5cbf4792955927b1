"""The pages of inspections, their codes and findings."""

from dataclasses import replace

from console.frame.page import page
from console.inspections import codes_door, door, findings_door
from kit.http.operation import Operation

_FINDING = "/findings/{id}"

PAGES: tuple[Operation, ...] = (
    page("showInspections", "/inspections", "The list of inspections", door.inspections),
    page("showInspectionForm", "/inspections/new", "The form of an inspection", door.new),
    page("showPatrolCodes", "/inspections/codes", "The codes that hang at the points of a form", codes_door.codes),
    page("makePatrolCodesByPage", "/inspections/codes", "Make codes, or replace one", codes_door.make, "POST"),
    replace(
        page("printPatrolCodes", "/inspections/codes/sheets", "The codes of a form to print", codes_door.sheets),
        media_type="application/pdf",
    ),
    page("fillInByPage", "/inspections", "Hand in the form of an inspection", door.fill, "POST"),
    page("showInspection", "/inspections/{id}", "An inspection with all its points", door.inspection),
    page("showFindings", "/findings", "What inspections found", findings_door.findings),
    page("showFinding", _FINDING, "A finding with its story", findings_door.finding),
    page("actOnFindingByPage", f"{_FINDING}/actions", "Settle a finding", findings_door.act, "POST"),
)
