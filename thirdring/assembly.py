"""All parts of the service, built in one place, joined and at rest."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeAlias

from prometheus_client import CollectorRegistry

from kit.database.tenure import Tenure
from kit.database.unreadable import UNREADABLE
from kit.tasks import Tasks
from metrics.calls.fold import Fold
from metrics.calls.live_hub import CallsHub
from metrics.objectives.book import ObjectiveBook
from metrics.prometheus import status
from metrics.prometheus.desk_counts import DeskCounts
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.setup import recorder_on
from metrics.prometheus.sheet_keeper import SheetKeeper
from telephony.ami.link import AmiLink
from telephony.facts import Call
from telephony.journal import Journal
from telephony.journal.ear import Source
from telephony.journal.followed import Followed
from telephony.journal.sqlite import SqliteJournal
from telephony.originate import Originator
from telephony.stream.reader import Streamed
from thirdring import stream_vitals, vitals
from thirdring.access import Access, Database
from thirdring.agents import agent_control
from thirdring.agi import LoggedCounts
from thirdring.canary import kept
from thirdring.canary.calls import CanaryCalls
from thirdring.file_places import shelf_of
from thirdring.links import ear_keys_of
from thirdring.listening.early import journal_of
from thirdring.measuring import measuring
from thirdring.pipeline.clock_log import ClockLog
from thirdring.pipeline.derivation import Derivation
from thirdring.pipeline.handlers import Handler, handlers
from thirdring.pipeline.intake import Intake
from thirdring.rescue import rescuer_of
from thirdring.rescuer import Rescuer
from thirdring.settings import Settings
from thirdring.settings.site_rules import site_rules
from thirdring.work_calls import WorkCalls
from thirdring.work_notices import WorkNotices
from ticketing.agi.by_key import ByKey
from ticketing.agi.spool import Spool
from ticketing.files.keeper import FilesKeeper
from ticketing.files.shelf import Shelf
from ticketing.files.store import FileStore
from ticketing.news import News
from ticketing.telling import Telling
from ticketing.workflows.agent_control import AgentControl
from ticketing.workflows.assigning import Assigning
from ticketing.workflows.click_to_call import ClickToCall
from ticketing.workflows.duty_keeper import DutyKeeper
from ticketing.workflows.quality_keeper import QualityKeeper
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.worker import DeskWorker

NowUs: TypeAlias = Callable[[], int]


@dataclass
class InCharge:
    """`now`: this service stores and acts. Another one does while it is false."""

    now: bool

    def only(self, handler: Handler) -> Handler:
        """Told of facts while we are."""
        return lambda fact: handler(fact) if self.now else None


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
    desk: ServiceDesk
    desk_worker: DeskWorker
    by_key: ByKey
    keeper: SheetKeeper
    quality: QualityKeeper
    files: FilesKeeper
    shelf: Shelf
    notices: WorkNotices
    work_calls: WorkCalls
    canary: CanaryCalls
    assigning: Assigning
    duty: DutyKeeper
    click_to_call: ClickToCall
    agents: AgentControl
    tasks: Tasks
    in_charge: InCharge
    address: tuple[str, int]
    agi_counts: LoggedCounts
    agi_address: tuple[str, int] | None = None  # None: no AGI
    rescuer: Rescuer | None = None  # None: nobody is rung for calls that are about to be missed
    followed: Followed | None = None  # an ear that is a process of its own
    streamed: Streamed | None = None  # an ear on another host

    @property
    def is_heard_apart(self) -> bool:
        """This process has no ear of its own."""
        return self.followed is not None or self.streamed is not None

    def live_calls(self) -> list[Call]:
        return list(self.derivation.live_calls())

    def acts(self) -> bool:
        return self.in_charge.now and not self.tenure.deposed.is_set()

    def stands_by(self) -> bool:
        return not self.in_charge.now


def sqlite_journal(settings: Settings) -> SqliteJournal:
    return journal_of(ear_keys_of(settings))


def assemble(
    settings: Settings,
    access: Access,
    journal: Journal,
    links: Mapping[str, AmiLink],
    tasks: Tasks,
    clock: NowUs,
    source: Source | None = None,
) -> Service:
    database, tenure = access
    in_charge = InCharge(tenure.standby is None or tenure.gate.is_open)
    policy, registry = settings.service_level(), CollectorRegistry()
    derivation, clocks, hub, fold = measuring(settings, access, journal, links, clock)
    rules = site_rules(settings)
    counts = DeskCounts(registry, rules.categories)
    desk = ServiceDesk(database.pool, rules, News(Telling(hub, hub.note), counts.hear), counts.disclosed)
    book = ObjectiveBook(desk.rules, settings.objectives())
    keeper = SheetKeeper(database.pool, book, lambda: not fold.status.catching_up, clock)
    agi = LoggedCounts()
    originators = {name: Originator(link) for name, link in links.items()}
    keep = kept.keeping(settings.data_dir)
    canary = CanaryCalls(settings.canary, policy, originators, database.pool, hub, registry, keep, clock)
    recorder = recorder_on(
        registry,
        policy,
        (hotline.name for hotline in settings.hotline),
        (agent.name for agent in settings.agent),
        lambda: derivation.live_calls() if in_charge.now else (),
        clock,
        partial(status.of_charge, in_charge),
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
        partial(status.of_canary, canary.results),
        partial(status.of_shifts, lambda: desk.duty.short_shifts(clock()) if in_charge.now else {}),
        partial(status.of_rows, UNREADABLE),
        clocks.samples,
        partial(stream_vitals.samples, settings, journal, clock),
    )
    quality = QualityKeeper(database.pool, desk.rules, desk.news, clock)
    shelf = shelf_of(settings)
    files_keeper = FilesKeeper(FileStore(database.pool, shelf))
    notices = WorkNotices(database.pool, desk, settings.work, settings.web.public_url, clock)
    assigning = Assigning(database.pool, desk, clock)
    duty = DutyKeeper(desk.duty, desk.shifts, clock)
    worker = DeskWorker(desk, database.pool, clock, derivation.live_calls)
    by_key = ByKey(desk, database.pool, Spool(settings.data_dir / "said"))
    calling = ClickToCall(desk, originators, settings.devices(), settings.calling, clock)
    agents = agent_control(settings, links, hub, clock)
    workmen = WorkCalls(database.pool, desk, settings.work, originators, clock)
    rescuer = rescuer_of(settings, originators, agents.board, derivation, clock, recorder.would_rescue, hub, desk.duty)
    acting = (worker.handle, canary.hear, *([] if rescuer is None else [rescuer.told]))
    store, record, *follow = map(in_charge.only, (fold.handle, recorder.record, *acting))
    table = handlers(store, record, hub.publish, agents.board.told, *follow)
    if isinstance(source, Streamed):
        source.applied = lambda: fold.status.applied_position
    intake = Intake(journal, derivation, table, recorder, clock, ClockLog(clocks.count).tell, source)
    return Service(
        *(settings, links, journal, database, tenure, derivation, intake, fold, recorder, registry, hub),
        *(desk, worker, by_key, keeper, quality, files_keeper, shelf),
        *(notices, workmen, canary, assigning, duty, calling, agents),
        tasks,
        in_charge,
        ("", 0),
        agi,
        rescuer=rescuer,
        followed=source if isinstance(source, Followed) else None,
        streamed=source if isinstance(source, Streamed) else None,
    )
