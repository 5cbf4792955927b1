"""The pages of importing a sheet of households, of places, or a roster."""

from collections.abc import Iterator
from functools import partial

from console.frame.page import page
from console.importing import door
from kit.http.operation import Operation

_SHEET = "/households/sheet/{sheet}"
_PLACE_SHEET = "/places/sheet/{sheet}"


def _importing(kind: door.Importing, path: str, what: str, of: str) -> Iterator[Operation]:
    yield page(f"showSend{of}Sheet", kind.page, f"The form to import a sheet of {what}", partial(door.form, kind))
    shown, words = partial(door.sheet, kind), "What was understood of a sheet, and how far it is"
    yield page(f"show{of or 'Household'}Sheet", path, words, shown)
    if kind.columns is not None:
        columns = partial(door.name_columns, kind)
        yield page(f"name{of}ColumnsByPage", f"{path}/columns", "Say what columns of a sheet mean", columns, "POST")
    stored = partial(door.store, kind)
    yield page(f"import{of}SheetByPage", f"{path}/import", f"Import a sheet of {what}", stored, "POST")
    yield page(f"drop{of}SheetByPage", f"{path}/drop", "Let a sheet go", partial(door.drop, kind), "POST")


PAGES: tuple[Operation, ...] = (
    *_importing(door.HOUSEHOLDS, _SHEET, "households", ""),
    *_importing(door.PLACES, _PLACE_SHEET, "places", "Place"),
    *_importing(door.ROSTERS, "/shifts/sheet/{sheet}", "shifts", "Roster"),
)
