"""The data of one PBX. None stands for data that the PBX refused to give."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from thirdring.doctor.dialplan import Door

TIMEOUT_SECONDS = 15  # of a queue that names none: app_queue's own default


class Member(NamedTuple):
    """A member of a queue. `device` is the device that finally rings, as far as the queue knows."""

    location: str
    device: str


@dataclass(frozen=True, slots=True)
class Queue:
    name: str
    service_level_seconds: int
    members: tuple[Member, ...] = ()
    timeout_seconds: int | None = None  # None: not written there, or not to be seen


class Plan(NamedTuple):
    """The contexts of the dialplan that have a number. `caught`: by a pattern that takes any, such as `_X.`."""

    named: tuple[str, ...] = ()
    caught: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Our section of manager.conf."""

    read: frozenset[str]
    write: frozenset[str]
    has_filters: bool = False


@dataclass(frozen=True, slots=True)
class Seen:
    name: str
    username: str
    asterisk_version: str = ""
    commands: frozenset[str] | None = None  # the actions that we may use
    account: Account | None = None
    timestamps: bool | None = None  # does the PBX put its own instant on events?
    several_logins: bool | None = None  # may one user log in more than once at a time?
    events: Mapping[str, int] = field(default_factory=dict)  # heard while listening, by class
    live_channels: int | None = None
    queues: tuple[Queue, ...] = ()
    timeouts_seen: bool = True  # might queues.conf be read?
    endpoints: frozenset[str] | None = None  # PJSIP/…
    plan_of_number: Mapping[str, Plan] | None = None  # of the hotlines' numbers
    clock_ahead_us: int | None = None  # the PBX's clock less ours
    doors: Mapping[str, Door] | None = None  # of the hotlines' numbers that the dialplan names
    housekeepers_own_times: frozenset[str] = frozenset()  # contexts that do not ask us how long to ring them
