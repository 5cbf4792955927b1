"""The form as xlsx, set to print on one A4 page. Every text is stored as text, even if it looks like a formula."""

import io
from math import ceil
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from kit.amounts import plain
from metrics.objectives.sheet.form import Form, Row
from metrics.objectives.standing import Status

_WIDTHS = {"A": 5, "B": 28, "C": 10, "D": 9, "E": 9, "F": 9, "G": 10, "H": 28, "I": 6}
_LAST = "I"
_LINE_POINTS = 13.0
_EDGE = Side(style="thin")
_BOX = Border(_EDGE, _EDGE, _EDGE, _EDGE)
_SHADES = {Status.AT_RISK: "EBEBEB", Status.MISSED: "D2D2D2"}


class _Place(NamedTuple):
    sheet: Worksheet
    row: int

    def put(self, column: str, value: str | float | None, *, bold: bool = False, centred: bool = False) -> Cell:
        cell = self.sheet[f"{column}{self.row}"]
        assert isinstance(cell, Cell)  # noqa: S101 - the first of merged cells
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"
        cell.font = Font(bold=bold, size=10)
        cell.alignment = Alignment("center" if centred else "left", "center", wrap_text=True)
        return cell

    def across(self, first: str, last: str, value: str, *, bold: bool = False, centred: bool = False) -> Cell:
        self.sheet.merge_cells(f"{first}{self.row}:{last}{self.row}")
        return self.put(first, value, bold=bold, centred=centred)

    def high(self, lines: int) -> None:
        self.sheet.row_dimensions[self.row].height = lines * _LINE_POINTS + 3


def xlsx(form: Form) -> bytes:
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)  # noqa: S101 - a new book has one
    sheet.title = form.title[:31]
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    first = _head(sheet, form)
    for ahead, row in enumerate(form.rows, start=1):
        _row(_Place(sheet, first + ahead), row)
    _foot(sheet, form, first + len(form.rows) + 1)
    _page(sheet, first)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def _head(sheet: Worksheet, form: Form) -> int:
    """The row of the headings."""
    title = _Place(sheet, 1).across("A", _LAST, form.title, centred=True)
    title.font = Font(bold=True, size=18)
    sheet.row_dimensions[1].height = 30
    for (first, last), (name, value) in zip((("A", "C"), ("D", "F"), ("G", _LAST)), form.head, strict=True):
        _Place(sheet, 2).across(first, last, f"{name}{form.colon}{value or '_' * 16}")
    _Place(sheet, 2).high(2)
    heading, place = form.heading, _Place(sheet, 3)
    names = (heading.number, heading.title, heading.target, heading.met, heading.eligible, heading.percent)
    for column, name in zip(_WIDTHS, (*names, heading.status, heading.remarks, heading.rule), strict=True):
        place.put(column, name, bold=True, centred=True).border = _BOX
    place.high(1)
    return 3


def _row(place: _Place, row: Row) -> None:
    """A ratio is truncated to the shown digits, so that no spreadsheet rounds it up to the target."""
    ratio = None if row.ratio is None else int(row.ratio * 10_000) / 10_000
    some = row.ratio is not None
    values: list[str | float | None] = [row.number, f"{row.title}\n{row.formula}", row.target]
    values += [plain(row.met) if some else "–", plain(row.eligible) if some else "–", ratio if some else "–"]
    values += [row.status_text, row.remarks, row.rule]
    for column, value in zip(_WIDTHS, values, strict=True):
        cell = place.put(column, value, centred=column not in "BH")
        cell.border = _BOX
        if column in "DE" and row.unit:
            cell.number_format = f'#,##0.##"{row.unit}"'
        if column == "F":
            cell.number_format = "0.00%"
        if column == "G" and row.status in _SHADES:
            cell.fill = PatternFill("solid", fgColor=_SHADES[row.status])
    titled = _lines(row.title, "B") + _lines(row.formula, "B")
    place.high(max(titled, _lines(row.remarks, "H"), _lines(row.status_text, "G"), _lines(row.target, "C")))


def _lines(text: str, column: str) -> int:
    """The number of lines of a cell; a Chinese character is as wide as two letters."""
    return max(1, ceil(sum(2 if ord(sign) > 0x2E7F else 1 for sign in text) / (_WIDTHS[column] - 1)))


def _foot(sheet: Worksheet, form: Form, row: int) -> None:
    _Place(sheet, row).across("A", _LAST, form.summary)
    for (first, last), who in zip((("A", "B"), ("C", "F"), ("G", _LAST)), form.signatures, strict=True):
        _Place(sheet, row + 1).across(first, last, f"{who}{form.colon}{'_' * 16}")
        _Place(sheet, row + 2).across(first, last, f"{form.date}{form.colon}{'_' * 16}")
    for ahead in (1, 2):
        _Place(sheet, row + ahead).high(2)
    for ahead, note in enumerate(form.notes, start=3):
        place = _Place(sheet, row + ahead)
        place.across("A", _LAST, note)
        place.high(2)


def _page(sheet: Worksheet, heading: int) -> None:
    sheet.page_setup.paperSize = "9"  # A4
    sheet.page_setup.orientation = "portrait"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.print_options.horizontalCentered = True
    sheet.print_title_rows = f"{heading}:{heading}"
    sheet.freeze_panes = f"A{heading + 1}"
    for side in ("left", "right", "top", "bottom"):
        setattr(sheet.page_margins, side, 0.4)
