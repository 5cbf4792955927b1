"""PostgreSQL hangs: it takes every question and answers none."""

import os
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import upgrade
from kit.database.pool import connect, ensure_database, open_pool
from kit.roles import Role
from metrics.calls.store import PostgresCalls
from tests.integration.conftest import UNSAFE_AND_QUICK
from tests.integration.web.site_in_memory import Web, web_of

LIMIT_SECONDS = 2.0


def family(folder: Path) -> list[int]:
    """The server's process and all that it began."""
    [file] = folder.rglob("postmaster.pid")
    postmaster = file.read_text().split()[0]
    statuses = {path.parent.name: path.read_text() for path in Path("/proc").glob("[0-9]*/status")}
    return [int(postmaster), *(int(pid) for pid, text in statuses.items() if f"\nPPid:\t{postmaster}\n" in text)]


@contextmanager
def hanging(folder: Path) -> Iterator[None]:
    pids = family(folder)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path / "hangs", UNSAFE_AND_QUICK)
    server.start()
    yield server
    server.stop()


async def asked(web: Web) -> tuple[int, float]:
    began = time.monotonic()
    async with web.get("/api/v1/calls", Role.MANAGER) as response:
        await response.read()
        return response.status, time.monotonic() - began


@pytest.mark.alone
async def test_whoever_asks_is_told_so_in_time_and_is_served_when_it_goes_on(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    url = server.url("thirdring")
    await ensure_database(url)
    connection = await connect(url)
    await upgrade(connection)
    await connection.close()
    pool = await open_pool(url, 2)
    async with web_of(PostgresCalls(pool), request_timeout_seconds=LIMIT_SECONDS) as web:
        assert (await asked(web))[0] == 200
        with hanging(tmp_path):
            for _ in range(3):  # the second has to wait for a connection
                status, seconds = await asked(web)
                assert status == 503
                assert seconds < LIMIT_SECONDS
        assert (await asked(web))[0] == 200
    pool.terminate()
