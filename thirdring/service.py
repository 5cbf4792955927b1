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

from kit.phases import reach, reached
from kit.tasks import Tasks, hold_alone
from telephony.ami.link import AmiLink
from telephony.ami.own import own_event
from telephony.events import LINK_UP
from telephony.journal import Batch, Journal
from thirdring import garbage
from thirdring.access import storing
from thirdring.agi import agi_serving
from thirdring.assembly import NowUs, Service, assemble, site_of, sqlite_journal
from thirdring.away import AwayAgents
from thirdring.backup.restoring import refuse_unfinished
from thirdring.ears import Ears, hearing, own_ears
from thirdring.first_start import announce
from thirdring.http.server import serving
from thirdring.http.site import Site
from thirdring.idle import IdleSessions, in_calls, on_duty
from thirdring.links import ear_keys_of, link_to
from thirdring.listening.beside import stand_by
from thirdring.listening.early import Early
from thirdring.pipeline.watch import watch
from thirdring.settings import Pbx, Settings
from ticketing.agi.desk import AgiDesk
from ticketing.workflows.worker import DeskWorker

PRUNE_SECONDS = 60.0
STOP_SECONDS = 2.0
FIRST_ANSWER_SECONDS = 5.0
"""Nothing else begins before PostgreSQL has said that the database is ours, or has said nothing for so long."""

NOBODY_LEFT = (own_event(LINK_UP, Greeting="none"), own_event("CoreShowChannelsComplete"))
"""What a PBX that is in the settings no more is taken to say, so that its calls do not stay live for ever."""

log = structlog.get_logger()


def now_us() -> int:
    return time.time_ns() // 1000


async def serve(
    settings: Settings, started: Callable[[Service], None] = lambda _: None, early: Early | None = None
) -> None:
    """Until SIGINT or SIGTERM. Raises what ended a part of the service that must not end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, early=early) as service:
        reach("serving")
        log.info("serving", address="{}:{}".format(*service.address), seconds=reached())
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
    early: Early | None = None,
) -> AsyncIterator[Service]:
    """`before_desk` is awaited before the desk takes up what calls mean; meanwhile they wait. `early` is what hears the
    PBX already, and holds data_dir."""
    async with contextlib.AsyncExitStack() as stack:
        if early is None:
            stack.enter_context(hold_alone(settings.data_dir))
        refuse_unfinished(settings.data_dir)
        access = await stack.enter_async_context(storing(settings))
        tasks = Tasks()
        stack.push_async_callback(access.tenure.end)
        if not settings.database.embedded:  # an embedded one is a part of data_dir, which we hold
            await access.tenure.begin(FIRST_ANSWER_SECONDS)
        await stack.enter_async_context(tasks.start(access.tenure.run(), "tenure"))
        reach("database asked")
        ears: Ears | Early = early or await own_ears(settings, stack, access, make_link, make_journal or sqlite_journal)
        service = assemble(settings, access, ears.journal, ears.links, tasks, clock, ears.ear)
        await _start(service, stack, clock, partial(before_desk, service), early)
        agi_desk = AgiDesk(service.desk, access.database.pool, service.by_key, settings.devices())
        rings = service.canary.ring_seconds
        agi_address = await stack.enter_async_context(agi_serving(settings, agi_desk, rings, clock, service.agi_counts))
        site = site_of(service, clock)
        address = await stack.enter_async_context(serving(site))
        await _look_after_sessions(service, site, stack, clock, address)
        yield replace(service, address=address, agi_address=agi_address)


async def _look_after_sessions(
    service: Service, site: Site, stack: contextlib.AsyncExitStack, clock: NowUs, address: tuple[str, int]
) -> None:
    pool = service.database.pool
    limit_us = service.settings.web.idle_minutes * 60_000_000
    busy = partial(_busy, service)
    idle = IdleSessions(pool, site.activity, site.tokens, site.streams, limit_us, busy)
    await stack.enter_async_context(service.tasks.start(idle.run(clock), "idle sessions"))
    away_us = int(service.settings.desk.away_minutes * 60_000_000)
    away = AwayAgents(pool, site.attendance, service.agents, away_us)
    await stack.enter_async_context(service.tasks.start(away.run(clock), "who is away"))
    if site.desk is not None:
        announcing = asyncio.create_task(announce(pool, site.desk.first_start, address), name="first start")
        stack.callback(announcing.cancel)


def _busy(service: Service) -> set[str]:
    return in_calls(service.derivation.live_calls()) | on_duty(service.agents.board)


async def _start(
    service: Service,
    stack: contextlib.AsyncExitStack,
    clock: NowUs,
    before_desk: Callable[[], Awaitable[None]],
    early: Early | None,
) -> None:
    """The calls that were live come back first; then everything runs at once."""
    await service.intake.restore()
    reach("calls restored")
    service.agents.board.seed(service.live_calls())
    service.agents.recall()
    service.fold.begin()
    await stack.enter_async_context(service.tasks.start(service.fold.run(), "store"))
    stack.push_async_callback(service.fold.finish, STOP_SECONDS)
    await _start_desk(service, stack, before_desk)
    await _start_hearing(service, stack, clock, early)


async def _start_desk(
    service: Service, stack: contextlib.AsyncExitStack, before_desk: Callable[[], Awaitable[None]]
) -> None:
    start = service.tasks.start
    await stack.enter_async_context(start(service.desk_worker.run(before_desk), "desk"))
    stack.push_async_callback(_settle, service.desk_worker)
    stack.push_async_callback(service.click_to_call.close)
    stack.push_async_callback(service.shelf.kept.aclose)
    stack.push_async_callback(service.work_calls.close)
    for work, name in (
        (service.by_key.run(), "said by key"),
        (service.keeper.run(), "objectives"),
        (service.quality.run(), "duties"),
        (service.agents.run(), "agents"),
        (service.files.run(), "files"),
        *([(service.files.watch(), "bucket")] if service.shelf.kept.is_remote else []),
        (service.notices.run(), "messages to workmen"),
        (service.work_calls.run(), "calls to workmen"),
        (service.canary.run(), "canary calls"),
        (service.assigning.run(), "assignment by load"),
        *([] if service.rescuer is None else [(service.rescuer.run(), "rescue of calls")]),
    ):
        await stack.enter_async_context(start(work, name))


async def _start_hearing(service: Service, stack: contextlib.AsyncExitStack, clock: NowUs, early: Early | None) -> None:
    start = service.tasks.start
    if early is not None:
        await stack.enter_async_context(service.tasks.adopt(early.writing))
        for link in early.links.values():  # who listens to agents and calls by click has come later
            stack.callback(asyncio.create_task(link.tell_again(), name="tell again").cancel)
    if service.followed is not None:
        await stack.enter_async_context(start(service.followed.run(), "ear apart"))
        await stack.enter_async_context(start(stand_by(ear_keys_of(service.settings), log), "ear that stands by"))
    if service.streamed is not None:
        await stack.enter_async_context(start(service.streamed.run(), "stream"))
    await stack.enter_async_context(start(service.intake.run(), "intake"))
    stack.push_async_callback(_drain, service)
    await stack.enter_async_context(start(_prune(service, clock), "prune"))
    await stack.enter_async_context(start(watch(service.journal), "journal watch"))
    for name in service.derivation.left_behind(service.links.keys()):
        await service.intake.offer(Batch(name, [(frame, clock()) for frame in NOBODY_LEFT]))
    for task in hearing(service) if early is None else early.hearing.values():
        await stack.enter_async_context(service.tasks.adopt(task))


async def _drain(service: Service) -> None:
    """What the links had heard when they were stopped, the end of the link included."""
    if service.is_heard_apart:
        return  # what the ear has heard is in the journal
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
