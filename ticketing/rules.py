"""What the desk goes by: the site's categories, promises, calendar, numbers, callback policy and duties."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kit.instants import DAY_US, HOUR_US, day_start_us
from kit.roles import Role, reaches
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.sightings import Numbering
from ticketing.clocks.pauses import STOPPING, Pause, PauseReason, paused_us
from ticketing.clocks.promises import PROMISES, Dues, Promise, dues, provisional
from ticketing.clocks.terms import Site
from ticketing.duties.duty import DUTIES, Duty
from ticketing.tickets.categories import CATEGORIES, Category, promise_of
from ticketing.tickets.states import ACTIVE
from ticketing.tickets.ticket import Ticket


@dataclass(frozen=True, slots=True)
class DeskRules:
    site: Site
    categories: Mapping[str, Category] = field(default_factory=lambda: CATEGORIES)
    promises: Mapping[str, Promise] = field(default_factory=lambda: PROMISES)
    callbacks: CallbackPolicy = field(default_factory=CallbackPolicy)
    numbering: Numbering = field(default_factory=Numbering)
    category_of_calls: str = "other"  # until somebody says what the call was about
    soon_us: int = HOUR_US
    stopping: frozenset[PauseReason] = STOPPING  # a pause for another reason stops no clock
    agents_pause_us: int = DAY_US  # so long an agent's pause stops the clocks at most
    duties: Sequence[Duty] = DUTIES
    breaches: frozenset[str] = frozenset()  # categories whose broken promise raises a nonconformity; * is all
    numbers_per_day: int = 100  # masked numbers that an agent may be shown, those of own calls not counted
    lookups_per_day: int = 200  # different numbers that somebody may look up who sees none
    short_call_us: int = 0  # whoever hangs up sooner after the first ring made a short call; 0: nobody
    trades: Mapping[str, Collection[str]] = field(default_factory=dict)  # the workmen of each trade
    since: date | None = None  # the site's first day; None: it begins with its first call

    def begin_us(self, first_call_us: int | None) -> int | None:
        """When the site begins: nothing before it is due or counted. None: it has not begun."""
        return first_call_us if self.since is None else day_start_us(self.since, self.site.zone)

    def trades_of(self, who: str) -> Collection[str]:
        return [trade for trade, workmen in self.trades.items() if who in workmen]

    def category(self, key: str) -> Category:
        """A category that a site no longer has goes on as `other`."""
        return self.categories.get(key) or self.categories["other"]

    def stops(self, ticket: Ticket) -> list[Pause]:
        return [pause for pause in ticket.pauses if pause.reason in self.stopping]

    def stopped_us(self, ticket: Ticket, now_us: int) -> int:
        """How long its clocks have stood still since they began."""
        until_us = now_us if ticket.resolved_at_us is None else ticket.resolved_at_us
        return paused_us(self.stops(ticket), ticket.runs_from_us, until_us)

    def pause_us(self, role: Role) -> int | None:
        """How long a pause by somebody in this role stops the clocks at most; None: as long as it lasts."""
        return None if reaches(role, Role.DISPATCHER) else self.agents_pause_us

    def promise(self, ticket: Ticket) -> Promise:
        return promise_of(self.category(ticket.category), ticket.priority, ticket.difficult, self.promises)

    def provisional(self, ticket: Ticket, due: Dues) -> bool:
        """May what it is due at still move, since the calendar of that year is not announced?"""
        return provisional(self.promise(ticket), ticket.runs_from_us, due, self.site)

    def dues(self, ticket: Ticket) -> Dues:
        due = dues(self.promise(ticket), ticket.runs_from_us, self.stops(ticket), self.site)
        return due if ticket.status in ACTIVE or ticket.resolved_at_us is not None else Dues(None, None)
