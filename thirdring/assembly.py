"""All parts of the service, built in one place, joined and at rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from prometheus_client import CollectorRegistry

from kit.database.tenure import Tenure
from kit.database.unreadable import UNREADABLE
from kit.http import files
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens
from kit.http.health import disk_check, files_check
from kit.tasks import Tasks
from metrics.calls.encode import encoder
from metrics.calls.fold import Fold
from metrics.calls.live_hub import CallsHub
from metrics.calls.pending import Pending
from metrics.calls.store import PostgresCalls
from metrics.calls.writer import Writer
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from metrics.prometheus import status
from metrics.prometheus.clocks import ClockCounts
from metrics.prometheus.desk_counts import DeskCounts
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.setup import recorder_on
from metrics.prometheus.sheet_keeper import SheetKeeper
from telephony.ami.link import AmiLink
from telephony.facts import Call
from telephony.journal import Journal
from telephony.journal.sqlite import SqliteJournal
from telephony.numbers import e164
from telephony.originate import Originator
from thirdring import vitals
from thirdring.access import Access, Database
from thirdring.agi import LoggedCounts
from thirdring.http.options import web_options
from thirdring.http.site import Site
from thirdring.pipeline.clock_log import ClockLog
from thirdring.pipeline.derivation import Derivation
from thirdring.pipeline.handlers import handlers
from thirdring.pipeline.intake import Intake
from thirdring.settings import Settings
from thirdring.settings.desk_rules import desk_rules
from ticketing.agi.by_key import ByKey
from ticketing.agi.spool import Spool
from ticketing.desk.click_to_call import ClickToCall
from ticketing.desk.quality_keeper import QualityKeeper
from ticketing.desk.site_desk import SiteDesk
from ticketing.desk.worker import DeskWorker
from ticketing.front.ask import DeskContext
from ticketing.news import News
from ticketing.telling import Telling

_DAY_US = 86_400 * 1_000_000

NowUs: TypeAlias = Callable[[], int]


@dataclass(frozen=True)
class Service:
    """What runs, for whoever started it: the demo, a bench, a test."""

    settings: Settings
    links: Mapping[str, AmiLink]
    journal: Journal
    database: Database
    tenure: Tenure
    derivation: Derivation
    intake: Intake
    fold: Fold
    recorder: Recorder
    registry: CollectorRegistry
    hub: CallsHub
    desk: SiteDesk
    desk_worker: DeskWorker
    by_key: ByKey
    keeper: SheetKeeper
    quality: QualityKeeper
    click_to_call: ClickToCall
    tasks: Tasks
    address: tuple[str, int]
    agi_counts: LoggedCounts
    agi_address: tuple[str, int] | None = None  # None: no AGI

    def live_calls(self) -> list[Call]:
        return list(self.derivation.live_calls())


def sqlite_journal(settings: Settings) -> SqliteJournal:
    return SqliteJournal(
        settings.data_dir / "journal.sqlite",
        bytes_max=settings.journal.size_bytes_max,
        age_max_us=int(settings.journal.retention_days * _DAY_US),
    )


def assemble(
    settings: Settings,
    access: Access,
    journal: Journal,
    links: Mapping[str, AmiLink],
    tasks: Tasks,
    clock: NowUs,
) -> Service:
    database, tenure = access
    layout, policy = settings.layout(), settings.service_level()
    number = partial(e164, region=settings.numbers.region, area_code=settings.numbers.area_code)
    registry = CollectorRegistry()
    bounds_us = {pbx.name: int(pbx.clock_bound_seconds * 1_000_000) for pbx in settings.pbx}
    derive = partial(Derivation, layout, clock_bounds_us=bounds_us)
    derivation = derive()
    clocks = ClockCounts(links, derivation.clock_ahead_us)
    hub = CallsHub(policy, derivation.live_calls, number)
    pending = Pending(encoder(policy, number))
    fold = Fold(Writer(database.writing), pending, journal, derivation, derive, tenure.wait, clock)
    rules = desk_rules(settings)
    counts = DeskCounts(registry, rules.categories)
    desk = SiteDesk(database.pool, rules, News(Telling(hub, hub.note), counts.hear), counts.disclosed)
    book = ObjectiveBook(desk.rules, settings.objectives())
    keeper = SheetKeeper(database.pool, book, lambda: not fold.status.catching_up, clock)
    agi = LoggedCounts()
    recorder = recorder_on(
        registry,
        policy,
        (hotline.name for hotline in settings.hotline),
        (agent.name for agent in settings.agent),
        derivation.live_calls,
        clock,
        partial(
            vitals.samples,
            links,
            journal,
            partial(vitals.store_status, fold, tenure),
            keeper,
            settings.data_dir,
            clock,
        ),
        partial(status.of_start, clock()),
        partial(status.of_agi, agi),
        partial(status.of_rows, UNREADABLE),
        clocks.samples,
    )
    quality = QualityKeeper(database.pool, desk.rules, desk.news, clock)
    worker = DeskWorker(desk, database.pool, clock, derivation.live_calls)
    by_key = ByKey(desk, database.pool, Spool(settings.data_dir / "said"))
    table = handlers(fold.handle, recorder.record, hub.publish, worker.handle)
    intake = Intake(journal, derivation, table, recorder, clock, ClockLog(clocks.count).tell)
    return Service(
        *(settings, links, journal, database, tenure, derivation, intake, fold, recorder, registry, hub),
        *(desk, worker, by_key, keeper, quality, _click_to_call(settings, desk, links, clock), tasks, ("", 0), agi),
    )


def _click_to_call(settings: Settings, desk: SiteDesk, links: Mapping[str, AmiLink], clock: NowUs) -> ClickToCall:
    originators = {name: Originator(link) for name, link in links.items()}
    return ClickToCall(desk, originators, settings.devices(), settings.calling, clock)


def site_of(service: Service, clock: NowUs) -> Site:
    settings, pool = service.settings, service.database.pool
    return Site(
        PostgresCalls(pool),
        TokenBook(PostgresTokens(pool)),
        service.hub,
        service.registry,
        settings.service_level(),
        DeskContext(service.desk, pool, settings.devices(), service.click_to_call.call),
        [
            partial(disk_check, settings.data_dir),
            files_check,
            *vitals.checks(service.links, service.journal, partial(vitals.store_status, service.fold, service.tenure)),
        ],
        settings.zone,
        web_options(settings.web, files.raise_limit()),
        now_us=clock,
        objectives=PostgresObjectives(pool, service.keeper.book),
        department=settings.sheet.department,
    )
