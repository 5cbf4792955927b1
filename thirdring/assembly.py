"""All parts of the service, built in one place, joined and at rest.

Each stage returns what it has built. A stage needs only those before it.
"""

from dataclasses import dataclass, field

from kit.tasks import Tasks
from metrics.objectives.book import ObjectiveBook
from metrics.prometheus.desk_counts import DeskCounts
from telephony.facts import Call
from telephony.journal.followed import Followed
from telephony.journal.sqlite import SqliteJournal
from telephony.stream.reader import Streamed
from thirdring.access import Access
from thirdring.agi import LoggedCounts
from thirdring.at_pbx import AtPbx, at_pbx
from thirdring.ears import Ears
from thirdring.keepers import Keepers, keepers
from thirdring.links import ear_keys_of
from thirdring.listening.early import journal_of
from thirdring.measuring import Measuring, NowUs, measuring
from thirdring.pipeline.clock_log import ClockLog
from thirdring.pipeline.handlers import InCharge, handlers
from thirdring.pipeline.intake import Intake
from thirdring.settings import Settings
from thirdring.settings.site_rules import site_rules
from ticketing.news import News
from ticketing.telling import Telling
from ticketing.workflows.service_desk import ServiceDesk


@dataclass(frozen=True)
class Service:
    """What runs, for whoever started it: the demo, a bench, a test."""

    settings: Settings
    access: Access
    ears: Ears
    tasks: Tasks
    in_charge: InCharge
    measured: Measuring
    desk: ServiceDesk
    keepers: Keepers
    at_pbx: AtPbx
    intake: Intake
    agi_counts: LoggedCounts = field(default_factory=LoggedCounts)
    address: tuple[str, int] = ("", 0)
    agi_address: tuple[str, int] | None = None  # None: no AGI

    @property
    def followed(self) -> Followed | None:
        """An ear that is a process of its own."""
        return self.ears.ear if isinstance(self.ears.ear, Followed) else None

    @property
    def streamed(self) -> Streamed | None:
        """An ear on another host."""
        return self.ears.ear if isinstance(self.ears.ear, Streamed) else None

    @property
    def is_heard_apart(self) -> bool:
        """This process has no ear of its own."""
        return self.followed is not None or self.streamed is not None

    def live_calls(self) -> list[Call]:
        return list(self.measured.derivation.live_calls())

    def acts(self) -> bool:
        return self.in_charge.now and not self.access.tenure.deposed.is_set()

    def stands_by(self) -> bool:
        return not self.in_charge.now


def sqlite_journal(settings: Settings) -> SqliteJournal:
    return journal_of(ear_keys_of(settings))


def assemble(settings: Settings, access: Access, ears: Ears, tasks: Tasks, clock: NowUs) -> Service:
    tenure = access.tenure
    in_charge = InCharge(tenure.standby is None or tenure.gate.is_open)
    measured = measuring(settings, access, ears, clock)
    desk = _desk(settings, access, measured)
    book = ObjectiveBook(desk.rules, settings.objectives())
    kept = keepers(settings, access.database.pool, desk, book, measured, clock)
    pbx = at_pbx(settings, ears.links, access.database.pool, desk, measured, clock)
    intake = _intake(ears, in_charge, measured, kept, pbx, clock)
    return Service(settings, access, ears, tasks, in_charge, measured, desk, kept, pbx, intake)


def _desk(settings: Settings, access: Access, measured: Measuring) -> ServiceDesk:
    rules, hub = site_rules(settings), measured.hub
    counts = DeskCounts(measured.registry, rules.categories)
    return ServiceDesk(access.database.pool, rules, News(Telling(hub, hub.note), counts.hear), counts.disclosed)


def _intake(
    ears: Ears, in_charge: InCharge, measured: Measuring, kept: Keepers, pbx: AtPbx, clock: NowUs
) -> Intake:  # fmt: skip
    """Where facts go: the live view hears them always, all others only while this service is in charge."""
    rescuers = [] if pbx.rescuer is None else [pbx.rescuer.told]
    acting = (measured.fold.handle, measured.recorder.record, kept.worker.handle, pbx.canary.hear, *rescuers)
    store, record, *others = map(in_charge.only, acting)
    table = handlers(store, record, measured.hub.publish, pbx.agents.board.told, *others)
    tell_clock = ClockLog(measured.clocks.count).tell
    return Intake(ears.journal, measured.derivation, table, measured.recorder, clock, tell_clock, ears.ear)
