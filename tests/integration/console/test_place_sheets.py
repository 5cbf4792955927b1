"""The page on which a manager imports a sheet of places."""

from collections.abc import Callable

from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_place_sheets import SHEET, previewed, settled


async def test_a_manager_looks_at_a_sheet_and_imports_it(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    manager = browse(Role.MANAGER)
    assert "/places/sheet" in (await manager.get("/places?limit=50")).text
    assert 'data-upload="/api/v1/place-sheets"' in (await manager.get("/places/sheet")).text
    found = await previewed(desk_web, SHEET)
    at = f"/places/sheet/{found['id']}"
    shown = await manager.get(at)
    assert "4 rows, 2 places; the header is line 1." in shown.words
    assert "2 bad rows and 0 bad cells are left out." in shown.words
    assert "生活水泵房" in shown.words
    assert (await manager.send(f"{at}/import")).status == 200
    await settled(desk_web, found)
    assert "2 places added, 0 changed, 0 as they were." in (await manager.get(at, part=True)).words
    assert (await manager.send(f"{at}/drop")).headers["HX-Redirect"] == "/places/sheet"


async def test_columns_are_named_on_the_page(desk_web: DeskWeb, browse: Callable[..., Browser]) -> None:
    found = await previewed(desk_web, "What,Where\nLift 1,3\n")
    fields = {"header1": "What", "means1": "name", "header2": "Where", "means2": "building", "estate": ""}
    answer = await browse(Role.MANAGER).send(f"/places/sheet/{found['id']}/columns", **fields)  # type: ignore[arg-type]
    assert answer.status == 200
    assert (await settled(desk_web, found))["place_count"] == 1


async def test_columns_that_were_taken_for_the_same_are_named_and_one_of_them_is_left_out(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    found = await previewed(desk_web, "名称,位置,楼栋\n1号梯,东侧,3\n")
    assert (found["state"], found["clashing"], found["missing"]) == ("unreadable", ["名称", "位置"], [])
    assert [one["column"] for one in found["columns"]] == ["name", "name", "building"]
    at, manager = f"/places/sheet/{found['id']}", browse(Role.MANAGER)
    assert "These columns were taken for the same: 名称, 位置." in (await manager.get(at)).words
    fields = {"header1": "名称", "means1": "name", "header2": "位置", "means2": "", "header3": "楼栋"}
    await manager.send(f"{at}/columns", **fields, means3="building", estate="")  # type: ignore[arg-type]
    read = await settled(desk_web, found)
    assert (read["state"], read["place_count"], read["samples"][0]["name"]) == ("read", 1, "1号梯")
    assert [one["column"] for one in read["columns"]] == ["name", None, "building"]


async def test_of_two_headers_that_are_written_alike_the_reader_chooses_one_on_the_page(
    desk_web: DeskWeb, browse: Callable[..., Browser]
) -> None:
    found = await previewed(desk_web, "名称,楼栋,名称\n1号梯,3,东侧梯\n")
    at, manager = f"/places/sheet/{found['id']}", browse(Role.MANAGER)
    assert "These columns were taken for the same: 名称 (A), 名称 (C)." in (await manager.get(at)).words
    fields = {"header1": "名称 (A)", "header2": "楼栋", "header3": "名称 (C)", "means2": "building", "means3": "name"}
    await manager.send(f"{at}/columns", **fields)  # type: ignore[arg-type]
    read = await settled(desk_web, found)
    assert (read["state"], read["samples"][0]["name"]) == ("read", "东侧梯")


async def test_others_import_no_sheets(browse: Callable[..., Browser]) -> None:
    assert (await browse(Role.DISPATCHER).get("/places/sheet")).status == 403
    assert "/places/sheet" not in (await browse(Role.DISPATCHER).get("/places?limit=50")).text
