"""The desk's rules from the settings."""

from kit.instants import DAY_US, HOUR_US, MINUTE_US
from thirdring.settings import Settings
from ticketing.callbacks.sightings import Numbering
from ticketing.clocks.workdays import COUNTRIES
from ticketing.site_rules import SiteRules


def site_rules(settings: Settings) -> SiteRules:
    """A country without a calendar of its own works Monday to Friday."""
    region = settings.numbers.region
    desk = settings.desk
    return SiteRules(
        desk.site(settings.zone, region if region in COUNTRIES else None),
        desk.categories(),
        desk.promises(),
        desk.procedures(),
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
        settings.work.show_number,
        int(desk.rating_pause_days * DAY_US),
        None if desk.assign_after_minutes is None else int(desk.assign_after_minutes * MINUTE_US),
        [*(one.trade for one in settings.work.robot), *(one.trade for one in settings.work.email)],
        desk.since,
        settings.shifts.rules(),
    )
