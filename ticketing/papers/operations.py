"""Which papers there are: one for each kind of record."""

from kit.http.operation import Operation
from kit.roles import READERS, WORKERS, Role
from ticketing.bodies import LanguageQuery
from ticketing.papers import door
from ticketing.papers.door import Draws, printed


def _paper(
    identifier: str, path: str, summary: str, kind: str, draws: Draws, roles: frozenset[Role] = READERS
) -> Operation:
    return Operation(
        identifier,
        path,
        f"{summary}; recorded in the audit log",
        printed(kind, draws),
        roles=roles,
        query=LanguageQuery,
        files=("application/pdf",),
        problems={404: "No such record"},
    )


PAPERS = (
    _paper(
        "getWorkOrder",
        "/api/v1/tickets/{number}/paper.pdf",
        "Return the work order of a ticket as a PDF to be signed",
        "work-order",
        door.of_ticket,
        WORKERS,
    ),
    _paper(
        "getReleaseNote",
        "/api/v1/tickets/{number}/release/paper.pdf",
        "Return the release note for goods as a PDF, with fields to fill in by hand",
        "release-note",
        door.of_goods,
    ),
    _paper(
        "getNonconformityPaper",
        "/api/v1/nonconformities/{id}/paper.pdf",
        "Return a nonconformity as a PDF to be signed",
        "nonconformity",
        door.of_nonconformity,
    ),
    _paper(
        "getInspectionPaper",
        "/api/v1/inspections/{id}/paper.pdf",
        "Return an inspection on its form as a PDF to be signed",
        "inspection",
        door.of_inspection,
    ),
)
