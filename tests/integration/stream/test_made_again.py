"""A stream that somebody removed: a forwarder makes it again, with sequences from 1, and readers go on."""

from collections.abc import AsyncIterator

import pytest

from lab.nats import NatsCluster
from telephony.stream.cursor import Cursor
from telephony.stream.reader import StreamJournal
from telephony.stream.server import Stream
from telephony.stream.terms import State, StreamError
from tests.integration.stream.conftest import (
    Said,
    Spool,
    everything,
    following,
    forwarding,
    options,
    reading,
    until,
    until_sent,
)


@pytest.fixture
async def journal(spool: Spool, server: NatsCluster) -> AsyncIterator[StreamJournal]:
    """One that is forwarded, a message for each of ten."""
    async with forwarding(spool, options(server)) as forwarder:
        for _ in range(10):
            await spool.hear()
            await until_sent(forwarder, spool)
        async with reading(options(server), spool.journal.identity) as found:
            yield found


async def remove(stream: Stream) -> None:
    await stream._line._jet.delete_stream(stream.options.stream)


async def test_a_service_elsewhere_hears_on_where_the_stream_was_removed_and_made_again(
    spool: Spool, journal: StreamJournal
) -> None:
    async with following(journal) as live:
        await spool.hear()

        async def all_live() -> bool:
            return len(live) == 3 * (spool.count - 10)

        await until(all_live)
        await remove(journal.stream)
        await spool.hear(2)
        await until(all_live)
        assert live == (await spool.all())[30:]
        assert journal.missing_events == 0


async def test_what_is_read_by_position_is_found_in_the_stream_that_was_made_again(
    spool: Spool, journal: StreamJournal
) -> None:
    assert await everything(journal) == await spool.all()
    await remove(journal.stream)
    await spool.hear()

    async def is_read() -> bool:
        return await journal.read(31) == (await spool.all())[30:]

    await until(is_read)


async def test_a_stream_that_holds_less_than_before_is_trouble(spool: Spool, server: NatsCluster) -> None:
    wanted = options(server)
    async with forwarding(spool, wanted) as forwarder:
        await spool.hear(2)
        await until_sent(forwarder, spool)
    async with reading(wanted, spool.journal.identity) as journal:
        await journal.look()
        assert not journal.health.trouble
        await remove(journal.stream)
        await journal.stream.make()
        await journal.look()
        assert "holds less" in journal.health.trouble
        assert journal.health.last_position == 6


@pytest.mark.parametrize(
    ("state", "is_anew"),
    [
        (State(1, 7, 0, 0, 1, 1, made_us=5), False),
        (State(1, 6, 0, 0, 1, 1, made_us=5), True),  # restored
        (State(1, 99, 0, 0, 1, 1, made_us=6), True),
    ],
)
async def test_a_place_is_looked_for_again_where_the_stream_is_another_or_ends_before_it(
    state: State, is_anew: bool
) -> None:
    said = Said()
    cursor = Cursor(_Nothing(), "subject", ["main"], said)  # type: ignore[arg-type]
    cursor.sequence, cursor._made_us = 8, 5
    cursor.check(state, 8)
    assert (cursor.sequence == 0, len(said.events)) == (is_anew, is_anew)
    if is_anew:
        with pytest.raises(StreamError, match="made again"):
            await cursor.read(1)


class _Nothing:
    async def next(self, subject: str, sequence: int) -> None:
        return None
