"""The pages of the quality sheet."""

from console.frame.page import page
from console.sheet import door
from kit.http.operation import Operation

PAGES: tuple[Operation, ...] = (
    page("showSheet", "/sheet", "The quality sheet of a day", door.sheet),
    page("showSheetLine", "/sheet/{objective}", "A line of the sheet and the rows that prove it", door.line),
)
