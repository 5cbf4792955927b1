"""The migration that stores flats of early sheets as those of today."""

from kit.database.migrate import read_migrations
from kit.database.pool import DatabasePool, session

FLATS = [
    ("花园", "1号楼", "1单元", "101室"),
    ("花园", "２#", "", "1201"),
    ("花园", "3栋", "1", "301"),
    ("花园", "3", "1", "301"),
    ("花园", "4栋", "", "401"),
    ("花园", "4幢", "", "401室"),
    ("花园", "东楼", "1", "501"),
    ("花园", "B", "2", "601"),
]


async def test_flats_lose_what_only_says_which_part_it_is_and_twins_stay(pool: DatabasePool) -> None:
    (migration,) = (one for one in read_migrations() if one.version == "20261130060301")
    async with session(pool) as connection:
        await connection.executemany(
            "insert into households (estate, building, unit, room) values ($1, $2, $3, $4)", FLATS
        )
        await connection.execute("update households set searched = '', pinyin = ''")
        for _ in range(2):
            await connection.execute(migration.up)
        rows = await connection.fetch("select building, unit, room, searched from households order by id")
    assert [tuple(row)[:3] for row in rows] == [
        ("1", "1", "101"),
        ("2", "", "1201"),
        ("3栋", "1", "301"),
        ("3", "1", "301"),
        ("4栋", "", "401"),
        ("4幢", "", "401室"),
        ("东楼", "1", "501"),
        ("B", "2", "601"),
    ]
    assert [row["searched"] for row in rows][:3] == [None, None, ""]  # what was changed is spelled anew
