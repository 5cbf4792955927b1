"""What the settings say of the site, as the rules of the desk."""

from thirdring.settings import Settings
from ticketing.callbacks.sightings import Numbering
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import COUNTRIES, Workdays
from ticketing.rules import DeskRules


def desk_rules(settings: Settings) -> DeskRules:
    """A country without a calendar of its own works Monday to Friday."""
    region = settings.numbers.region
    return DeskRules(
        Site(settings.zone, Workdays(region if region in COUNTRIES else None)),
        numbering=Numbering(region, settings.numbers.area_code),
    )
