"""What the demo shows at one instant, as plain data: made of the live calls and of what is stored. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from typing import NamedTuple, TypeVar

from lab.desk.in_use import TALK, engaged
from metrics.calls.service_level import Policy, judge
from metrics.objectives.standing import Status
from telephony.facts import Call, CallState, Direction

New = TypeVar("New", "Done", "Attempt")


@dataclass(frozen=True, slots=True)
class Ringing:
    """A caller who hears it ring."""

    id: str
    caller: str
    rings: int
    seconds: float
    agents: tuple[str, ...]
    late: bool


@dataclass(frozen=True, slots=True)
class Talking:
    id: str
    caller: str
    rings: int
    ring_seconds: float
    agent: str
    talk_seconds: float
    within_target: bool | None


@dataclass(frozen=True, slots=True)
class Done:
    """A call that is over and stored."""

    id: str
    ended_at: datetime
    caller: str
    rings: int
    ring_seconds: float
    agent: str | None
    disposition: str
    within_target: bool | None
    excluded: str | None

    @property
    def linkedid(self) -> str:
        return self.id.partition("/")[2]


@dataclass(frozen=True, slots=True)
class Today:
    """Of the calls that arrived since midnight, over or not."""

    calls: int = 0
    counted: int = 0
    within: int = 0
    answered: int = 0
    abandoned: int = 0
    apart: int = 0

    @property
    def share(self) -> float | None:
        return self.within / self.counted if self.counted else None


class Party(NamedTuple):
    """Who a caller is, and the ticket that the call opened."""

    place: str
    contact: str
    ticket: str

    @property
    def name(self) -> str:
        return " ".join(part for part in (self.place, self.contact) if part)

    @property
    def short(self) -> str:
        """`#0042` of 20261125-0042."""
        return f"#{self.ticket.rpartition('-')[2]}"


class Attempt(NamedTuple):
    """A call to a customer that is over."""

    id: tuple[int, int]
    at: datetime
    agent: str
    whom: str
    ticket: str | None
    outcome: str
    way: str | None
    talk_seconds: float


class Light(NamedTuple):
    """One of the 21 objectives, today."""

    id: int
    title: str
    target: str
    status: Status
    ratio: float | None
    met: float
    eligible: float
    needs: str


@dataclass(frozen=True, slots=True)
class DeskToday:
    tickets_open: int = 0
    tickets_overdue: int = 0
    tickets_today: int = 0
    callbacks_waiting: int = 0
    called_back: int = 0
    to_call_back: int = 0
    more_by_midnight: int = 0

    @property
    def callback_ratio(self) -> float | None:
        return self.called_back / self.to_call_back if self.to_call_back else None


@dataclass(frozen=True, slots=True)
class Stored:
    """What PostgreSQL has. `ready` is False until it has started."""

    ready: bool = False
    today: Today = Today()
    latest: tuple[Done, ...] = ()
    parties: Mapping[str, Party] = field(default_factory=dict)  # by linkedid
    desk: DeskToday = DeskToday()
    attempts: tuple[Attempt, ...] = ()
    lights: tuple[Light, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """Where this demo runs: what stays the same while it does."""

    pbx: str
    hotline: str
    url: str
    token: str
    agents: int
    rings_within: int
    notes: tuple[str, ...] = ()

    @property
    def desk(self) -> str:
        """Opens the desk in a browser, signed in; at most 80 columns."""
        return f"{self.url}/sign-in#{self.token}"

    @property
    def curl(self) -> tuple[str, str]:
        """In two lines of at most 80 columns, to be copied as they are."""
        return f'curl -H "Authorization: Bearer {self.token}" \\', f'  "{self.url}/api/v1/calls?limit=5"'


@dataclass(frozen=True, slots=True)
class View:
    place: Place
    now: datetime
    linked: bool
    catching_up: bool
    ringing: tuple[Ringing, ...]
    talking: tuple[Talking, ...]
    waiting: int
    busy_agents: int
    calling_out: int
    stored: Stored
    trouble: str = ""  # what keeps PostgreSQL from answering, once it has had its time to start


def view(
    place: Place,
    calls: Sequence[Call],
    stored: Stored,
    policy: Policy,
    now_us: int,
    zone: tzinfo,
    linked: bool = True,
    catching_up: bool = False,
    trouble: str = "",
) -> View:
    """While it catches up, the calls that seem live are those of the past."""
    if catching_up:
        calls = ()
    inbound = [call for call in calls if call.direction is Direction.INBOUND and call.hotline]
    inbound.sort(key=lambda call: call.arrived_at_us)
    return View(
        place,
        datetime.fromtimestamp(now_us / 1_000_000, zone),
        linked,
        catching_up,
        tuple(ringing(call, policy, now_us) for call in inbound if _rings(call)),
        tuple(talking(call, policy, now_us) for call in inbound if call.state in TALK),
        sum(_waits(call) for call in inbound),
        len(engaged(calls)),
        calling_out(calls),
        stored,
        trouble,
    )


def ringing(call: Call, policy: Policy, now_us: int) -> Ringing:
    verdict = judge(call, policy, now_us)
    waited_us = max(0, now_us - (call.alerted_at_us or now_us))
    return Ringing(
        call.linkedid,
        call.caller_raw,
        verdict.rings or 0,
        waited_us / 1_000_000,
        tuple(attempt.agent for attempt in call.attempts if attempt.alerted_at_us and attempt.ended_at_us is None),
        verdict.within_target is False,
    )


def talking(call: Call, policy: Policy, now_us: int) -> Talking:
    verdict = judge(call, policy, now_us)
    talked_us = max(0, now_us - (call.answered_at_us or now_us))
    return Talking(
        call.linkedid,
        call.caller_raw,
        verdict.rings or 0,
        call.ring_us / 1_000_000,
        call.agent or "",
        talked_us / 1_000_000,
        verdict.within_target,
    )


def _rings(call: Call) -> bool:
    """Between two dial rounds the caller's rings run on."""
    return call.alerted_at_us is not None and call.state in (CallState.RINGING, CallState.QUEUED, CallState.ARRIVED)


def _waits(call: Call) -> bool:
    return call.alerted_at_us is None and call.state in (CallState.QUEUED, CallState.ARRIVED)


def first_new(before: Sequence[New], after: Sequence[New]) -> list[New]:
    """What has been stored since, oldest first."""
    known = {done.id for done in before}
    return [done for done in reversed(after) if done.id not in known]


def calling_out(calls: Iterable[Call]) -> int:
    return sum(call.direction is Direction.OUTBOUND for call in calls)
