"""What the answers about sheets of every kind have in common."""

from typing import Any, Literal

from pydantic import Field

from kit.http.bodies import Short
from kit.http.out import Out
from kit.http.queries import Query
from kit.sheet_jobs.jobs import SheetJob, SheetState
from kit.sheets.headers import Columns

BAD_SHOWN = 100


class SheetQuery(Query):
    estate: Short = Field("", description="The estate of rows that name none")


class SheetLanguage(Query):
    lang: Literal["zh", "en"] | None = Field(None, description="By default by Accept-Language")


class SheetBadOut(Out):
    line: int
    header: str
    why: str
    whole_row: bool = Field(description="false: only the cell is left out")


def headers_of(job: SheetJob) -> list[tuple[str, Any]]:
    """Each header with what it was taken for; None: it is left out."""
    columns = _columns_of(job)
    if columns is None:
        return []
    meant = {place: column for column, places in columns.places.items() for place in places} | dict(columns.again)
    return [(columns.header(place), meant.get(place)) for place, header in enumerate(columns.headers) if header.strip()]


def _columns_of(job: SheetJob) -> Columns[Any] | None:
    if job.found is not None:
        columns: Columns[Any] = job.found.gathered.columns
        return columns
    return None if job.unread is None else job.unread.columns


def fields_of(job: SheetJob, spoken: str) -> dict[str, Any]:
    """Those that answers about sheets of every kind have."""
    found, unread, stored = job.found, job.unread, job.stored
    gathered = None if found is None else found.gathered
    bad = () if gathered is None else gathered.bad
    rows = sum(one.whole_row for one in bad)
    return {
        "id": job.id,
        "state": SheetState(job.state),
        "done": job.done,
        "clashing": [] if unread is None or unread.columns is None else unread.columns.clashing(),
        "missing": [] if unread is None or unread.columns is None else list(unread.columns.missing),
        "why": None if unread is None else unread.sentence(spoken),
        "header_line": None if gathered is None else gathered.columns.line,
        "others": [] if found is None else list(found.others),
        "row_count": 0 if gathered is None else gathered.row_count,
        "bad_row_count": rows,
        "bad_cell_count": len(bad) - rows,
        "bad": [
            SheetBadOut(
                line=one.line, header=one.header or one.column, why=one.sentence(spoken), whole_row=one.whole_row
            )
            for one in bad[:BAD_SHOWN]
        ],
        "added": None if stored is None else stored.added,
        "changed": None if stored is None else stored.changed,
        "unchanged": None if stored is None else stored.unchanged,
    }
