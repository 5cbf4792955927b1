"""A sheet of households over HTTP: previewed in its own words, columns named, bad rows handed back, imported."""

import asyncio
import io
from typing import Any

import openpyxl

from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import DeskWeb

SHEET = """小区,楼栋,单元,房号,姓名,手机,管家
花园,3,2,1201,张三,138 0013 8000,李管家
花园,3,2,1202,李四,1380013800,李管家
花园,3,2,,王五,13900139000,
"""
OTHER_HEADERS = "Code,Who\n101,张三\n102,李四\n"


async def sent(desk_web: DeskWeb, content: bytes | str, query: str = "", role: Role = Role.MANAGER) -> Any:
    body = content.encode() if isinstance(content, str) else content
    headers = {"Authorization": f"Bearer {TOKENS[role]}", "Content-Type": "application/octet-stream"}
    url = f"{desk_web.web.url}/api/v1/household-sheets{query}"
    async with desk_web.web.session.post(url, data=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def settled(desk_web: DeskWeb, sheet: Any, lang: str = "en") -> Any:
    """Once it is neither read nor stored any more."""
    for _ in range(600):
        found = await desk_web.get(f"household-sheets/{sheet['id']}?lang={lang}", Role.MANAGER)
        if found["state"] not in ("reading", "storing"):
            return found
        await asyncio.sleep(0.1)
    raise AssertionError(found)


async def previewed(desk_web: DeskWeb, content: bytes | str, query: str = "") -> Any:
    status, sheet = await sent(desk_web, content, query)
    assert status == 201, sheet
    return await settled(desk_web, sheet)


async def test_a_preview_says_what_was_understood_and_changes_nothing(desk_web: DeskWeb) -> None:
    found = await previewed(desk_web, SHEET)
    assert (found["state"], found["header_line"], found["row_count"], found["household_count"]) == ("read", 1, 3, 2)
    assert [(one["header"], one["column"]) for one in found["columns"]][3:6] == [
        ("房号", "room"),
        ("姓名", "name"),
        ("手机", "phones"),
    ]
    assert found["samples"][0]["written"] == "小区 花园, 楼栋 3, 单元 2, 房号 1201"
    assert found["samples"][0]["place"] == "花园 3-2-1201"
    assert [(one["line"], one["header"], one["whole_row"]) for one in found["bad"]] == [
        (3, "手机", False),
        (4, "房号", True),
    ]
    assert (found["bad_row_count"], found["bad_cell_count"]) == (1, 1)
    assert found["unknown_housekeepers"] == ["李管家"]
    assert (await desk_web.get("households"))["items"] == []
    assert "电话号码" in (await settled(desk_web, found, "zh"))["bad"][0]["why"]


async def test_bad_rows_come_back_as_a_sheet_that_can_be_put_right_and_sent(desk_web: DeskWeb) -> None:
    found = await previewed(desk_web, SHEET)
    url = f"{desk_web.web.url}/api/v1/household-sheets/{found['id']}/bad-rows?lang=zh"
    async with desk_web.web.session.get(url, headers={"Authorization": f"Bearer {TOKENS[Role.MANAGER]}"}) as answer:
        content = await answer.read()
    [sheet] = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0][:5] == ["问题", "小区", "楼栋", "单元", "房号"]
    assert [row[5] for row in rows[1:]] == ["李四", "王五"]
    assert rows[1][0].startswith("手机: ")
    again = await previewed(desk_web, content)
    assert (again["row_count"], again["columns"][0]) == (2, {"header": "问题", "column": None})


async def test_an_import_stores_what_is_good_and_the_same_again_changes_nothing(desk_web: DeskWeb) -> None:
    for counts in ((2, 0, 0), (0, 0, 2)):
        found = await previewed(desk_web, SHEET)
        await desk_web.post(f"household-sheets/{found['id']}/import", role=Role.MANAGER)
        done = await settled(desk_web, found)
        assert (done["state"], done["added"], done["changed"], done["unchanged"]) == ("stored", *counts)
    assert [one["place"] for one in (await desk_web.get("households?q=zs"))["items"]] == ["3-2-1201"]
    audit = (await desk_web.get("audit?action=households_imported", Role.ADMIN))["items"]
    assert [one["actor"] for one in audit] == ["manager"] * len(audit)


async def test_columns_that_are_not_known_are_named_and_read_again(desk_web: DeskWeb) -> None:
    found = await previewed(desk_web, OTHER_HEADERS)
    assert (found["state"], [one["header"] for one in found["columns"]]) == ("unreadable", ["Code", "Who"])
    assert "room" in found["why"]
    body = {"estate": "花园", "columns": {"Code": "room", "Who": "name"}}
    await desk_web.post(f"household-sheets/{found['id']}/columns", body, Role.MANAGER)
    again = await settled(desk_web, found)
    assert (again["state"], again["household_count"], again["estate"]) == ("read", 2, "花园")


async def test_a_sheet_is_nobodys_but_who_sent_it(desk_web: DeskWeb) -> None:
    found = await previewed(desk_web, SHEET)
    for path in ("", "/bad-rows"):
        assert (await desk_web.ask("GET", f"household-sheets/{found['id']}{path}", role=Role.ADMIN)).status == 404
    assert (await desk_web.ask("POST", f"household-sheets/{found['id']}/import", role=Role.ADMIN)).status == 404
    for role in (Role.AGENT, Role.DISPATCHER):
        assert (await sent(desk_web, SHEET, role=role))[0] == 403
        assert (await desk_web.ask("GET", f"household-sheets/{found['id']}", role=role)).status == 403
    assert (await desk_web.ask("DELETE", f"household-sheets/{found['id']}", role=Role.MANAGER)).status == 204
    assert (await desk_web.ask("GET", f"household-sheets/{found['id']}", role=Role.MANAGER)).status == 404


async def test_what_is_no_sheet_says_so(desk_web: DeskWeb) -> None:
    assert (await previewed(desk_web, b"\xd0\xcf\x11\xe0" + b"x" * 100))["state"] == "unreadable"
    assert "web page" in (await previewed(desk_web, "<html><body>x</body></html>"))["why"]
    assert (await sent(desk_web, b""))[0] == 422
    assert (await sent(desk_web, b"a,b\n" * 6_000_000))[0] == 413
