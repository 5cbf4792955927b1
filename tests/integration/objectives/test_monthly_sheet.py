"""The sheet of a month, from what is stored to the file that somebody prints."""

import asyncio
import io
import stat
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from pypdf import PdfReader
from typer.testing import CliRunner

from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import DatabasePool, ensure_database, session
from kit.instants import DAY_US
from kit.roles import Role
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.standing import Status, Tally
from metrics.objectives.store import PostgresObjectives
from tests.integration.web.site_in_memory import T0, SheetInMemory, answered_call, web_of
from tests.integration.web.test_calls_in_postgres import lost_call, store
from thirdring.cli import app

PATH = "/api/v1/objectives/sheet?month=2025-11"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NEXT_MONTH = T0 + 20 * DAY_US


async def test_the_month_adds_up_days_as_they_were_kept_and_shows_a_recompute_beside(
    pool: DatabasePool, book: ObjectiveBook
) -> None:
    await store(pool, [answered_call("1.1", 4_000_000, T0), answered_call("1.2", 4_000_000, T0 + DAY_US)])
    async with session(pool) as connection:
        assert await book.close(connection, T0 + 3 * DAY_US) == 2
    await store(pool, [lost_call("1.3", T0 + 1)])
    async with session(pool) as connection:
        lines = await book.month(connection, date(2025, 11, 1), NEXT_MONTH)
    assert [line.objective.id for line in lines] == list(range(1, 22))
    calls = lines[9]
    assert (calls.standing.tally, calls.standing.status) == (Tally(2, 2), Status.MET)
    assert calls.recomputed == Tally(3, 2)
    assert (calls.closed, calls.judged_parts, calls.parts) == (True, 2, 30)


async def test_the_day_that_runs_is_not_in_the_sum(pool: DatabasePool, book: ObjectiveBook) -> None:
    await store(pool, [answered_call("1.1", 4_000_000, T0), lost_call("1.2", T0 + DAY_US)])
    async with session(pool) as connection:
        calls = (await book.month(connection, date(2025, 11, 1), T0 + DAY_US + 1))[9]
    assert (calls.standing.tally, calls.closed, calls.closed_parts) == (Tally(1, 1), False, 25)


async def test_the_file_comes_in_both_formats_and_is_in_the_audit_log(pool: DatabasePool, book: ObjectiveBook) -> None:
    async with web_of(objectives=PostgresObjectives(pool, book)) as web:
        async with web.get(f"{PATH}&format=xlsx&lang=en", Role.DISPATCHER) as response:
            assert (response.status, response.content_type) == (200, XLSX)
            assert response.headers["Content-Disposition"] == 'attachment; filename="thirdring-2025-11-en.xlsx"'
            sheet = openpyxl.load_workbook(io.BytesIO(await response.read())).active
        async with web.get(f"{PATH}&lang=zh") as response:
            assert (response.status, response.content_type) == (200, "application/pdf")
            page = PdfReader(io.BytesIO(await response.read())).pages[0].extract_text()
    assert sheet is not None
    assert sheet["A1"].value == "Monthly quality sheet"
    assert "2025 年 11 月" in page
    async with session(pool) as connection:
        rows = await connection.fetch("select actor, action, detail::text from audit order by id")
    assert [tuple(row) for row in rows] == [
        ("dispatcher", "sheet_exported", '{"sheet": "2025-11-en.xlsx"}'),
        ("manager", "sheet_exported", '{"sheet": "2025-11-zh.pdf"}'),
    ]


async def test_the_language_is_that_of_the_browser_where_none_is_asked_for() -> None:
    sheet = SheetInMemory()
    spoken = {"Accept_Language": "zh-CN,zh;q=0.9,en;q=0.5"}
    async with web_of(objectives=sheet) as web, web.get(PATH, Role.ADMIN, **spoken) as response:
        assert response.status == 200
    assert sheet.noted == [("admin", "2025-11-zh.pdf")]


async def test_an_agent_gets_no_sheet_and_nothing_is_noted() -> None:
    sheet = SheetInMemory()
    async with web_of(objectives=sheet) as web, web.get(PATH, Role.AGENT) as response:
        assert response.status == 403
    assert sheet.noted == []


@pytest.mark.parametrize("wrong", ["month=2025-13", "month=2025-1", "month=1999-12", "format=doc", "lang=fr", "day=1"])
async def test_what_is_no_month_format_or_language_is_refused(wrong: str) -> None:
    async with web_of() as web, web.get(f"/api/v1/objectives/sheet?{wrong}") as response:
        assert response.status == 422
        assert (await response.json())["errors"][0]["parameter"] == wrong.partition("=")[0]


@pytest.mark.parametrize("new", [False, True])
def test_the_command_writes_the_sheet(new: bool, postgres: EmbeddedPostgres, database_url: str, tmp_path: Path) -> None:
    """Also where the site has no tables yet."""
    config, file = tmp_path / "thirdring.toml", tmp_path / "sheet.pdf"
    if new:
        database_url = postgres.url("sheet_of_a_new_site")
        asyncio.run(ensure_database(database_url))
    config.write_text(f'[database]\nurl = "{database_url}"\n[sheet]\ndepartment = "客户服务部"\n', encoding="utf-8")
    asked = ["sheet", str(file), "--month", "2025-11", "--lang", "zh", "--config", str(config)]
    result = CliRunner().invoke(app, asked, catch_exceptions=False)
    assert result.exit_code == 0
    assert "客户服务部" in PdfReader(file).pages[0].extract_text()
    assert str(file) in result.output
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


@pytest.mark.parametrize(("file", "month"), [("sheet.doc", "2025-11"), ("sheet.pdf", "november")])
def test_the_command_says_what_it_would_take(tmp_path: Path, file: str, month: str) -> None:
    from thirdring.commands import CommandError
    from thirdring.commands.sheet import write_sheet
    from thirdring.settings import load

    with pytest.raises(CommandError, match=r"2026-11|\.pdf"):
        asyncio.run(write_sheet(load(), tmp_path / file, month, "en"))
