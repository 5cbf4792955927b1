"""The whole service, built in one place. Each outside thing is an argument; a test passes its own.

What is entered first is left last: on the way out links stop, what they had heard is journaled and derived, the store
writes what it has, and only then is the database let go.
"""

import asyncio
import contextlib
import signal
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeAlias

import structlog
from prometheus_client import CollectorRegistry

from metrics.desk_counts import DeskCounts
from metrics.recorder import Recorder
from metrics.setup import recorder_on
from telephony.ami.link import AmiLink
from telephony.ami.subscription import own_event
from telephony.events import LINK_UP
from telephony.facts import Call
from telephony.journal import Batch, Journal
from telephony.journal.sqlite import SqliteJournal
from telephony.numbers import e164
from telephony.originate import Originator
from thirdring import garbage, vitals
from thirdring.agi.desk import AgiDesk
from thirdring.agi.serving import agi_serving
from thirdring.backup.restoring import refuse_unfinished
from thirdring.database.access import Database, opened
from thirdring.desk.by_key import ByKey
from thirdring.desk.click_to_call import ClickToCall
from thirdring.desk.site_desk import SiteDesk
from thirdring.desk.site_rules import desk_rules
from thirdring.desk.spool import Spool
from thirdring.desk.worker import DeskWorker
from thirdring.links import link_to
from thirdring.objectives.book import ObjectiveBook
from thirdring.objectives.keeper import SheetKeeper
from thirdring.pipeline.derivation import Derivation
from thirdring.pipeline.handlers import handlers
from thirdring.pipeline.intake import Intake
from thirdring.quality.keeper import QualityKeeper
from thirdring.settings import Pbx, Settings
from thirdring.store.encode import encoder
from thirdring.store.fold import Fold
from thirdring.store.pending import Pending
from thirdring.store.writer import Writer
from thirdring.tasks import Tasks, hold_alone
from thirdring.web.auth.book import TokenBook
from thirdring.web.auth.store import PostgresTokens
from thirdring.web.calls_store import PostgresCalls
from thirdring.web.desk.ask import DeskSite
from thirdring.web.desk.telling import Telling
from thirdring.web.health import disk_check
from thirdring.web.live import LiveHub
from thirdring.web.objective_store import PostgresObjectives
from thirdring.web.options import WebOptions
from thirdring.web.quality.telling import tell_duty, tell_nonconformity
from thirdring.web.server import serving
from thirdring.web.site import Site

PRUNE_SECONDS = 60.0
STOP_SECONDS = 2.0
_DAY_US = 86_400 * 1_000_000

NOBODY_LEFT = (own_event(LINK_UP, Greeting="none"), own_event("CoreShowChannelsComplete"))
"""What a PBX that is in the settings no more is taken to say, so that its calls do not stay live for ever."""

NowUs: TypeAlias = Callable[[], int]

log = structlog.get_logger()


@dataclass(frozen=True)
class Service:
    """What runs, for whoever started it: the demo, a bench, a test."""

    settings: Settings
    links: Mapping[str, AmiLink]
    journal: Journal
    database: Database
    derivation: Derivation
    intake: Intake
    fold: Fold
    recorder: Recorder
    registry: CollectorRegistry
    hub: LiveHub
    desk: SiteDesk
    desk_worker: DeskWorker
    by_key: ByKey
    keeper: SheetKeeper
    quality: QualityKeeper
    click_to_call: ClickToCall
    tasks: Tasks
    address: tuple[str, int]
    agi_address: tuple[str, int] | None = None  # None: no AGI

    def live_calls(self) -> list[Call]:
        return list(self.derivation.live_calls())


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


async def _at_once(_service: "Service") -> None:
    pass


@contextlib.asynccontextmanager
async def running(
    settings: Settings,
    *,
    make_link: Callable[[Pbx], AmiLink] = link_to,
    make_journal: Callable[[Settings], Journal] | None = None,
    clock: NowUs = now_us,
    before_desk: Callable[["Service"], Awaitable[None]] = _at_once,
) -> AsyncIterator[Service]:
    """`before_desk` is awaited before the desk takes up what calls mean; meanwhile they wait."""
    async with contextlib.AsyncExitStack() as stack:
        stack.enter_context(hold_alone(settings.data_dir))
        refuse_unfinished(settings.data_dir)
        wanted = settings.database
        url, listen = wanted.url.get_secret_value(), wanted.embedded_listen
        access = opened(url, settings.data_dir, wanted.pool_connections, listen=listen)
        database = await stack.enter_async_context(access)
        journal = (make_journal or sqlite_journal)(settings)
        stack.push_async_callback(journal.close)
        tasks = Tasks()
        service = _assemble(settings, database, journal, {p.name: make_link(p) for p in settings.pbx}, tasks, clock)
        await _start(service, stack, clock, partial(before_desk, service))
        agi_desk = AgiDesk(service.desk, database.pool, service.by_key, settings.devices())
        agi_address = await stack.enter_async_context(agi_serving(settings, agi_desk, clock))
        address = await stack.enter_async_context(serving(_site(service, clock)))
        yield replace(service, address=address, agi_address=agi_address)


def sqlite_journal(settings: Settings) -> SqliteJournal:
    return SqliteJournal(
        settings.data_dir / "journal.sqlite",
        bytes_max=settings.journal.size_bytes_max,
        age_max_us=int(settings.journal.retention_days * _DAY_US),
    )


def _assemble(
    settings: Settings,
    database: Database,
    journal: Journal,
    links: Mapping[str, AmiLink],
    tasks: Tasks,
    clock: NowUs,
) -> Service:
    """All parts, joined and at rest."""
    layout, policy = settings.layout(), settings.service_level()
    number = partial(e164, region=settings.numbers.region, area_code=settings.numbers.area_code)
    registry = CollectorRegistry()
    derivation = Derivation(layout)
    hub = LiveHub(policy, derivation.live_calls, number)
    pending = Pending(encoder(policy, number))
    fold = Fold(
        Writer(database.writing), pending, journal, derivation, lambda: Derivation(layout), database.prepare, clock
    )
    telling = Telling(hub)
    rules = desk_rules(settings)
    desk = SiteDesk(database.pool, rules, telling.opened, DeskCounts(registry, rules.categories))
    keeper = SheetKeeper(database.pool, ObjectiveBook(desk.rules), lambda: not fold.status.catching_up, clock)
    recorder = recorder_on(
        registry,
        policy,
        (hotline.name for hotline in settings.hotline),
        (agent.name for agent in settings.agent),
        derivation.live_calls,
        clock,
        partial(vitals.readings, links, journal, fold, keeper, settings.data_dir, clock),
    )
    quality = QualityKeeper(database.pool, desk.rules, partial(tell_duty, hub), partial(tell_nonconformity, hub), clock)
    worker = DeskWorker(desk, database.pool, telling.callback, telling.due, clock, derivation.live_calls)
    by_key = ByKey(desk, database.pool, Spool(settings.data_dir / "said"), telling.callback)
    table = handlers(fold.handle, recorder.record, hub.publish, worker.handle)
    intake = Intake(journal, derivation, table, recorder, clock)
    return Service(
        *(settings, links, journal, database, derivation, intake, fold, recorder, registry, hub),
        *(desk, worker, by_key, keeper, quality, _click_to_call(settings, desk, links, clock), tasks, ("", 0)),
    )


def _click_to_call(settings: Settings, desk: SiteDesk, links: Mapping[str, AmiLink], clock: NowUs) -> ClickToCall:
    originators = {name: Originator(link) for name, link in links.items()}
    return ClickToCall(desk, originators, settings.devices(), settings.calling, clock)


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
    for name in service.derivation.left_behind(service.links.keys()):
        await service.intake.offer(Batch(name, [(frame, clock()) for frame in NOBODY_LEFT]))
    for name, link in service.links.items():
        await stack.enter_async_context(start(_feed(name, link, service.intake), f"feed {name}"))
        await stack.enter_async_context(start(link.run(), f"link {name}"))


def _site(service: Service, clock: NowUs) -> Site:
    settings, pool = service.settings, service.database.pool
    return Site(
        PostgresCalls(pool),
        TokenBook(PostgresTokens(pool)),
        service.hub,
        service.registry,
        settings.service_level(),
        DeskSite(service.desk, pool, settings.devices(), service.click_to_call.call),
        [partial(disk_check, settings.data_dir), *vitals.checks(service.links, service.journal, service.fold)],
        settings.zone,
        WebOptions.of(settings.web),
        now_us=clock,
        objectives=PostgresObjectives(pool, service.keeper.book),
        department=settings.sheet.department,
    )


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
