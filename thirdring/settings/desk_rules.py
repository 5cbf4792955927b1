"""The desk's rules from the settings."""

from kit.instants import HOUR_US
from thirdring.settings import Settings
from ticketing.callbacks.sightings import Numbering
from ticketing.clocks.workdays import COUNTRIES
from ticketing.rules import DeskRules


def desk_rules(settings: Settings) -> DeskRules:
    """A country without a calendar of its own works Monday to Friday."""
    region = settings.numbers.region
    desk = settings.desk
    return DeskRules(
        desk.site(settings.zone, region if region in COUNTRIES else None),
        desk.categories(),
        desk.promises(),
        desk.callbacks.as_policy(),
        Numbering(region, settings.numbers.area_code, settings.numbers.outside),
        desk.category_of_calls,
        desk.soon_us,
        frozenset(desk.pauses),
        int(desk.agents_pause_hours * HOUR_US),
        settings.duties(),
        frozenset(settings.nonconformity.breach_categories),
        desk.numbers_per_day,
        desk.lookups_per_day,
        settings.policy.as_rule(settings.zone).short_abandon_us,
        desk.trades,
        desk.since,
    )
