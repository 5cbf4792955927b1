"""What a scrape reads of the service, beside what is counted call by call."""

from functools import partial

from kit.database.unreadable import UNREADABLE
from metrics.prometheus import status
from metrics.prometheus.setup import register_all
from thirdring import stream_vitals, vitals
from thirdring.assembly import Service
from thirdring.measuring import NowUs


def be_scraped(service: Service, clock: NowUs) -> None:
    """Whoever stands by shows no calls in progress and no shifts: the service in charge does."""
    settings, measured, journal = service.settings, service.measured, service.ears.journal
    in_charge, duty, keeper = service.in_charge, service.desk.duty, service.keepers.objectives
    store = partial(vitals.store_status, measured.fold, service.access.tenure)
    register_all(
        measured.registry,
        measured.recorder,
        [agent.name for agent in settings.agent],
        lambda: measured.derivation.live_calls() if in_charge.now else (),
        clock,
        partial(status.of_charge, in_charge),
        partial(vitals.samples, service.ears.links, journal, store, keeper, settings.data_dir, clock),
        partial(status.of_start, clock()),
        partial(status.of_agi, service.agi_counts),
        partial(status.of_canary, service.at_pbx.canary.results, settings.canary.every_minutes * 60),
        partial(status.of_shifts, lambda: duty.short_shifts(clock()) if in_charge.now else {}),
        partial(status.of_rows, UNREADABLE),
        measured.clocks.samples,
        partial(stream_vitals.samples, settings, journal, clock),
    )
