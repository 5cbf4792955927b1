"""What is asked and answered about a sheet of places. Only who sent it sees it."""

from pydantic import Field

from kit.http.bodies import Body, Short
from kit.http.out import Out
from kit.sheet_jobs.jobs import SheetState
from ticketing.places.place import PlaceKind
from ticketing.places.sheet import Column
from ticketing.sheets import SheetBadOut


class PlaceSheetColumns(Body):
    estate: Short = ""
    columns: dict[Short, Column | None] = Field(
        default_factory=dict, max_length=200, description="By the header of the sheet; null: it is left out"
    )


class PlaceSheetColumnOut(Out):
    header: str
    column: Column | None = Field(description="What it was taken for; null: it is left out")


class PlaceSampleOut(Out):
    kind: PlaceKind
    name: str
    building: str
    estate: str


class PlaceSheetOut(Out):
    id: str
    state: SheetState
    done: int = Field(description="Rows read, or places stored")
    estate: str
    why: str | None = Field(description="Why it cannot be read")
    clashing: list[str] = Field(description="Headers of columns that were taken for the same, where it cannot be read")
    missing: list[Column] = Field(description="Columns that it needs and has not, where it cannot be read")
    header_line: int | None
    columns: list[PlaceSheetColumnOut]
    others: list[str] = Field(description="Sheets of the workbook that are not read")
    row_count: int
    place_count: int
    bad_row_count: int
    bad_cell_count: int
    samples: list[PlaceSampleOut] = Field(description="The first 20 places")
    bad: list[SheetBadOut] = Field(description="The first 100 of them")
    added: int | None
    changed: int | None
    unchanged: int | None
