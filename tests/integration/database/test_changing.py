"""What a transaction has to tell is told after its commit, once, and not at all where it is undone."""

import pytest

from kit.database.changing import changing
from kit.database.pool import DatabasePool


async def written(pool: DatabasePool) -> int:
    return int(await pool.fetchval("select count(*) from audit"))


async def write(pool: DatabasePool, heard: list[str], then: str = "select") -> None:
    async with changing(pool, heard.append) as (connection, told):
        await connection.execute("insert into audit (actor, action) values ('li', 'x')")
        told.append("written")
        await connection.execute(then)
        assert heard == []


async def test_it_is_told_once_and_everybody_sees_the_change_by_then(pool: DatabasePool) -> None:
    heard: list[str] = []
    await write(pool, heard)
    assert (heard, await written(pool)) == (["written"], 1)


async def test_what_is_undone_is_not_told(pool: DatabasePool) -> None:
    heard: list[str] = []
    with pytest.raises(Exception, match="division"):
        await write(pool, heard, "select 1 / 0")
    assert (heard, await written(pool)) == ([], 0)


async def test_what_the_commit_refuses_is_not_told(pool: DatabasePool) -> None:
    await pool.execute("create table twice (number integer unique deferrable initially deferred)")
    heard: list[str] = []
    with pytest.raises(Exception, match="twice"):
        await write(pool, heard, "insert into twice values (1), (1)")
    assert (heard, await written(pool)) == ([], 0)


async def test_who_cannot_hear_does_not_undo_it_nor_keep_the_rest_from_being_told(pool: DatabasePool) -> None:
    heard: list[int] = []

    def hear(number: int) -> None:
        if number == 1:
            raise ValueError
        heard.append(number)

    async with changing(pool, hear) as (_, told):
        told.extend([1, 2])
    assert heard == [2]
