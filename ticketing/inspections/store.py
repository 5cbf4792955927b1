"""Findings in PostgreSQL: each change is a row, decided on a version."""

from collections.abc import Sequence
from pathlib import Path

from kit.database.columns import Columns
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.refusals import GoneError, StaleError
from ticketing.inspections.findings import Action, Change, Finding, Told, act
from ticketing.news import FindingNews

FINDING = Columns(Finding)
CHANGE = Columns(Change, more=("finding",))
STATEMENTS = read_statements(Path(__file__).with_name("inspections.sql"), change=CHANGE)


async def change_finding(
    connection: Session, number: int, action: Action, told: Told, version: int | None = None
) -> FindingNews:
    """Within a transaction; decided on this version, where one is named. Raises GoneError, StaleError, RefusedError."""
    row = await connection.fetchrow(STATEMENTS["finding"], number)
    if row is None:
        raise GoneError("finding", number)
    finding = FINDING.of(row)
    if version is not None and version != finding.version:
        raise StaleError(finding.version)
    after, change = act(finding, action, told)
    if await connection.fetchval(STATEMENTS["save_finding"], number, finding.version, after.state) is None:
        raise StaleError(finding.version + 1)
    await note(connection, number, change)
    return FindingNews(after, action, told.at_us)


async def note(connection: Session, number: int, change: Change) -> None:
    await connection.execute(*STATEMENTS.filled("note_finding", CHANGE.row(change), finding=number))


async def histories(connection: Session, numbers: Sequence[int]) -> dict[int, list[Change]]:
    found: dict[int, list[Change]] = {number: [] for number in numbers}
    for row in await connection.fetch(STATEMENTS["history_of_findings"], list(numbers)):
        found[row["finding"]].append(CHANGE.of(row))
    return found
