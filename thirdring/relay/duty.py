"""Who is on duty, to be called by name in the group. Pure: the time is passed in."""

from collections.abc import Collection, Iterable, Sequence
from datetime import time
from typing import NamedTuple

from thirdring.relay.notice import Alert
from thirdring.relay.robots import Kind
from thirdring.settings.relay import OnDuty, Person

DESK = "desk"
"""The team whose people are on shifts."""
TOO_FEW = "ShiftEmpty"
CALLED_MAX = 20


class Span(NamedTuple):
    """Who is on shift from one instant until another, which is not included."""

    since_us: int
    until_us: int
    people: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()


def called(
    alerts: Sequence[Alert],
    spans: Iterable[Span],
    at_us: int,
    of_settings: Sequence[OnDuty],
    at: time,
    people: Iterable[Person],
    kind: Kind,
) -> list[str]:
    """Their ids in the group, each once. The desk's are those of the shift; where none of these has an id, or no shift
    is known, those of the settings."""
    wanted = teams(alerts)
    ids = {person.name: _ids(person, kind) for person in people}
    found = [one for name in of_shift(alerts, spans, at_us) for one in ids.get(name, ())]
    if found:
        wanted -= {DESK}
    found += [one for shift in on_duty(of_settings, wanted, at) for one in _ids(shift, kind)]
    return list(dict.fromkeys(found))[:CALLED_MAX]


def teams(alerts: Iterable[Alert]) -> set[str]:
    """Whom it concerns: of what goes on, not of what is over."""
    return {alert.team for alert in alerts if alert.firing}


def of_shift(alerts: Iterable[Alert], spans: Iterable[Span], at_us: int) -> list[str]:
    """Names of who is on now, duty managers first. That a shift has too few people is for the duty managers alone."""
    concern = [alert for alert in alerts if alert.firing and alert.team == DESK]
    now = next((span for span in spans if span.since_us <= at_us < span.until_us), None)
    if not concern or now is None:
        return []
    managers_alone = now.managers and all(alert.name == TOO_FEW for alert in concern)
    return [*now.managers] if managers_alone else [*now.managers, *now.people]


def on_duty(shifts: Sequence[OnDuty], wanted: Collection[str], at: time) -> list[OnDuty]:
    """The shifts of these teams at this time of the site's day, in the order of the settings."""
    return [shift for shift in shifts if shift.team in wanted and _covers(shift, at)]


def _ids(who: OnDuty | Person, kind: Kind) -> tuple[str, ...]:
    return who.wecom if kind is Kind.WECOM else who.dingtalk


def _covers(shift: OnDuty, at: time) -> bool:
    """Until the end, which is no more of it. A shift that begins and ends at the same time is the whole day."""
    if shift.begins < shift.ends:
        return shift.begins <= at < shift.ends
    return at >= shift.begins or at < shift.ends
