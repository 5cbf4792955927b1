"""Who is on duty, to be called by name in the group. Pure: the time is passed in."""

from collections.abc import Iterable, Sequence
from datetime import time

from thirdring.relay.notice import Alert
from thirdring.settings.relay import OnDuty


def teams(alerts: Iterable[Alert]) -> set[str]:
    """Whom it concerns: of what goes on, not of what is over."""
    return {alert.labels.get("team", "") for alert in alerts if alert.firing}


def on_duty(shifts: Sequence[OnDuty], wanted: set[str], at: time) -> list[OnDuty]:
    """The shifts of these teams at this time of the site's day, in the order of the settings."""
    return [shift for shift in shifts if shift.team in wanted and _covers(shift, at)]


def _covers(shift: OnDuty, at: time) -> bool:
    """Until the end, which is no more of it. A shift that begins and ends at the same time is the whole day."""
    if shift.begins < shift.ends:
        return shift.begins <= at < shift.ends
    return at >= shift.begins or at < shift.ends
