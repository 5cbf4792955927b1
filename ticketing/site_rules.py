"""The rules of this site: categories, promises, calendar, numbers, callback policy and duties."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import takewhile

from kit.instants import DAY_US, HOUR_US, day_start_us
from kit.roles import Role, reaches
from ticketing.callbacks.policy import CallbackPolicy
from ticketing.callbacks.sightings import Numbering
from ticketing.clocks.pauses import STOPPING, Pause, PauseReason, paused_us
from ticketing.clocks.promises import PROMISES, Dues, Promise, dues, provisional
from ticketing.clocks.terms import Site
from ticketing.duties.duty import DUTIES, Duty
from ticketing.shifts.patterns import ShiftRules
from ticketing.tickets.categories import CATEGORIES, Category, promise_of
from ticketing.tickets.lateness import late
from ticketing.tickets.procedures import PROCEDURES, Procedure
from ticketing.tickets.states import ACTIVE, Status
from ticketing.tickets.step_terms import StepClock, current, settled_late_us, step_clocks, whole_due_us
from ticketing.tickets.ticket import Asked, Ticket


@dataclass(frozen=True, slots=True)
class SiteRules:
    site: Site
    categories: Mapping[str, Category] = field(default_factory=lambda: CATEGORIES)
    promises: Mapping[str, Promise] = field(default_factory=lambda: PROMISES)
    procedures: Mapping[str, Procedure] = field(default_factory=lambda: PROCEDURES)
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
    links_show_number: bool = False  # whether a workman without an account may see the caller's number
    rating_pause_us: int = 0  # so long a household is not asked again to rate, by a link, something else
    assign_after_us: int | None = None  # then a ticket of a trade that nobody took is given to somebody; None: never
    told_trades: Collection[str] = ()  # trades that a robot or an e-mail tells, whoever belongs to them
    since: date | None = None  # the site's first day; None: it begins with its first call
    shifts: ShiftRules = field(default_factory=ShiftRules)

    def begin_us(self, first_call_us: int | None) -> int | None:
        """When the site begins: nothing before it is due or counted. None: it has not begun."""
        return first_call_us if self.since is None else day_start_us(self.since, self.site.zone)

    def known_trades(self) -> list[str]:
        """Empty where the settings name no workmen: then any word is a trade."""
        return [*self.trades, *(trade for trade in self.told_trades if trade not in self.trades)] if self.trades else []

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

    def pause_us(self, role: Role, ticket: Ticket) -> int | None:
        """How long a pause by somebody in this role stops the clocks at most; None: as long as it lasts.

        What agents paused since a dispatcher last did is one length: pausing again begins none.
        """
        if reaches(role, Role.DISPATCHER):
            return None
        since = takewhile(lambda pause: pause.limit_us is not None, reversed(self.stops(ticket)))
        spent_us = sum((pause.stops_until_us or pause.since_us) - pause.since_us for pause in since)
        return max(0, self.agents_pause_us - spent_us)

    def may_reopen(self, role: Role, ticket: Ticket, now_us: int) -> bool:
        """What is late begins its clocks again only by a dispatcher. A cancelled one is judged as if it went on."""
        if reaches(role, Role.DISPATCHER):
            return True
        judged = replace(ticket, status=Status.OPEN) if ticket.status is Status.CANCELLED else ticket
        return not late(judged, self.dues(judged), now_us)

    def allowed(self, ticket: Ticket, asked: Asked) -> Asked:
        """With what their role allows them on this ticket. Nothing is held against what no person asks for."""
        if asked.role is None:
            return asked
        may_reopen = self.may_reopen(asked.role, ticket, asked.at_us)
        return asked._replace(pause_us=self.pause_us(asked.role, ticket), may_reopen=may_reopen)

    def promise(self, ticket: Ticket) -> Promise:
        return promise_of(self.category(ticket.category), ticket.priority, ticket.difficult, self.promises)

    def procedure(self, ticket: Ticket) -> Procedure | None:
        name = self.category(ticket.category).procedure
        return None if name is None else self.procedures[name]

    def steps(self, ticket: Ticket) -> list[StepClock]:
        """None without a procedure. Of a cancelled ticket nothing is due."""
        procedure = self.procedure(ticket)
        clocks = [] if procedure is None else step_clocks(procedure, ticket, self.stops(ticket), self.site)
        return [clock._replace(due_us=None) for clock in clocks] if ticket.status is Status.CANCELLED else clocks

    def provisional(self, ticket: Ticket, due: Dues) -> bool:
        """May what it is due at still move, since the calendar of that year is not announced?"""
        promise, procedure, from_us = self.promise(ticket), self.procedure(ticket), ticket.runs_from_us
        terms = tuple(term for step in procedure.steps for term in step.term) if procedure else ()
        whole, step = replace(promise, resolution=promise.resolution or terms), replace(promise, resolution=terms)
        return provisional(whole, from_us, due, self.site) or provisional(
            step, from_us, Dues(None, due.step_us), self.site
        )

    def dues(self, ticket: Ticket) -> Dues:
        if ticket.status not in ACTIVE and ticket.resolved_at_us is None:
            return Dues(None, None)
        promise, pauses, procedure = self.promise(ticket), self.stops(ticket), self.procedure(ticket)
        due = dues(promise, ticket.runs_from_us, pauses, self.site)
        if procedure is None:
            return due
        clocks = step_clocks(procedure, ticket, pauses, self.site)
        if not promise.resolution:
            due = due._replace(resolution_us=whole_due_us(procedure, ticket.runs_from_us, pauses, self.site))
        turn = current(clocks)
        return due._replace(step_us=turn and turn.due_us, late_steps_us=settled_late_us(clocks))
