"""What can be asked of sheets of places that are imported in the browser."""

from kit.http.operation import Operation
from kit.roles import MANAGERS
from ticketing.http.ask import sent
from ticketing.http.sheets import XLSX
from ticketing.http.ways import read, write
from ticketing.places import sheet_door as sheets
from ticketing.places.sheet_models import PlaceSheetColumns, PlaceSheetOut
from ticketing.sheets import SheetLanguage, SheetQuery

_SHEET = "/api/v1/place-sheets/{sheet}"
_NO_SHEET = {404: "No such sheet, or somebody else's, or it was sent more than half an hour ago"}
_BUSY = {**_NO_SHEET, 409: "It is being read or stored"}

PLACE_SHEETS = (
    write(
        "sendPlaceSheet",
        "/api/v1/place-sheets",
        "Create a preview of a sheet of places: a CSV or xlsx, whose bytes are the body",
        sheets.send_sheet,
        PlaceSheetOut,
        query=SheetQuery,
        status=201,
        roles=MANAGERS,
        upload=True,
    ),
    read(
        "getPlaceSheet",
        _SHEET,
        "Return what was understood of a sheet, and how far it is",
        sheets.one_sheet,
        PlaceSheetOut,
        SheetLanguage,
        roles=MANAGERS,
        problems=_NO_SHEET,
    ),
    write(
        "namePlaceSheetColumns",
        f"{_SHEET}/columns",
        "Change what the columns of a sheet mean, and read it again",
        sheets.name_columns,
        PlaceSheetOut,
        PlaceSheetColumns,
        roles=MANAGERS,
        problems=_BUSY,
    ),
    write(
        "importPlaceSheet",
        f"{_SHEET}/import",
        "Create the places of a sheet, or change their kind and notes; the preview says how far it is",
        sheets.store_sheet,
        PlaceSheetOut,
        roles=MANAGERS,
        problems=_BUSY,
    ),
    Operation(
        "getBadRowsOfPlaces",
        f"{_SHEET}/bad-rows",
        "Return the rows in which something is bad as a sheet, each with what it is",
        sent(sheets.bad_rows),
        roles=MANAGERS,
        query=SheetLanguage,
        files=(XLSX,),
        problems=_NO_SHEET,
    ),
    write(
        "dropPlaceSheet",
        _SHEET,
        "Delete a sheet that was sent; what was imported stays",
        sheets.drop_sheet,
        None,
        method="DELETE",
        status=204,
        roles=MANAGERS,
        problems=_NO_SHEET,
    ),
)
