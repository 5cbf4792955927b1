"""A roster is sent as a sheet, looked at, and stored as a whole or not at all."""

import asyncio
import io
from collections.abc import AsyncIterator, Sequence
from datetime import date
from typing import Any

import openpyxl
import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.test_shifts_over_http import SHIFTS, web_with

CHIEF = Role.DISPATCHER


@pytest.fixture
async def web(pool: DatabasePool) -> AsyncIterator[DeskWeb]:
    async for opened in web_with(pool, SHIFTS):
        yield opened


def matrix(*people: Sequence[str]) -> bytes:
    """As the desk of a property has it: a title over all columns, dates, weekdays below, empty columns behind."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "花园小区客服中心2026年12月排班表"
    sheet.merge_cells("A1:G1")
    sheet["A2"], sheet["B2"] = "序号", "姓名"
    sheet.merge_cells("A2:A3")
    sheet.merge_cells("B2:B3")
    for column, day, weekday in ((3, 1, "二"), (4, 2, "三"), (5, 3, "四")):
        sheet.cell(2, column, date(2026, 12, day)).number_format = 'm"月"d"日"'
        sheet.cell(3, column, weekday)
    for row, (name, *cells) in enumerate(people, start=4):
        sheet.cell(row, 1, row - 3)
        sheet.cell(row, 2, name)
        for column, cell in enumerate(cells, start=3):
            sheet.cell(row, column, cell)
    sheet.cell(2, 9, " ")
    sheet.cell(row + 1, 1, "注：白班 8:00—20:00，夜班 20:00—8:00")
    sink = io.BytesIO()
    book.save(sink)
    return sink.getvalue()


async def asked(web: DeskWeb, method: str, path: str, content: Any = None, status: int = 200) -> Any:
    headers = {"Authorization": f"Bearer {TOKENS[CHIEF]}"}
    body = {"data": content} if isinstance(content, bytes) else {"json": content}
    async with web.web.session.request(method, f"{web.web.url}/api/v1/{path}", headers=headers, **body) as answer:
        assert answer.status == status, await answer.text()
        return await answer.json() if answer.content_type.endswith("json") else await answer.read()


async def previewed(web: DeskWeb, content: bytes, query: str = "") -> Any:
    return await settled(web, await asked(web, "POST", f"shift-sheets{query}", content, 201))


async def settled(web: DeskWeb, sheet: Any) -> Any:
    while sheet["state"] in ("reading", "storing"):
        await asyncio.sleep(0.05)
        sheet = await asked(web, "GET", f"shift-sheets/{sheet['id']}")
    return sheet


async def imported(web: DeskWeb, content: bytes, **said: bool) -> Any:
    sheet = await previewed(web, content)
    return await settled(web, await asked(web, "POST", f"shift-sheets/{sheet['id']}/import", said))


async def test_a_matrix_of_excel_is_understood_and_imported_twice_with_one_result(web: DeskWeb) -> None:
    content = matrix(("王芳", "白班", "夜班", "休"), ("李强", "夜", "休息", "白"))
    sheet = await previewed(web, content)
    assert (sheet["state"], sheet["form"], sheet["why"], sheet["bad"]) == ("read", "matrix", None, [])
    assert (sheet["first_day"], sheet["last_day"], sheet["person_count"]) == ("2026-12-01", "2026-12-03", 2)
    assert sheet["samples"][0] == {"shift": "day", "day": "2026-12-01", "person": "王芳", "part": None}
    stored = await settled(web, await asked(web, "POST", f"shift-sheets/{sheet['id']}/import", {}))
    assert (stored["state"], stored["added"], stored["changed"], stored["unchanged"]) == ("stored", 4, 0, 0)
    assert web.desk.duty.on_duty(web.clock()).people == ("王芳",)
    again = await imported(web, content)
    assert (again["added"], again["changed"], again["unchanged"]) == (0, 0, 4)
    shown = await web.get("shifts?from=2026-12-01&to=2026-12-03")
    assert [[seat["person"] for seat in turn["seats"]] for turn in shown["items"]] == [
        *(["王芳"], ["李强"], [], ["王芳"], ["李强"], []),
    ]


async def test_people_who_are_not_known_are_named_and_not_imported_by_the_way(web: DeskWeb) -> None:
    content = matrix(("王芳", "白", "白", "白"), ("保安甲", "夜", "夜", "夜"))
    sheet = await previewed(web, content)
    assert sheet["unknown_people"] == ["保安甲"]
    await asked(web, "POST", f"shift-sheets/{sheet['id']}/import", {}, 422)
    assert all(turn["version"] == 0 for turn in (await web.get("shifts"))["items"])
    assert (await imported(web, content, with_unknown_people=True))["added"] == 6
    assert (await previewed(web, content))["unknown_people"] == []


@pytest.mark.parametrize("name", ["13800138000", "张三 13800138000", "１３８００１３８０００"])
async def test_a_phone_number_does_not_become_a_name_that_everybody_sees(web: DeskWeb, name: str) -> None:
    sheet = await previewed(web, matrix(("王芳", "白", "白", "白"), (name, "夜", "夜", "夜")))
    for said in ({}, {"with_unknown_people": True}):
        refused = await asked(web, "POST", f"shift-sheets/{sheet['id']}/import", said, 422)
        assert "is a phone number" in refused["detail"]
        assert "138" not in str(refused)
    assert all(turn["version"] == 0 for turn in (await web.get("shifts"))["items"])


async def test_to_import_what_could_not_be_read_says_so_and_does_not_ask_to_wait(web: DeskWeb) -> None:
    sheet = await previewed(web, b"nothing of a roster\n1\n")
    assert sheet["state"] == "unreadable"
    refused = await asked(web, "POST", f"shift-sheets/{sheet['id']}/import", {}, 422)
    assert "could not be read" in refused["detail"]


async def test_with_a_wrong_cell_nothing_is_imported_and_its_row_can_be_fetched(web: DeskWeb) -> None:
    sheet = await previewed(web, matrix(("王芳", "白", "中班", "白"), ("李强", "夜", "夜", "夜")))
    assert [(one["line"], one["header"]) for one in sheet["bad"]] == [(4, "2026-12-02")]
    await asked(web, "POST", f"shift-sheets/{sheet['id']}/import", {}, 422)
    rows = openpyxl.load_workbook(io.BytesIO(await asked(web, "GET", f"shift-sheets/{sheet['id']}/bad-rows?lang=zh")))
    assert rows.active is not None
    assert "没有这个班次" in str(rows.active["A2"].value)
    await asked(web, "DELETE", f"shift-sheets/{sheet['id']}", None, 204)
    await asked(web, "GET", f"shift-sheets/{sheet['id']}", None, 404)


async def test_a_list_as_csv_is_imported(web: DeskWeb) -> None:
    content = "日期,班次,人员,值班经理\n2026-12-01,白班,王芳、赵敏,李强\n2026-12-01,夜班,陈刚,\n".encode("gb18030")
    stored = await imported(web, content)
    assert (stored["form"], stored["added"]) == ("list", 2)
    now = await web.get("shifts/now")
    assert (now["people"], now["managers"]) == (["王芳", "赵敏"], ["李强"])


async def test_the_month_of_bare_numbers_is_named_by_whoever_imports(web: DeskWeb) -> None:
    content = "姓名,1,2,3,4\n王芳,白,夜,休,白\n".encode()
    sheet = await previewed(web, content)
    assert (sheet["state"], "年月" in sheet["why"] or "month" in sheet["why"]) == ("unreadable", True)
    assert (await previewed(web, content, "?month=2026-12"))["last_day"] == "2026-12-04"


async def test_an_agent_imports_nothing(web: DeskWeb) -> None:
    assert (await web.ask("POST", "shift-sheets", {})).status == 403
