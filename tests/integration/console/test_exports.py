"""Lists as files: what the page shows and no more, for whom it is, and noted in the audit log."""

import csv
import io
import json
from pathlib import Path

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from kit.sheets.files import read_lines
from tests.integration.web.site_in_memory import TOKENS, CallsInMemory, answered_call
from tests.integration.web_desk.conftest import DeskWeb
from ticketing.exports import door

HERE = {"Sec-Fetch-Site": "same-origin"}


async def file_of(
    web: DeskWeb, path: str, role: Role, form: str = "csv", lang: str = "en", **more: str
) -> tuple[int, bytes]:
    headers = {"Authorization": f"Bearer {TOKENS[role]}", "Accept-Language": lang, **HERE, **more}
    async with web.web.session.post(web.web.url + path, data={"as": form}, headers=headers) as answer:
        return answer.status, await answer.read()


def rows_of(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


async def noted(pool: DatabasePool) -> list[dict[str, object]]:
    rows = await pool.fetch("select detail::text from audit where action = 'list_exported' order by id")
    return [json.loads(row["detail"]) for row in rows]


async def opened(web: DeskWeb, **fields: object) -> str:
    said = {"category": "repair", "title": "灯坏了", **fields}
    return str((await web.post("tickets", said, Role.DISPATCHER))["number"])


async def test_a_file_has_the_rows_and_the_columns_of_the_page_in_its_order(desk_web: DeskWeb) -> None:
    first, second = await opened(desk_web, title="漏水"), await opened(desk_web, title="=cmd()")
    await opened(desk_web, category="complaint", title="太吵")
    path = "/tickets/export?category=repair&columns=priority,title,nonsense"
    status, content = await file_of(desk_web, path, Role.DISPATCHER)
    assert status == 200
    assert rows_of(content) == [
        ["Number", "Priority", "What it is about", "Category"],
        [second, "normal", "'=cmd()", "Repair"],  # no formula
        [first, "normal", "漏水", "Repair"],
    ]
    status, content = await file_of(desk_web, path, Role.DISPATCHER, lang="zh")
    assert rows_of(content)[0] == ["工单号", "优先级", "事由", "类别"]


async def test_it_is_as_masked_as_the_page_and_noted_without_what_was_looked_for(
    desk_web: DeskWeb, pool: DatabasePool
) -> None:
    number = await opened(desk_web, phone="13800138000")
    path = "/tickets/export?q=13800138000&columns=phone"
    said = {"action": "cancel", "why": "重复"}
    asked = desk_web.ask("POST", f"tickets/{number}/actions", said, token=TOKENS[Role.DISPATCHER], If_Match='"1"')
    closed = await asked
    assert closed.status == 200
    for role, shown in ((Role.MANAGER, "+8613800138000"), (Role.DISPATCHER, "'+861****8000")):
        rows = rows_of((await file_of(desk_web, "/tickets/export?status=cancelled&columns=phone", role))[1])
        assert rows == [["Number", "Phone number"], [number, shown]]
    await file_of(desk_web, path, Role.MANAGER)
    told = await noted(pool)
    assert told[0] == {"list": "tickets", "format": "csv", "rows": 1, "filters": ["status"]}
    assert told[-1]["filters"] == ["q"]
    assert "13800138000" not in json.dumps(told)


@pytest.mark.parametrize(
    ("path", "roles"),
    [
        ("/tickets/export?active=true", {Role.DISPATCHER, Role.MANAGER, Role.ADMIN}),
        ("/callbacks/export?open=true", {Role.DISPATCHER, Role.MANAGER, Role.ADMIN}),
        ("/calls/export?live=false", {Role.DISPATCHER, Role.MANAGER, Role.ADMIN}),
        ("/households/export?limit=100", {Role.MANAGER, Role.ADMIN}),
    ],
)
async def test_only_who_is_offered_a_file_gets_one(
    path: str, roles: set[Role], desk_web: DeskWeb, home: int, pool: DatabasePool
) -> None:
    calls = desk_web.web.site.calls
    assert isinstance(calls, CallsInMemory)
    calls.calls.append(answered_call())
    await desk_web.post("callbacks", {"phone": "13800138001"}, Role.DISPATCHER)
    await opened(desk_web)
    for role in Role:
        before = len(await noted(pool))
        status, content = await file_of(desk_web, path, role)
        assert status == (200 if role in roles else 403), role
        assert len(await noted(pool)) == before + (role in roles)
        if role in roles:
            assert len(rows_of(content)) >= 2
            assert all(len(row) == len(rows_of(content)[0]) for row in rows_of(content))


async def test_a_spreadsheet_has_the_same_cells_as_text(desk_web: DeskWeb, tmp_path: Path) -> None:
    await opened(desk_web, title="=1+1")
    _, separated = await file_of(desk_web, "/tickets/export?active=true", Role.MANAGER)
    _, sheet = await file_of(desk_web, "/tickets/export?active=true", Role.MANAGER, "xlsx")
    file = tmp_path / "tickets.xlsx"
    file.write_bytes(sheet)
    cells = [list(line.cells) for line in read_lines(file)]
    assert [cell.lstrip("'") for cell in rows_of(separated)[1]] == cells[1]


async def test_more_rows_than_a_file_has_are_refused_and_none_is_left_out(
    desk_web: DeskWeb, monkeypatch: pytest.MonkeyPatch, pool: DatabasePool
) -> None:
    monkeypatch.setattr("console.frame.exports.EXPORT_MAX", 2)
    monkeypatch.setattr("console.frame.exports.PAGE_LIMIT_MAX", 1)
    for _ in range(2):
        await opened(desk_web)
    status, content = await file_of(desk_web, "/tickets/export?active=true", Role.MANAGER)
    assert status == 200
    assert len(rows_of(content)) == 3
    await opened(desk_web)
    status, content = await file_of(desk_web, "/tickets/export?active=true", Role.MANAGER)
    assert status == 422
    assert "more than 2 rows" in content.decode()
    assert len(await noted(pool)) == 1
    assert door.EXPORT_MAX == 10_000


async def test_no_other_site_makes_somebody_export(desk_web: DeskWeb) -> None:
    status, _ = await file_of(desk_web, "/tickets/export?active=true", Role.MANAGER, **{"Sec-Fetch-Site": "cross-site"})
    assert status == 403
