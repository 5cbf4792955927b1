"""What another host hears: this service derives its calls from the stream."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import structlog

from kit.database.pool import AWAY
from metrics.calls.writer import Known, Writer
from telephony.journal import Checkpoint
from telephony.stream.following import Extent, chosen
from telephony.stream.reader import Streamed, StreamJournal, extents_of
from telephony.stream.terms import StreamError
from thirdring.access import Access
from thirdring.pipeline.derivation import REPLAY_EVENTS_MAX
from thirdring.settings import Settings
from thirdring.streaming import options_of

AGAIN_SECONDS = 0.5

log = structlog.get_logger()


@contextlib.asynccontextmanager
async def heard_elsewhere(settings: Settings, access: Access) -> AsyncIterator[Streamed]:
    """Waits for the stream, and for a journal of this site in it: without one there is nothing to derive."""
    async with contextlib.AsyncExitStack() as stack:
        told = ""
        while True:
            try:
                journal = await _journal(settings, await _known(access), stack)
                break
            except StreamError as error:
                if str(error) != told:
                    log.warning("this service waits for what another host hears", reason=str(error))
                told = str(error)
            await stack.aclose()
            await asyncio.sleep(AGAIN_SECONDS)
        log.info("another host hears for this service", site=settings.nats.site, journal=journal.identity)
        yield Streamed(journal, log)


async def _journal(settings: Settings, known: Known | None, stack: contextlib.AsyncExitStack) -> StreamJournal:
    """Raises StreamError."""
    from telephony.stream.server import connected  # it imports NATS

    stream = await stack.enter_async_context(connected(options_of(settings)))
    journal, applied = (None, 0) if known is None else (known.journal, known.progress.applied_position)
    extent = chosen(await extents_of(stream), journal, applied)
    if extent is None:
        site = settings.nats.site
        raise StreamError(f"no journal of the site {site} is in the stream: run `forward` on the host that hears")
    found = StreamJournal(stream, extent.journal, [pbx.name for pbx in settings.pbx], log)
    await found.begin()
    found.checkpoint = checkpoint_of(extent, known)
    return found


async def _known(access: Access) -> Known | None:
    """None while PostgreSQL does not answer. By the pool that is renewed when we take over: now it may only read."""
    try:
        return await Writer(access.database.pool).known()
    except AWAY:
        return None


def checkpoint_of(extent: Extent, known: Known | None) -> Checkpoint:
    """Where to derive from. What is behind the first position is told to nobody again: PostgreSQL gets it in any case.

    Where PostgreSQL says nothing, or has never heard of a journal, all that is there is old news.
    """
    if known is not None and known.journal == extent.journal:
        return Checkpoint(known.progress.applied_position, known.progress.resume_position)
    if known is not None and known.journal is not None:
        return Checkpoint()  # the journal has taken the place of another one
    return Checkpoint(extent.last_position, max(1, extent.last_position + 1 - REPLAY_EVENTS_MAX))
