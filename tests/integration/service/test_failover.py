"""PostgreSQL fails over to a replica that streams: what is derived comes back, what people typed needs it in time."""

import asyncio
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from kit.roles import Role
from lab.bench.failover import run
from lab.bench.replicas import Servers
from lab.bench.standby import prepared
from tests.integration.service.test_service import settings
from thirdring.commands.token import create_token, list_tokens


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """Each server reaches the other one's socket there, whoever it runs as."""
    with tempfile.TemporaryDirectory(prefix="thirdring-tests-servers-") as folder:
        yield Path(folder)


async def test_calls_are_as_if_the_primary_had_not_been_killed(open_folder: Path) -> None:
    """The short form of `./run bench failover`: the replica lacks the last moment."""
    report = await run(80, 1, open_folder, pace=3.0, calls_a_second=10.0)
    assert report.wrong == []
    assert report.calls.same == report.calls.calls > 40


@pytest.mark.parametrize("synchronous", [False, True])
async def test_what_people_typed_is_kept_where_the_replica_had_it(open_folder: Path, *, synchronous: bool) -> None:
    servers = Servers(open_folder)
    try:
        await asyncio.to_thread(servers.begin)
        await prepared(servers.first.url())
        if synchronous:
            await servers.synchronous()
        else:
            await servers.caught_up()
            await servers.lag()
        wanted = settings(open_folder / "data", servers.url())
        await create_token(wanted, Role.AGENT, "typed", None)
        servers.kill()
        await servers.promote()
        assert ("typed" in "".join(await list_tokens(wanted))) == synchronous
    finally:
        await asyncio.to_thread(servers.end)
