"""What calls are made of, and where they go: derived from the journal, shown live, stored in PostgreSQL."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from metrics.calls.encode import encoder
from metrics.calls.fold import Fold
from metrics.calls.live_hub import CallsHub
from metrics.calls.pending import Pending
from metrics.calls.writer import Writer
from metrics.prometheus.clocks import ClockCounts
from telephony.ami.link import AmiLink
from telephony.journal import Journal
from telephony.journal.followed import FollowedJournal
from telephony.journal.sqlite import SqliteJournal
from telephony.numbers import e164_at
from thirdring.access import Access
from thirdring.pipeline.derivation import Derivation
from thirdring.settings import Settings


class Measuring(NamedTuple):
    derivation: Derivation
    clocks: ClockCounts
    hub: CallsHub
    fold: Fold


def measuring(
    settings: Settings, access: Access, journal: Journal, links: Mapping[str, AmiLink], now_us: Callable[[], int]
) -> Measuring:
    policy = settings.service_level()
    number = e164_at(settings.numbers.region, settings.numbers.area_code)
    bounds_us = {pbx.name: int(pbx.clock_bound_seconds * 1_000_000) for pbx in settings.pbx}
    derive = partial(Derivation, settings.layout(), clock_bounds_us=bounds_us)
    derivation = derive()
    clocks = ClockCounts(links, derivation.clock_ahead_us)
    hub = CallsHub(policy, derivation.live_calls, number)
    pending = Pending(encoder(policy, number))
    fold = Fold(_writer(access, journal), pending, journal, derivation, derive, access.tenure.wait, now_us)
    return Measuring(derivation, clocks, hub, fold)


def _writer(access: Access, journal: Journal) -> Writer:
    """Of two services that each hear by themselves, one goes on in its journal where that of the other ended."""
    writing = access.database.writing
    if access.tenure.standby is not None and isinstance(journal, SqliteJournal | FollowedJournal):
        return Writer(writing, journal.position_since)
    return Writer(writing)
