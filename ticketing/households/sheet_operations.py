"""What can be asked of sheets that are imported in the browser."""

from kit.http.operation import Operation
from kit.roles import MANAGERS
from ticketing.households import sheet_door as sheets
from ticketing.households.sheet_bodies import SheetColumns
from ticketing.households.sheet_models import SheetOut
from ticketing.http.ask import sent
from ticketing.http.sheets import XLSX
from ticketing.http.ways import read, write
from ticketing.sheets import SheetLanguage, SheetQuery

_SHEET = "/api/v1/household-sheets/{sheet}"
_NO_SHEET = {404: "No such sheet, or somebody else's, or it was sent more than half an hour ago"}
_BUSY = {**_NO_SHEET, 409: "It is being read or stored"}

SHEETS = (
    write(
        "sendHouseholdSheet",
        "/api/v1/household-sheets",
        "Create a preview of a sheet of households: a CSV or xlsx, whose bytes are the body",
        sheets.send_sheet,
        SheetOut,
        query=SheetQuery,
        status=201,
        roles=MANAGERS,
        upload=True,
    ),
    read(
        "getHouseholdSheet",
        _SHEET,
        "Return what was understood of a sheet, and how far it is",
        sheets.one_sheet,
        SheetOut,
        SheetLanguage,
        roles=MANAGERS,
        problems=_NO_SHEET,
    ),
    write(
        "nameSheetColumns",
        f"{_SHEET}/columns",
        "Change what the columns of a sheet mean, and read it again",
        sheets.name_columns,
        SheetOut,
        SheetColumns,
        roles=MANAGERS,
        problems=_BUSY,
    ),
    write(
        "importHouseholdSheet",
        f"{_SHEET}/import",
        "Create the households of a sheet, or add to them; the preview says how far it is",
        sheets.store_sheet,
        SheetOut,
        roles=MANAGERS,
        problems=_BUSY,
    ),
    Operation(
        "getBadRows",
        f"{_SHEET}/bad-rows",
        "Return the rows in which something is bad as a sheet, each with what it is",
        sent(sheets.bad_rows),
        roles=MANAGERS,
        query=SheetLanguage,
        files=(XLSX,),
        problems=_NO_SHEET,
    ),
    write(
        "dropHouseholdSheet",
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
