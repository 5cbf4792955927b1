"""`thirdring households …` on a database of its own."""

import asyncio
import io
import json
import stat
from pathlib import Path

import pytest
from rich.console import Console

from kit import i18n
from kit.database.pool import session
from kit.http.auth.users import whoever_types
from thirdring.access import database
from thirdring.commands import CommandError
from thirdring.commands.households import Asked, export_households, import_households
from thirdring.commands.named_columns import named_columns
from thirdring.settings import Settings
from ticketing.households.columns import Column

SHEET = "楼栋,单元,房号,姓名,电话\n3,2,1201,张三,13800138000\n3,2,1202,李四,1390013900\n"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    i18n.use("en")
    file = tmp_path / "households.csv"
    file.write_text(SHEET)
    return file


def run(settings: Settings, asked: Asked) -> list[str]:
    return import_households(settings, asked, "en", Console(file=io.StringIO()))


async def in_thread(settings: Settings, asked: Asked) -> list[str]:
    """A command has an event loop of its own."""
    return await asyncio.to_thread(run, settings, asked)


BAD = "line 3, 电话: a number in it is no phone number of this country or of the site, and is left out"


async def test_good_rows_are_imported_and_bad_ones_told(settings: Settings, sheet: Path, tmp_path: Path) -> None:
    summary = "2 households added, 0 changed, 0 as they were; 0 bad rows and 1 bad cells left out."
    assert await in_thread(settings, Asked(sheet, "Garden")) == [BAD, summary]
    assert await export_households(settings, tmp_path / "out.xlsx", "zh") == "2 households written."
    assert stat.S_IMODE((tmp_path / "out.xlsx").stat().st_mode) == 0o600
    again = await in_thread(settings, Asked(tmp_path / "out.xlsx"))
    assert again == ["0 households added, 0 changed, 2 as they were; 0 bad rows and 0 bad cells left out."]


async def test_an_export_and_an_import_are_in_the_audit_log_by_who_and_how_many_and_nothing_more(
    settings: Settings, sheet: Path, tmp_path: Path
) -> None:
    await in_thread(settings, Asked(sheet, "Garden"))
    await export_households(settings, tmp_path / "out.csv", "zh")
    async with database(settings) as pool, session(pool) as connection:
        entries = await connection.fetch("select actor, action, detail from audit order by id")
    assert [entry["action"] for entry in entries] == ["households_imported", "households_exported"]
    assert {entry["actor"] for entry in entries} == {whoever_types()}
    assert [json.loads(entry["detail"]) for entry in entries] == [
        {"added": 2, "changed": 0, "unchanged": 0},
        {"households": 2},
    ]


async def test_all_or_nothing_imports_nothing_where_a_row_is_bad(
    settings: Settings, sheet: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match=r"line 3(.|\n)*Nothing was imported"):
        await in_thread(settings, Asked(sheet, all_or_nothing=True))
    assert await export_households(settings, tmp_path / "out.csv", "en") == "0 households written."


async def test_a_preview_changes_nothing_and_shows_no_name_and_no_number(
    settings: Settings, sheet: Path, tmp_path: Path
) -> None:
    lines = await in_thread(settings, Asked(sheet, "Garden", preview=True))
    assert "line 2: 楼栋 3, 单元 2, 房号 1201 → Garden 3-2-1201: 1 people, 1 phones" in lines
    assert not [line for line in lines if "张三" in line or "138" in line]
    assert await export_households(settings, tmp_path / "out.csv", "en") == "0 households written."


async def test_housekeepers_who_are_no_users_are_told(settings: Settings, sheet: Path) -> None:
    await asyncio.to_thread(sheet.write_text, "房号,管家\n1,王\n2,王\n3,李\n4,\n")
    async with database(settings) as pool, session(pool) as connection:
        await connection.execute("insert into users (name, password_hash, role) values ('李', '-', 'agent')")
    no_agent, no_user, _summary = await in_thread(settings, Asked(sheet))
    assert no_agent.endswith("no phone of theirs rings first: 王 (2 households), 李 (1 households)")
    assert no_user == "housekeepers who are no users, so that they see no tickets: 王 (2 households)"


async def test_a_terminal_shows_how_far_the_import_is(settings: Settings, sheet: Path) -> None:
    shown = io.StringIO()
    console = Console(file=shown, force_terminal=True, width=100)
    await asyncio.to_thread(import_households, settings, Asked(sheet), "en", console)
    assert "reading rows" in shown.getvalue()
    assert "storing households" in shown.getvalue()
    assert "2/2" in shown.getvalue() or "━" in shown.getvalue()


async def test_a_sheet_that_is_not_there_is_said(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        await in_thread(settings, Asked(tmp_path / "none.csv"))


def test_a_column_is_named_by_its_header() -> None:
    assert named_columns(["a=b=room", "Code=building"], Column) == {"a=b": Column.ROOM, "Code": Column.BUILDING}
    with pytest.raises(CommandError, match="one of estate, building"):
        named_columns(["Code=house"], Column)
