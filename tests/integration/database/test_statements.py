"""Every statement that is written in a .sql file is one that PostgreSQL understands."""

import importlib
import re
from pathlib import Path

from kit.database.pool import DatabasePool, session
from kit.database.statements import Statements

HOME = Path(__file__).parents[3]
ROOMS = ("kit", "metrics", "thirdring", "ticketing")
FILES = {file for room in ROOMS for file in (HOME / room).rglob("*.sql") if file.parent.name != "migrations"}


def all_statements() -> list[Statements]:
    """As the modules hold them: what is made of rows stands in them."""
    found: dict[int, Statements] = {}
    for file in (file for room in ROOMS for file in (HOME / room).rglob("*.py")):
        if "read_statements(" in file.read_text():
            module = importlib.import_module(".".join(file.relative_to(HOME).with_suffix("").parts))
            found |= {id(held): held for held in vars(module).values() if isinstance(held, Statements)}
    return list(found.values())


async def test_every_statement_can_be_prepared(pool: DatabasePool) -> None:
    wrong = {}
    async with session(pool) as connection:
        for statements in all_statements():
            for name, sql in statements.items():
                try:
                    await connection.prepare(sql)
                except Exception as error:  # noqa: BLE001  all of them are told, not the first
                    wrong[f"{statements.file.name}: {name}"] = str(error)
    assert wrong == {}


def test_each_file_of_statements_is_read_by_a_module() -> None:
    assert {statements.file for statements in all_statements()} == FILES


def test_every_statement_says_in_a_line_what_it_is_for() -> None:
    silent = [
        f"{statements.file.name}: {name}"
        for statements in all_statements()
        for name, sql in statements.items()
        if not re.match(r"-- \S.{10,}\n", sql)
    ]
    assert silent == []
