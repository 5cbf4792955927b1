"""What is asked and answered about a roster that is imported. Only who sent it sees it."""

from datetime import date as day_of

from pydantic import Field

from kit.http.bodies import Body
from kit.http.days import Month
from kit.http.out import Out
from kit.http.queries import Query
from kit.http.shown import Plain
from kit.sheet_jobs.jobs import SheetState
from ticketing.sheets import SheetBadOut
from ticketing.shifts.on_duty import Part
from ticketing.shifts.sheet_said import Column, Form


class RosterSheetQuery(Query):
    month: Month | None = Field(None, description="Of days that are numbers alone, where no title names it")


class RosterSheetImport(Body):
    with_unknown_people: bool = Field(False, description="true: people who are no users, agents or workmen as well")


class RosterSheetColumnOut(Out):
    header: str
    column: Column | None = Field(description="What it was taken for; null: it is left out")


class RosterSampleOut(Out):
    shift: str
    day: day_of
    person: Plain
    part: Part | None


class RosterSheetOut(Out):
    id: str
    state: SheetState
    done: int = Field(description="Rows read, or turns stored")
    form: Form | None
    why: str | None = Field(description="Why it cannot be read")
    clashing: list[str] = Field(description="Headers of columns that were taken for the same, where it cannot be read")
    missing: list[Column] = Field(description="Columns that it needs and has not, where it cannot be read")
    header_line: int | None
    columns: list[RosterSheetColumnOut]
    others: list[str] = Field(description="Sheets of the workbook that are not read")
    row_count: int
    first_day: day_of | None
    last_day: day_of | None
    person_count: int
    place_count: int = Field(description="How often somebody is on a shift")
    is_mostly_past: bool = Field(description="Most of its days are past: look whether month and year are meant so")
    samples: list[RosterSampleOut] = Field(description="The first 20 of them")
    unknown_people: list[str] = Field(description="No users, agents or workmen: an import wants a word for them")
    bad_row_count: int = Field(description="While there are any, nothing is imported")
    bad_cell_count: int = Field(description="While there are any, nothing is imported")
    bad: list[SheetBadOut] = Field(description="The first 100 of them")
    added: int | None = Field(description="Turns that had nobody")
    changed: int | None
    unchanged: int | None
