"""Every statement that is written in a .sql file is one that PostgreSQL understands."""

from pathlib import Path

import pytest

from kit.database.pool import DatabasePool, session
from kit.database.statements import read_statements

HOME = Path(__file__).parents[3]
ROOMS = ("kit", "metrics", "thirdring", "ticketing")
FILES = sorted(file for room in ROOMS for file in (HOME / room).rglob("*.sql") if file.parent.name != "migrations")


async def test_every_statement_can_be_prepared(pool: DatabasePool) -> None:
    wrong = {}
    async with session(pool) as connection:
        for file in FILES:
            for name, sql in read_statements(file).items():
                try:
                    await connection.prepare(sql)
                except Exception as error:  # noqa: BLE001  all of them are told, not the first
                    wrong[f"{file.name}: {name}"] = str(error)
    assert wrong == {}
    assert FILES


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text("-- name: a\nselect 1;\n-- name: a\nselect 2;\n")
    with pytest.raises(ValueError, match="twice"):
        read_statements(file)
