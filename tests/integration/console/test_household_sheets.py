"""The page on which a manager imports a sheet of households."""

from collections.abc import Callable

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_household_sheets import OTHER_HEADERS, SHEET, previewed, settled


async def test_a_manager_looks_at_a_sheet_and_imports_it(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    manager = browse(Role.MANAGER)
    assert 'data-upload="/api/v1/household-sheets"' in (await manager.get("/households/sheet")).text
    found = await previewed(desk_web, SHEET)
    at = f"/households/sheet/{found['id']}"
    shown = await manager.get(at)
    assert "3 rows, 2 households; the header is line 1." in shown.words
    assert "1 bad rows and 1 bad cells are left out." in shown.words
    assert "小区 花园, 楼栋 3, 单元 2, 房号 1201" in shown.words
    assert "李管家" in shown.words
    assert (await manager.send(f"{at}/import")).status == 200
    await settled(desk_web, found)
    assert "2 households added, 0 changed, 0 as they were." in (await manager.get(at, part=True)).words
    assert (await manager.send(f"{at}/drop")).headers["HX-Redirect"] == "/households/sheet"


async def test_columns_are_named_on_the_page(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    found = await previewed(desk_web, OTHER_HEADERS)
    at = f"/households/sheet/{found['id']}"
    fields = {"header1": "Code", "means1": "room", "header2": "Who", "means2": "name", "estate": "花园"}
    assert (await browse(Role.MANAGER).send(f"{at}/columns", **fields)).status == 200  # type: ignore[arg-type]
    assert (await settled(desk_web, found))["household_count"] == 2


async def test_others_import_no_sheets(browse: Callable[..., Browser]) -> None:
    assert (await browse(Role.DISPATCHER).get("/households/sheet")).status == 403
    assert "/households/sheet" not in (await browse(Role.DISPATCHER).get("/households?limit=50")).text
