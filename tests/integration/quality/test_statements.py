from pathlib import Path

import thirdring.quality
from thirdring.database.pool import DatabasePool, session
from thirdring.database.statements import read_statements

FILES = sorted((Path(thirdring.quality.__file__).parent / "sql").glob("*.sql"))
STATEMENTS = [(name, text) for file in FILES for name, text in read_statements(file).items()]


async def test_every_statement_fits_the_tables(pool: DatabasePool) -> None:
    assert STATEMENTS
    async with session(pool) as connection:
        for name, text in STATEMENTS:
            assert (await connection.prepare(text)).get_query() == text, name
