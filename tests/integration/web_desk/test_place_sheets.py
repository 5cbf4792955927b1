"""A sheet of places over HTTP: previewed, columns named, bad rows handed back, imported; and apart from households'."""

import asyncio
import io
from typing import Any

import openpyxl

from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import DeskWeb

SHEET = """小区,楼栋,类型,名称,备注
花园,3号楼,电梯,1号梯,三菱
花园,3栋,,１号梯,
花园,,,生活水泵房,
花园,,飞船,停机坪,
"""


async def sent(desk_web: DeskWeb, content: bytes | str, query: str = "", role: Role = Role.MANAGER) -> Any:
    body = content.encode() if isinstance(content, str) else content
    headers = {"Authorization": f"Bearer {TOKENS[role]}", "Content-Type": "application/octet-stream"}
    url = f"{desk_web.web.url}/api/v1/place-sheets{query}"
    async with desk_web.web.session.post(url, data=body, headers=headers) as answer:
        return answer.status, await answer.json()


async def settled(desk_web: DeskWeb, sheet: Any, lang: str = "en") -> Any:
    """Once it is neither read nor stored any more."""
    for _ in range(600):
        found = await desk_web.get(f"place-sheets/{sheet['id']}?lang={lang}", Role.MANAGER)
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
    assert (found["state"], found["row_count"], found["place_count"], found["bad_row_count"]) == ("read", 4, 2, 2)
    assert found["samples"] == [
        {"kind": "lift", "name": "1号梯", "building": "3", "estate": "花园"},
        {"kind": "plant_room", "name": "生活水泵房", "building": "", "estate": "花园"},
    ]
    assert [(one["line"], one["header"]) for one in found["bad"]] == [(3, "名称"), (5, "类型")]
    assert "电梯" in (await settled(desk_web, found, "zh"))["bad"][1]["why"]
    assert (await desk_web.get("places"))["items"] == []


async def test_bad_rows_come_back_as_a_sheet(desk_web: DeskWeb) -> None:
    found = await previewed(desk_web, SHEET)
    url = f"{desk_web.web.url}/api/v1/place-sheets/{found['id']}/bad-rows?lang=zh"
    async with desk_web.web.session.get(url, headers={"Authorization": f"Bearer {TOKENS[Role.MANAGER]}"}) as answer:
        content = await answer.read()
    [sheet] = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    rows = [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[0] == ["问题", "小区", "楼栋", "类型", "名称", "备注"]
    assert [row[4] for row in rows[1:]] == ["１号梯", "停机坪"]


async def test_an_import_stores_what_is_good_once_and_is_in_the_audit_log(desk_web: DeskWeb) -> None:
    for counts in ((2, 0, 0), (0, 0, 2)):
        found = await previewed(desk_web, SHEET)
        await desk_web.post(f"place-sheets/{found['id']}/import", role=Role.MANAGER)
        stored = await settled(desk_web, found)
        assert (stored["added"], stored["changed"], stored["unchanged"]) == counts
    assert [one["name"] for one in (await desk_web.get("places"))["items"]] == ["1号梯", "生活水泵房"]
    audited = (await desk_web.get("audit?action=places_imported", Role.ADMIN))["items"]
    assert [one["detail"] for one in audited] == ['{"places": 2}'] * 2


async def test_a_column_of_another_name_is_given_its_meaning(desk_web: DeskWeb) -> None:
    found = await previewed(desk_web, "What,Where\nLift 1,3\n")
    assert (found["state"], [one["header"] for one in found["columns"]]) == ("unreadable", ["What", "Where"])
    body = {"columns": {"What": "name", "Where": "building"}, "estate": "Garden"}
    await desk_web.post(f"place-sheets/{found['id']}/columns", body, Role.MANAGER)
    [place] = (await settled(desk_web, found))["samples"]
    assert place == {"kind": "lift", "name": "Lift 1", "building": "3", "estate": "Garden"}


async def test_only_managers_import_and_nobody_sees_a_sheet_of_another_or_of_another_kind(desk_web: DeskWeb) -> None:
    found = await previewed(desk_web, SHEET)
    assert (await sent(desk_web, SHEET, role=Role.DISPATCHER))[0] == 403
    assert (await desk_web.ask("GET", f"place-sheets/{found['id']}", role=Role.ADMIN)).status == 404
    for path in ("", "/import"):
        method = "POST" if path else "GET"
        answer = await desk_web.ask(method, f"household-sheets/{found['id']}{path}", role=Role.MANAGER)
        assert answer.status == 404
