"""The journal goes on through three NATS servers while they are killed: nothing is lost and nothing comes twice."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from lab.nats import NatsCluster
from telephony.journal import Entry
from telephony.stream.forwarder import Forwarder
from tests.integration.stream.conftest import (
    Spool,
    everything,
    following,
    forwarding,
    options,
    reading,
    until,
    until_sent,
)


@asynccontextmanager
async def heard_on(spool: Spool) -> AsyncIterator[None]:
    """The PBX goes on talking, whatever happens to the servers."""

    over = asyncio.Event()

    async def hear() -> None:
        while not over.is_set():  # cancelled, it could leave an event that waits for the next one to be written
            await spool.hear()
            await asyncio.sleep(0.005)

    task = asyncio.create_task(hear())
    try:
        yield
    finally:
        over.set()
        await task


async def all_arrives(spool: Spool, forwarder: Forwarder, servers: NatsCluster, live: list[Entry]) -> None:
    await until_sent(forwarder, spool)
    expected = await spool.all()

    async def all_live() -> bool:
        return len(live) >= len(expected)

    await until(all_live)
    assert live == expected
    async with reading(options(servers), spool.journal.identity) as later:
        assert await everything(later) == expected
        assert later.missing_events == 0


async def more_heard(spool: Spool, events: int) -> None:
    count = spool.count

    async def is_heard() -> bool:
        return spool.count >= count + events

    await until(is_heard)


@asynccontextmanager
async def read_throughout(spool: Spool, servers: NatsCluster) -> AsyncIterator[Forwarder]:
    """While servers are killed in the block, the PBX talks and a reader reads. Then everything must have arrived."""
    async with forwarding(spool, options(servers)) as forwarder:
        await spool.hear(10)
        await until_sent(forwarder, spool)
        async with reading(options(servers), spool.journal.identity) as journal:
            journal.next_position = 1
            async with following(journal) as live:
                async with heard_on(spool):
                    yield forwarder
                await all_arrives(spool, forwarder, servers, live)


async def test_with_the_leader_two_and_all_of_three_servers_killed_every_event_arrives_once(
    spool: Spool, servers: NatsCluster
) -> None:
    async with read_throughout(spool, servers) as forwarder:
        leader = await servers.leader()
        await servers.kill(leader)
        await more_heard(spool, 20)
        position = spool.journal.next_position

        async def goes_on() -> bool:
            return forwarder.status.position >= position

        async def is_told() -> bool:
            return bool(forwarder.status.trouble)

        await until(goes_on)  # two of three are enough
        await servers.kill(await servers.leader())
        await until(is_told)
        await more_heard(spool, 20)  # on disk, as if nothing had happened
        await servers.kill()
        await more_heard(spool, 20)
        await servers.start()
