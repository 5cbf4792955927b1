"""Every statement that is written in a .sql file is one that PostgreSQL understands."""

from pathlib import Path

import pytest

import thirdring
from thirdring.database.pool import DatabasePool, session
from thirdring.database.statements import read_statements

ROOM = Path(thirdring.__file__).parent
STATEMENTS = [
    pytest.param(sql, id=f"{file.stem}.{name}")
    for file in sorted(ROOM.rglob("*.sql"))
    if file.parent.name != "migrations"
    for name, sql in read_statements(file).items()
]


@pytest.mark.parametrize("sql", STATEMENTS)
async def test_every_statement_can_be_prepared(pool: DatabasePool, sql: str) -> None:
    async with session(pool) as connection:
        await connection.prepare(sql)


def test_a_name_that_comes_twice_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.sql"
    file.write_text("-- name: a\nselect 1;\n-- name: a\nselect 2;\n")
    with pytest.raises(ValueError, match="twice"):
        read_statements(file)
