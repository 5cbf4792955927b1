"""The whole service from its start to its end. Each outside thing is an argument; a test passes its own.

What is entered first is left last: on the way out links stop, what they had heard is journaled and derived, the store
writes what it has, and only then is the database let go.
"""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from functools import partial

import structlog

from kit.tasks import Tasks, hold_alone
from telephony.ami.link import AmiLink
from telephony.ami.subscription import own_event
from telephony.events import LINK_UP
from telephony.journal import Batch, Journal
from thirdring import garbage
from thirdring.access import storing
from thirdring.agi import agi_serving
from thirdring.assembly import NowUs, Service, assemble, site_of, sqlite_journal
from thirdring.backup.restoring import refuse_unfinished
from thirdring.http.server import serving
from thirdring.links import link_to
from thirdring.pipeline.intake import Intake
from thirdring.pipeline.watch import watch
from thirdring.settings import Pbx, Settings
from ticketing.agi.desk import AgiDesk
from ticketing.desk.worker import DeskWorker

PRUNE_SECONDS = 60.0
STOP_SECONDS = 2.0
FIRST_ANSWER_SECONDS = 5.0
"""Nothing else begins before PostgreSQL has said that the database is ours, or has said nothing for so long."""

NOBODY_LEFT = (own_event(LINK_UP, Greeting="none"), own_event("CoreShowChannelsComplete"))
"""What a PBX that is in the settings no more is taken to say, so that its calls do not stay live for ever."""

log = structlog.get_logger()


def now_us() -> int:
    return time.time_ns() // 1000


async def serve(settings: Settings, started: Callable[[Service], None] = lambda _: None) -> None:
    """Until SIGINT or SIGTERM. Raises what ended a part of the service that must not end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings) as service:
        log.info("serving", address="{}:{}".format(*service.address))
        garbage.settle()
        started(service)
        await service.tasks.until(stop.wait())
        log.info("stopping")


async def _at_once(_service: Service) -> None:
    pass


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    *,
    make_link: Callable[[Pbx], AmiLink] = link_to,
    make_journal: Callable[[Settings], Journal] | None = None,
    clock: NowUs = now_us,
    before_desk: Callable[[Service], Awaitable[None]] = _at_once,
) -> AsyncIterator[Service]:
    """`before_desk` is awaited before the desk takes up what calls mean; meanwhile they wait."""
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(hold_alone(settings.data_dir))
        refuse_unfinished(settings.data_dir)
        access = await stack.enter_async_context(storing(settings))
        tasks = Tasks()
        stack.push_async_callback(access.tenure.end)
        if not settings.database.embedded:  # an embedded one is a part of data_dir, which we hold
            await access.tenure.begin(FIRST_ANSWER_SECONDS)
        await stack.enter_async_context(tasks.start(access.tenure.run(), "tenure"))
        journal = (make_journal or sqlite_journal)(settings)
        stack.push_async_callback(journal.close)
        service = assemble(settings, access, journal, {p.name: make_link(p) for p in settings.pbx}, tasks, clock)
        await _start(service, stack, clock, partial(before_desk, service))
        agi_desk = AgiDesk(service.desk, access.database.pool, service.by_key, settings.devices())
        agi_address = await stack.enter_async_context(agi_serving(settings, agi_desk, clock, service.agi_counts))
        address = await stack.enter_async_context(serving(site_of(service, clock)))
        yield replace(service, address=address, agi_address=agi_address)


async def _start(
    service: Service, stack: contextlib.AsyncExitStack, clock: NowUs, before_desk: Callable[[], Awaitable[None]]
) -> None:
    """The calls that were live come back first; then everything runs at once."""
    await service.intake.restore()
    service.fold.begin()
    start = service.tasks.start
    await stack.enter_async_context(start(service.fold.run(), "store"))
    stack.push_async_callback(service.fold.finish, STOP_SECONDS)
    await stack.enter_async_context(start(service.desk_worker.run(before_desk), "desk"))
    stack.push_async_callback(_settle, service.desk_worker)
    stack.push_async_callback(service.click_to_call.close)
    await stack.enter_async_context(start(service.by_key.run(), "said by key"))
    await stack.enter_async_context(start(service.keeper.run(), "objectives"))
    await stack.enter_async_context(start(service.quality.run(), "duties"))
    await stack.enter_async_context(start(service.intake.run(), "intake"))
    stack.push_async_callback(_drain, service)
    await stack.enter_async_context(start(_prune(service, clock), "prune"))
    await stack.enter_async_context(start(watch(service.journal), "journal watch"))
    for name in service.derivation.left_behind(service.links.keys()):
        await service.intake.offer(Batch(name, [(frame, clock()) for frame in NOBODY_LEFT]))
    for name, link in service.links.items():
        await stack.enter_async_context(start(_feed(name, link, service.intake), f"feed {name}"))
        await stack.enter_async_context(start(link.run(), f"link {name}"))


async def _feed(name: str, link: AmiLink, intake: Intake) -> None:
    while True:
        await intake.offer(Batch(name, await link.inbox.get()))


async def _drain(service: Service) -> None:
    """What the links had heard when they were stopped, the end of the link included."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            for name, link in service.links.items():
                while link.inbox.depth:
                    await service.intake.offer(Batch(name, await link.inbox.get()))
            await service.intake.drain()


async def _settle(worker: DeskWorker) -> None:
    """What is left over is found in the table of calls at the next start."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            await worker.settle()


async def _prune(service: Service, clock: NowUs) -> None:
    while True:
        await asyncio.sleep(PRUNE_SECONDS)
        forgotten = await service.journal.prune(service.fold.resume_position, clock())
        if forgotten:
            log.info("the journal let old events go", events=forgotten)
