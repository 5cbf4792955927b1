"""`thirdring places import` on a database of its own."""

from pathlib import Path

import pytest

from kit import i18n
from kit.database.pool import DatabasePool, session
from thirdring.commands import CommandError
from thirdring.commands.places import Asked, import_places
from thirdring.settings import Settings

SHEET = "楼栋,类型,名称,备注\n3号楼,电梯,1号梯,三菱\n3号楼,,2号电梯,\n,桑拿,浴室,\n"
BAD = "line 4, 类型: the kind is one of: garage, lift, plant room, gate, lobby, stairs, roof, grounds, amenity, other"


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    i18n.use("en")
    file = tmp_path / "places.csv"
    file.write_text(SHEET, "utf-8")
    return file


def rewrite(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")


async def test_places_are_imported_once_and_a_later_sheet_adds_to_them(
    settings: Settings, sheet: Path, pool: DatabasePool
) -> None:
    done = await import_places(settings, Asked(sheet, "云山"), "en")
    assert done == [BAD, "2 places added, 0 changed, 0 as they were; 1 bad rows left out."]
    again = await import_places(settings, Asked(sheet, "云山"), "en")
    assert again[-1] == "0 places added, 0 changed, 2 as they were; 1 bad rows left out."
    rewrite(sheet, "楼栋,类型,名称,备注\n3栋,电梯,１号梯,奥的斯\n3栋,货梯,2号电梯,\n")
    later = await import_places(settings, Asked(sheet, "云山"), "en")
    assert later[-1] == "0 places added, 1 changed, 1 as they were; 0 bad rows left out."
    async with session(pool) as connection:
        rows = await connection.fetch("select name, building, kind, notes, version from places order by id")
        noted = await connection.fetchval("select count(*) from audit where action = 'places_imported'")
    assert [tuple(row) for row in rows] == [("1号梯", "3", "lift", "奥的斯", 2), ("2号电梯", "3", "lift", "", 1)]
    assert noted == 3


async def test_a_preview_and_all_or_nothing_change_nothing(settings: Settings, sheet: Path, pool: DatabasePool) -> None:
    shown = await import_places(settings, Asked(sheet, preview=True), "en")
    assert shown[0] == BAD
    assert "lift: 3 1号梯" in shown
    assert shown[-2:] == ["3 rows, 2 places, 1 bad rows", "Nothing has changed: this was a preview."]
    with pytest.raises(CommandError, match="some rows are bad"):
        await import_places(settings, Asked(sheet, all_or_nothing=True), "en")
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from places") == 0
