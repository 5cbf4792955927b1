"""A ticket, and one row of its history."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, NamedTuple, TypeVar, get_origin, get_type_hints

from kit.roles import Role
from ticketing.clocks.pauses import Pause, PauseReason
from ticketing.tickets.categories import Priority
from ticketing.tickets.complaint import RATINGS, Complaint, Heard
from ticketing.tickets.procedures import StepDone, Waiver
from ticketing.tickets.states import Status

THE_HOTLINE = "hotline"
"""Who opens the ticket of a call, and gives it to whoever answers that call."""

BY_RULE = "rule"
"""Who gives a ticket of a trade to somebody on duty, where nobody took it (`ticketing.tickets.assigning`)."""


class Source(StrEnum):
    """How the matter came to the desk."""

    CALL = "call"
    HAND = "hand"
    API = "api"
    WALK_IN = "walk_in"
    VISIT = "visit"


T = TypeVar("T")
Amendable = Annotated[T, "amendable"]
"""Whoever may change a ticket may give it another value; all else is moved by actions."""


@dataclass(frozen=True, slots=True)
class Ticket:
    number: str
    opened_at_us: int
    source: Source
    category: Amendable[str] = "other"
    priority: Amendable[Priority] = Priority.NORMAL
    difficult: Amendable[bool] = False
    title: Amendable[str] = ""
    household: Amendable[int | None] = None
    place_id: Amendable[int | None] = None  # a place that is no flat; the household is then whose matter it is
    contact: Amendable[str] = ""
    phone: Amendable[str] = ""
    status: Status = Status.OPEN
    version: int = 1
    assignee: str | None = None  # a person
    assigned_by: str | None = None  # who gave it to them; THE_HOTLINE: they answered its call
    trade: str | None = None  # or a trade, such as plumbing
    resolution: str = ""
    clock_from_us: int | None = None  # None: from opened_at_us on; set when the ticket is reopened
    responded_at_us: int | None = None
    resolved_at_us: int | None = None
    closed_at_us: int | None = None
    pauses: tuple[Pause, ...] = ()
    reopened_count: int = 0
    returned_count: int = 0
    merged_into: str | None = None
    split_from: str | None = None
    complaint: Amendable[Complaint | None] = None
    steps_done: tuple[StepDone, ...] = ()
    steps_waived: tuple[Waiver, ...] = ()
    rating: Amendable[int | None] = None  # 1 to 5, asked in the follow-up call
    rating_comment: Amendable[str] = ""
    rating_by: Heard | None = None  # how they gave it themselves; None: the desk put it down
    call_any_hour_from_us: int | None = None  # from then on they may be called in quiet hours as well

    def __post_init__(self) -> None:
        if self.rating is not None and self.rating not in RATINGS:
            raise ValueError("a rating is 1 to 5")

    @property
    def paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].until_us is None

    @property
    def runs_from_us(self) -> int:
        """Where its clocks began."""
        return self.opened_at_us if self.clock_from_us is None else self.clock_from_us


AMENDABLE = frozenset(
    name for name, hint in get_type_hints(Ticket, include_extras=True).items() if get_origin(hint) is Annotated
)


class Change(NamedTuple):
    """One row of a ticket's history. `version` is the ticket's after it."""

    number: str
    version: int
    at_us: int
    who: str
    what: str  # an Action, or amended, merged, split …
    from_status: Status
    to_status: Status
    why: str = ""
    to_whom: str | None = None  # the assignee or trade it went to


class Asked(NamedTuple):
    """Who asks for something, when, on which version of the ticket, and why."""

    who: str
    at_us: int
    version: int
    why: str = ""
    assignee: str | None = None
    trade: str | None = None
    resolution: str = ""
    pause: PauseReason = PauseReason.WAITING_FOR_OTHERS
    pause_us: int | None = None  # so long it stops the clocks at most; None: as long as it lasts
    role: Role | None = None  # None: no person asks over HTTP
    may_reopen: bool = True  # a dispatcher, or it is not late
