"""What the API answers about a sheet that is imported in the browser. Only who sent it sees it."""

from pydantic import Field

from kit.http.out import Out
from kit.sheet_jobs.jobs import SheetState
from ticketing.households.columns import Column
from ticketing.sheets import SheetBadOut


class SheetColumnOut(Out):
    header: str
    column: Column | None = Field(description="What it was taken for; null: it is left out")


class SheetSampleOut(Out):
    line: int
    written: str = Field(description="The place as the sheet has it")
    place: str = Field(description="What it was taken for")
    people_count: int
    phone_count: int


class SheetOut(Out):
    id: str
    state: SheetState
    done: int = Field(description="Rows read, or households stored")
    estate: str
    why: str | None = Field(description="Why it cannot be read")
    clashing: list[str] = Field(description="Headers of columns that were taken for the same, where it cannot be read")
    missing: list[Column] = Field(description="Columns that it needs and has not, where it cannot be read")
    header_line: int | None
    columns: list[SheetColumnOut]
    others: list[str] = Field(description="Sheets of the workbook that are not read")
    row_count: int
    household_count: int
    bad_row_count: int
    bad_cell_count: int
    samples: list[SheetSampleOut]
    bad: list[SheetBadOut] = Field(description="The first 100 of them")
    unknown_housekeepers: list[str] = Field(description="Housekeepers who are no users and no agents")
    added: int | None
    changed: int | None
    unchanged: int | None
