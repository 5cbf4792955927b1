from pathlib import Path

import thirdring.desk
from thirdring.database.pool import DatabasePool, session
from thirdring.database.statements import read_statements

FILES = sorted((Path(thirdring.desk.__file__).parent / "sql").glob("*.sql"))
STATEMENTS = [(file.stem, name, text) for file in FILES for name, text in read_statements(file).items()]


def test_there_are_statements() -> None:
    assert len(STATEMENTS) > 30


async def test_every_statement_fits_the_tables(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        for _, name, text in STATEMENTS:
            assert (await connection.prepare(text)).get_query() == text, name
