"""What calls are made of, and where they go: derived from the journal, shown live, stored in PostgreSQL, counted."""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple, TypeAlias

from prometheus_client import CollectorRegistry

from metrics.calls.encode import encoder
from metrics.calls.fold import Fold
from metrics.calls.live_hub import CallsHub
from metrics.calls.pending import Pending
from metrics.calls.writer import Writer
from metrics.prometheus.clocks import ClockCounts
from metrics.prometheus.recorder import Recorder
from telephony.journal import Journal
from telephony.journal.followed import FollowedJournal
from telephony.journal.sqlite import SqliteJournal
from telephony.numbers import e164_at
from telephony.stream.reader import Streamed
from thirdring.access import Access
from thirdring.ears import Ears
from thirdring.pipeline.derivation import Derivation
from thirdring.settings import Settings

NowUs: TypeAlias = Callable[[], int]


class Measuring(NamedTuple):
    derivation: Derivation
    clocks: ClockCounts
    hub: CallsHub
    fold: Fold
    registry: CollectorRegistry
    recorder: Recorder


def measuring(settings: Settings, access: Access, ears: Ears, clock: NowUs) -> Measuring:
    policy, registry = settings.service_level(), CollectorRegistry()
    number = e164_at(settings.numbers.region, settings.numbers.area_code)
    bounds_us = {pbx.name: int(pbx.clock_bound_seconds * 1_000_000) for pbx in settings.pbx}
    derive = partial(Derivation, settings.layout(), clock_bounds_us=bounds_us)
    derivation = derive()
    clocks = ClockCounts(ears.links, derivation.clock_ahead_us)
    hub = CallsHub(policy, derivation.live_calls, number)
    pending, writer = Pending(encoder(policy, number)), _writer(access, ears.journal)
    fold = Fold(writer, pending, ears.journal, derivation, derive, access.tenure.wait, clock)
    if isinstance(ears.ear, Streamed):
        ears.ear.applied = lambda: fold.status.applied_position
    hotlines, agents = [one.name for one in settings.hotline], [one.name for one in settings.agent]
    return Measuring(derivation, clocks, hub, fold, registry, Recorder(registry, policy, hotlines, agents))


def _writer(access: Access, journal: Journal) -> Writer:
    """With two services that have a journal each, one continues where the journal of the other ended."""
    writing = access.database.writing
    if access.tenure.standby is not None and isinstance(journal, SqliteJournal | FollowedJournal):
        return Writer(writing, journal.position_since)
    return Writer(writing)
