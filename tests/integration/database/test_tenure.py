"""One service stores in a database. A real PostgreSQL gives the lock, takes it back, hangs and comes again."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from kit.database.embedded import EmbeddedPostgres
from kit.database.errors import HeldError, InUseError, MigrationError, ShutError
from kit.database.gate import STALE_SECONDS
from kit.database.lock import KEY, lock
from kit.database.migrate import Migration, read_migrations, upgrade
from kit.database.pool import AWAY, DatabasePool, connect, ensure_database, open_pool, session
from kit.database.postmaster import read_postmaster
from kit.database.tenure import Tenure

NEWER = "insert into schema_migrations values ('29990101000001')"


async def _up() -> None:
    """It runs already."""


def tenure_of(url: str, data_dir: Path) -> Tenure:
    data_dir.mkdir(exist_ok=True)
    return Tenure(url, data_dir, _up)


@asynccontextmanager
async def serving(tenure: Tenure, url: str) -> AsyncIterator[DatabasePool]:
    pool = await open_pool(url, 2, gate=tenure.gate, name=tenure.name)
    await tenure.begin(10)
    task = asyncio.create_task(tenure.run())
    try:
        yield pool
    finally:
        task.cancel()
        await asyncio.wait({task})
        await tenure.end()
        pool.terminate()


async def until(holds: Callable[[], bool], seconds: float = 60) -> float:
    began = time.monotonic()
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.01)
    return time.monotonic() - began


async def end_lock_session(url: str) -> None:
    other = await connect(url)
    sql = "select pg_terminate_backend(pid) from pg_locks where granted and classid = $1::int::oid and objsubid = 2"
    await other.execute(sql, KEY[0])
    await other.close()


async def test_a_second_service_is_refused_by_name_of_the_first_and_writes_nothing(
    database_url: str, tmp_path: Path
) -> None:
    first, second = tenure_of(database_url, tmp_path / "first"), tenure_of(database_url, tmp_path / "second")
    async with serving(first, database_url) as pool:
        async with session(pool) as connection:
            before = await connection.fetchrow("select * from tenure, site")
        with pytest.raises(HeldError, match=rf"process {os.getpid()}, data_dir {tmp_path}/first, version .* since 20"):
            await second.begin(10)
        async with session(pool) as connection:
            assert await connection.fetchrow("select * from tenure, site") == before
        assert list((tmp_path / "second").iterdir()) == []


async def test_the_lock_is_free_as_soon_as_the_first_is_gone(database_url: str, tmp_path: Path) -> None:
    async with serving(tenure_of(database_url, tmp_path / "data"), database_url):
        pass
    second = tenure_of(database_url, tmp_path / "data")
    async with serving(second, database_url):
        assert second.gate.is_open


@pytest.mark.alone
async def test_a_lost_lock_shuts_the_gate_at_once_and_is_taken_again(database_url: str, tmp_path: Path) -> None:
    tenure = tenure_of(database_url, tmp_path / "data")
    async with serving(tenure, database_url) as pool:
        await end_lock_session(database_url)
        assert await until(lambda: not tenure.gate.is_open) < 0.5
        with pytest.raises(ShutError):
            async with session(pool):
                pass
        await until(lambda: tenure.gate.is_open)
        async with session(pool) as connection:
            assert await connection.fetchval("select epoch from tenure") == 1
        assert tenure.trouble == ""


async def test_who_takes_over_ends_the_sessions_of_the_other_and_keeps_new_ones_out(
    database_url: str, tmp_path: Path
) -> None:
    first, second = tenure_of(database_url, tmp_path / "data"), tenure_of(database_url, tmp_path / "data")
    async with serving(first, database_url) as pool, session(pool) as left_open:
        await left_open.execute("begin")
        await end_lock_session(database_url)
        await second.begin(10)
        assert second.gate.is_open
        with pytest.raises(AWAY):
            await left_open.execute("update fold set applied_position = 1")
        late = await connect(database_url)
        with pytest.raises(ShutError):
            await first.gate.admit(late)
        await late.close()
        await until(lambda: "Another Third Ring stores in this database" in first.trouble)
        assert not first.gate.is_open
        await second.end()
        await until(lambda: first.gate.is_open)


async def test_while_somebody_else_has_it_nothing_of_ours_gets_through(database_url: str, tmp_path: Path) -> None:
    tenure = tenure_of(database_url, tmp_path / "data")
    async with serving(tenure, database_url) as pool:
        rival = await connect(database_url, "thirdring restore")
        waiting = asyncio.create_task(rival.execute("select pg_advisory_lock($1, $2)", *KEY))
        await asyncio.sleep(0.1)
        await end_lock_session(database_url)
        await waiting
        await until(lambda: "thirdring restore, on PostgreSQL's machine" in tenure.trouble)
        with pytest.raises(ShutError, match="thirdring restore"):
            async with session(pool):
                pass
        await rival.close()
        await until(lambda: tenure.gate.is_open)


async def test_tables_are_not_changed_below_a_service_and_a_service_leaves_newer_ones(
    database_url: str, tmp_path: Path
) -> None:
    tenure = tenure_of(database_url, tmp_path / "data")
    async with serving(tenure, database_url):
        other = await connect(database_url)
        later = [*read_migrations(), Migration("29990101000001", "later", "create table later ()", "")]
        with pytest.raises(InUseError, match=f"process {os.getpid()}"):
            await upgrade(other, later)
        await other.execute(NEWER)
        await until(lambda: "newer Third Ring" in tenure.trouble)
        assert not tenure.gate.is_open
        await other.execute("delete from schema_migrations where version > '2999'")
        await until(lambda: tenure.gate.is_open)
        await other.close()


async def test_a_newer_database_is_refused_at_the_start(database_url: str, tmp_path: Path) -> None:
    other = await connect(database_url)
    await other.execute(NEWER)
    with pytest.raises(MigrationError, match="newer Third Ring"):
        await tenure_of(database_url, tmp_path / "data").begin(10)
    assert await other.fetchval("select count(*) from site") == 0
    await other.close()


async def test_who_finds_out_only_later_that_it_may_not_ends_as_well(database_url: str, tmp_path: Path) -> None:
    """An embedded PostgreSQL comes up beside the service; a server that was away answers after the start."""
    other = await connect(database_url)
    await other.execute(NEWER)
    with pytest.raises(MigrationError, match="newer Third Ring"):
        await tenure_of(database_url, tmp_path / "data").run()
    await other.close()


async def test_a_command_that_holds_the_lock_is_named_as_well(database_url: str, tmp_path: Path) -> None:
    rival = await connect(database_url, "thirdring db adopt")
    await lock(rival, 0)
    with pytest.raises(HeldError, match=r": thirdring db adopt, on PostgreSQL's machine, since 20"):
        await tenure_of(database_url, tmp_path / "data").begin(10)
    await rival.close()


@pytest.mark.alone
async def test_a_hung_postgresql_is_told_within_five_seconds_and_shuts_the_gate_before_the_server_gives_the_lock_away(
    tmp_path: Path,
) -> None:
    server = EmbeddedPostgres(tmp_path / "hung", {"fsync": "off"})
    await asyncio.to_thread(server.start)
    await ensure_database(server.url())
    running = read_postmaster(server.data)
    assert running is not None
    children = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    tenure = tenure_of(server.url(), tmp_path / "data")
    async with serving(tenure, server.url()):
        pids = [running.pid, *map(int, children.read_text().split())]  # noqa: ASYNC240 - /proc never waits for a disk
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        try:
            assert await until(lambda: bool(tenure.trouble)) < 5
            assert await until(lambda: not tenure.gate.is_open) < STALE_SECONDS
        finally:
            for pid in pids:
                os.kill(pid, signal.SIGCONT)
        await until(lambda: tenure.gate.is_open and not tenure.trouble)
    await asyncio.to_thread(server.stop)


async def test_the_server_is_asked_to_notice_a_vanished_machine_soon(tmp_path: Path, free_port: int) -> None:
    server = EmbeddedPostgres(tmp_path / "tcp", listen=("127.0.0.1", free_port))
    await asyncio.to_thread(server.start)
    await ensure_database(server.url())
    password = (server.home / "password").read_text().strip()
    url = f"postgresql://thirdring:{password}@127.0.0.1:{free_port}/thirdring"
    tenure = tenure_of(url, tmp_path / "data")
    await tenure.begin(10)
    assert tenure._connection is not None
    names = ("idle", "interval", "count")
    seen = [await tenure._connection.fetchval(f"show tcp_keepalives_{name}") for name in names]
    idle, interval, count = map(int, seen)
    assert STALE_SECONDS < idle + interval * count <= 25
    assert await tenure._connection.fetchval("show tcp_user_timeout") == "25000"  # an answer is on its way, say
    await tenure.end()
    await asyncio.to_thread(server.stop)
