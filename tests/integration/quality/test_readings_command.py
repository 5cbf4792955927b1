"""`thirdring readings import` on a database of its own."""

from pathlib import Path

import pytest

from kit import i18n
from kit.database.pool import DatabasePool, session
from tests.unit.ticketing.moments import at
from thirdring.commands import CommandError
from thirdring.commands.readings import Asked, import_readings
from thirdring.settings import Settings

NOON = at("2026-11-25 12:00")
SHEET = "项目,日期,类别,实到,应到\n1,2026-11-24,出勤,19,20\n出勤,2026-11-24,,1,1\n1,2026-11-23,出勤,20,20\n"
BAD = "line 3, 项目: this line of the sheet is not fed by readings"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    i18n.use("en")
    file = tmp_path / "readings.csv"
    file.write_text(SHEET)
    return file


def rewrite(file: Path, text: str) -> None:
    file.write_text(text)


async def test_good_rows_are_told_bad_ones_said_and_again_changes_nothing(settings: Settings, sheet: Path) -> None:
    summary = "2 readings added, 0 corrected, 0 confirmed, 0 as they were; 1 bad rows left out."
    assert await import_readings(settings, Asked(sheet), "en", NOON) == [BAD, summary]
    again = await import_readings(settings, Asked(sheet), "en", NOON)
    assert again[-1] == "0 readings added, 0 corrected, 0 confirmed, 2 as they were; 1 bad rows left out."


async def test_other_figures_are_a_correction_that_names_the_sheet(
    settings: Settings, sheet: Path, pool: DatabasePool
) -> None:
    await import_readings(settings, Asked(sheet), "en", NOON)
    rewrite(sheet, SHEET.replace("19,20", "20,20"))
    done = await import_readings(settings, Asked(sheet), "en", NOON)
    assert done[-1] == "0 readings added, 1 corrected, 0 confirmed, 1 as they were; 1 bad rows left out."
    async with session(pool) as connection:
        rows = await connection.fetch("select version, met, why from readings where day = '2026-11-24' order by 1")
    assert [tuple(row) for row in rows] == [(1, 19, ""), (2, 20, "readings.csv")]


async def test_all_or_nothing_tells_nothing_where_a_row_is_bad(
    settings: Settings, sheet: Path, pool: DatabasePool
) -> None:
    with pytest.raises(CommandError, match=r"line 3(.|\n)*Nothing was imported"):
        await import_readings(settings, Asked(sheet, all_or_nothing=True), "en", NOON)
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from readings") == 0


async def test_a_preview_shows_the_figures_and_tells_nothing(
    settings: Settings, sheet: Path, pool: DatabasePool
) -> None:
    lines = await import_readings(settings, Asked(sheet, preview=True), "en", NOON)
    assert lines == [
        BAD,
        "header: line 1",
        "columns: 项目 = objective, 日期 = day, 类别 = series, 实到 = met, 应到 = total",
        "left out: -",
        "2026-11-24 1 出勤: 19 / 20",
        "2026-11-23 1 出勤: 20 / 20",
        "3 rows, 2 readings, 1 bad rows",
        "Nothing has changed: this was a preview.",
    ]
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from readings") == 0


async def test_a_sheet_that_is_not_there_or_says_nothing_is_said(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="No such file"):
        await import_readings(settings, Asked(tmp_path / "none.csv"), "en", NOON)
    rewrite(tmp_path / "other.csv", "a,b\n1,2\n")
    with pytest.raises(CommandError, match=r"no column for: objective \(序号\), day \(日期\), met"):
        await import_readings(settings, Asked(tmp_path / "other.csv"), "en", NOON)
