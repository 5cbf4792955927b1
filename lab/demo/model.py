"""What the demo shows at one instant, as plain data. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, TypeVar

from kit.http.auth.sign_in_links import address
from metrics.objectives.standing import Status

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
    code: str  # signs the visitor in, once
    visitor: str
    agents: int
    rings_within: int
    notes: tuple[str, ...] = ()

    @property
    def desk(self) -> str:
        """Opens the desk in a browser, signed in, once; at most 80 columns."""
        return address(self.url, self.code)

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


def first_new(before: Sequence[New], after: Sequence[New]) -> list[New]:
    """What has been stored since, oldest first."""
    known = {done.id for done in before}
    return [done for done in reversed(after) if done.id not in known]
