"""The database has the site's time zone for others that read it; our own sessions are in UTC all the same."""

from kit.database.pool import connect, open_pool, session
from thirdring.commands.stack import STATEMENTS


async def test_others_see_local_times_and_our_own_sessions_are_in_utc(database_url: str) -> None:
    connection = await connect(database_url)
    await connection.execute(await connection.fetchval(STATEMENTS["local_times"], "Asia/Shanghai"))
    said = await connection.fetchval(
        "select setconfig from pg_db_role_setting s join pg_database d on d.oid = s.setdatabase "
        "where d.datname = current_database() and s.setrole = 0"
    )
    await connection.close()
    assert said == ["TimeZone=Asia/Shanghai"]
    again = await connect(database_url)
    assert await again.fetchval("show timezone") == "UTC"
    await again.close()
    pool = await open_pool(database_url)
    async with session(pool) as ours:
        assert await ours.fetchval("show timezone") == "UTC"
    await pool.close()
