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

from kit.database.tenure import Tenure
from kit.phases import reach, reached
from kit.tasks import Tasks
from telephony.ami.link import AmiLink
from telephony.ami.own import own_event
from telephony.events import LINK_UP
from telephony.journal import Batch, Journal
from thirdring import garbage
from thirdring.access import storing
from thirdring.agi import agi_serving, housekeepers_of
from thirdring.assembly import Service, assemble, sqlite_journal
from thirdring.backup.restoring import refuse_unfinished
from thirdring.ears import Ears, hearing, own_ears
from thirdring.http.server import serving
from thirdring.in_charge import STOP_SECONDS, Charge, Place, look_after_sessions, shares_data_dir
from thirdring.links import ear_keys_of, link_to
from thirdring.listening.beside import stand_by
from thirdring.listening.early import Early
from thirdring.measuring import NowUs
from thirdring.pipeline.watch import watch
from thirdring.scraped import be_scraped
from thirdring.settings import Pbx, Settings
from thirdring.site_parts import site_of
from ticketing.agi.desk import AgiDesk

PRUNE_SECONDS = 60.0
FIRST_ANSWER_SECONDS = 5.0
"""Nothing else begins before PostgreSQL has said that the database is ours, or has said nothing for so long."""

NOBODY_LEFT = (own_event(LINK_UP, Greeting="none"), own_event("CoreShowChannelsComplete"))
"""What a PBX that is in the settings no more is taken to say, so that its calls do not stay live for ever."""

log = structlog.get_logger()


def now_us() -> int:
    return time.time_ns() // 1000


async def serve(
    settings: Settings, started: Callable[[Service], None] = lambda _: None, early: Early | None = None
) -> bool:
    """Runs until SIGINT or SIGTERM. True: another service has taken over, and this one should restart to stand by.
    Raises what ended a part of the service that must not end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    async with running(settings, early=early) as service:
        reach("serving")
        log.info("serving", address="{}:{}".format(*service.address), seconds=reached())
        garbage.settle()
        started(service)
        await service.tasks.until(_first(stop, service.access.tenure.deposed))
        log.info("stopping" if stop.is_set() else "another service has taken over: this one starts again")
        return not stop.is_set()


async def _first(*events: asyncio.Event) -> None:
    waits = [asyncio.ensure_future(event.wait()) for event in events]
    try:
        await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for each in waits:
            each.cancel()


async def _at_once(_service: Service) -> None:
    pass


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    *,
    make_link: Callable[[Pbx], AmiLink] = link_to,
    make_journal: Callable[[Settings], Journal] = sqlite_journal,
    clock: NowUs = now_us,
    before_desk: Callable[[Service], Awaitable[None]] = _at_once,
    early: Early | None = None,
) -> AsyncIterator[Service]:
    """`before_desk` is awaited before the desk takes up what calls mean; meanwhile they wait. `early` is what hears the
    PBX already, and holds data_dir."""
    async with contextlib.AsyncExitStack() as stack:
        place = _place(settings, stack) if early is None else None
        refuse_unfinished(settings.data_dir)
        access = await stack.enter_async_context(storing(settings))
        tasks = Tasks()
        stack.push_async_callback(access.tenure.end)
        await _begin(settings, access.tenure, tasks, stack)
        reach("database asked")
        shares = shares_data_dir(access.tenure, settings.data_dir, place)
        if early is None:
            ears = await own_ears(settings, stack, access, make_link, make_journal, shares=shares)
        else:
            ears = Ears(early.journal, early.links, early.ear)
        service = assemble(settings, access, ears, tasks, clock)
        be_scraped(service, clock)
        if shares and service.followed is not None:
            service.followed.tells = service.in_charge.now
        charge = await _start(service, stack, clock, partial(before_desk, service), early, place)
        yield await _opened(service, charge, stack, clock)


def _place(settings: Settings, stack: contextlib.AsyncExitStack) -> Place:
    place = Place(settings)
    stack.callback(place.release)
    return place


async def _opened(service: Service, charge: Charge, stack: contextlib.AsyncExitStack, clock: NowUs) -> Service:
    """Opens AGI and HTTP. Sessions are looked after as soon as this service is in charge."""
    settings, pool = service.settings, service.access.database.pool
    housekeepers = housekeepers_of(settings, service.desk.duty)
    agi_desk = AgiDesk(service.desk, pool, service.keepers.by_key, housekeepers, service.stands_by)
    rings = service.at_pbx.canary.ring_seconds
    agi_address = await stack.enter_async_context(agi_serving(settings, agi_desk, rings, clock, service.agi_counts))
    site = site_of(service, clock)
    address = await stack.enter_async_context(serving(site))
    if service.in_charge.now:
        await look_after_sessions(service, site, stack, clock, address)
    else:
        await stack.enter_async_context(service.tasks.start(charge.take_over(site, clock, address), "taking over"))
    return replace(service, address=address, agi_address=agi_address)


async def _begin(settings: Settings, tenure: Tenure, tasks: Tasks, stack: contextlib.AsyncExitStack) -> None:
    """Nothing else begins before PostgreSQL has said whose the database is, or has said nothing for so long."""
    if tenure.standby is None and not settings.database.embedded:  # an embedded one is a part of data_dir, ours
        await tenure.begin(FIRST_ANSWER_SECONDS)
    await stack.enter_async_context(tasks.start(tenure.run(), "tenure"))
    if tenure.standby is not None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(FIRST_ANSWER_SECONDS):
                await tasks.until(tenure.standby.settled.wait())


async def _start(
    service: Service,
    stack: contextlib.AsyncExitStack,
    clock: NowUs,
    before_desk: Callable[[], Awaitable[None]],
    early: Early | None,
    place: Place | None,
) -> Charge:
    """The calls that were live come back first; then everything runs at once."""
    await service.intake.restore()
    reach("calls restored")
    service.at_pbx.agents.board.seed(service.live_calls())
    service.at_pbx.agents.recall()
    stack.push_async_callback(service.keepers.shelf.kept.aclose)
    charge = Charge(service, await stack.enter_async_context(contextlib.AsyncExitStack()), before_desk, place)
    if service.in_charge.now:
        await charge.take()
    await stack.enter_async_context(service.tasks.start(service.at_pbx.agents.run(), "agents"))
    await stack.enter_async_context(service.tasks.start(service.keepers.duty.run(), "who is on duty"))
    await _start_hearing(service, stack, clock, early)
    return charge


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
    await stack.enter_async_context(start(watch(service.ears.journal), "journal watch"))
    shares = service.followed is not None and not service.followed.tells
    for name in () if shares else service.measured.derivation.left_behind(service.ears.links.keys()):
        await service.intake.offer(Batch(name, [(frame, clock()) for frame in NOBODY_LEFT]))
    own = None if service.is_heard_apart else service.intake
    for task in hearing(service.settings, service.ears, own) if early is None else early.hearing.values():
        await stack.enter_async_context(service.tasks.adopt(task))


async def _drain(service: Service) -> None:
    """Derives what the links had heard before they stopped, the end of the link included."""
    if service.is_heard_apart:
        return  # what the ear has heard is in the journal
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(STOP_SECONDS):
            for name, link in service.ears.links.items():
                while link.inbox.depth:
                    await service.intake.offer(Batch(name, await link.inbox.get()))
            await service.intake.drain()


async def _prune(service: Service, clock: NowUs) -> None:
    """Deletes old events. While another service stores, those before the oldest live call of this one."""
    while True:
        await asyncio.sleep(PRUNE_SECONDS)
        measured = service.measured
        resume = measured.fold.resume_position if service.in_charge.now else measured.derivation.checkpoint[1]
        forgotten = await service.ears.journal.prune(resume, clock())
        if forgotten:
            log.info("the journal let old events go", events=forgotten)
