"""Which tickets count for an objective, which instant assigns them to a period, and whether they met it."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from kit.instants import DAY_US, HOUR_US
from metrics.objectives.cases import Case, Outcome, outcome
from metrics.objectives.periods import Span
from ticketing.clocks.terms import DaysLater, Elapsed, EndOfDay, Term, due_us, longest_us
from ticketing.site_rules import SiteRules
from ticketing.tickets.categories import NO_PROBLEM, SHORT_CALL, Category
from ticketing.tickets.procedures import PROCEDURES
from ticketing.tickets.states import DONE, Status
from ticketing.tickets.step_terms import settled_first_us
from ticketing.tickets.ticket import Ticket

SATISFIED = 4
REPORT_WITHIN = Elapsed(24 * HOUR_US)
WEEK = DaysLater(7)
_GIVEN = ("facilities", "rules")


class Now(NamedTuple):
    rules: SiteRules
    span: Span
    at_us: int


Judge = Callable[[Ticket, Now], Case | None]


class Rule(NamedTuple):
    """`reach_us`: a ticket whose clock began longer before the period belongs to it only by its pauses. None: a ticket
    belongs where it was resolved, whatever its clock."""

    judge: Judge
    reach_us: int | None


def ticket_cases(objective: int, tickets: Iterable[Ticket], now: Now) -> list[Case]:
    judge = RULES[objective].judge
    live = (one for one in tickets if one.status is not Status.CANCELLED and one.merged_into is None)
    found = (case for one in live if (case := judge(one, now)) is not None)
    within = (case for case in found if now.span.since_us <= case.at_us < now.span.until_us)
    return sorted(within, key=lambda case: (case.at_us, case.ref))


def _case(ticket: Ticket, at_us: int, result: Outcome, why: str = "") -> Case:
    return Case("ticket", ticket.number, at_us, result, why if result is not Outcome.MET else "")


def _by_term(ticket: Ticket, term: Term, done_us: int | None, now: Now, why: str) -> Case | None:
    """The ticket counts where its term ends; None while its clock is stopped."""
    end_us = due_us(term, ticket.runs_from_us, now.rules.stops(ticket), now.rules.site)
    return None if end_us is None else _by_end(ticket, end_us, done_us, now, why)


def _by_end(ticket: Ticket, end_us: int, done_us: int | None, now: Now, why: str) -> Case:
    """The ticket counts at the last instant in time, so that 24:00 belongs to the day that ends."""
    result = outcome(done_us, end_us, now.at_us)
    return _case(ticket, end_us - 1, result, "not_yet" if result is Outcome.OPEN else why)


def _general(ticket: Ticket, now: Now) -> Case | None:
    category = now.rules.category(ticket.category)
    if ticket.difficult or category.complaint or category.procedure or ticket.category in NO_PROBLEM:
        return None
    return _by_term(ticket, EndOfDay(), ticket.resolved_at_us, now, "not_resolved_that_day")


def _difficult(ticket: Ticket, now: Now) -> Case | None:
    if not ticket.difficult or ticket.category == SHORT_CALL:
        return None
    return _by_term(ticket, WEEK, ticket.resolved_at_us, now, "not_resolved_within_a_week")


def _satisfaction(ticket: Ticket, _now: Now) -> Case | None:
    if ticket.rating is None or ticket.resolved_at_us is None:
        return None
    result = Outcome.MET if ticket.rating >= SATISFIED else Outcome.MISSED
    return _case(ticket, ticket.resolved_at_us, result, f"rated_{ticket.rating}")


def _complaint_answered(ticket: Ticket, now: Now) -> Case | None:
    if not now.rules.category(ticket.category).complaint:
        return None
    end_us = now.rules.dues(ticket).response_us
    if end_us is None:
        return None
    answered_us = ticket.complaint.responded_at_us if ticket.complaint else None
    return _by_end(ticket, end_us, answered_us, now, "not_answered_in_time")


def _complaint_settled(ticket: Ticket, now: Now) -> Case | None:
    complaint = ticket.complaint
    resolved_us = ticket.resolved_at_us
    if complaint is None or complaint.valid is not True or resolved_us is None or ticket.status not in DONE:
        return None
    if complaint.satisfaction is None or complaint.satisfaction_by is None:
        return _case(ticket, resolved_us, Outcome.MISSED if now.span.over(now.at_us) else Outcome.OPEN, "not_asked")
    result = Outcome.MET if complaint.satisfaction >= SATISFIED else Outcome.MISSED
    return _case(ticket, resolved_us, result, f"satisfaction_{complaint.satisfaction}")


def _incident(ticket: Ticket, now: Now) -> Case | None:
    if now.rules.category(ticket.category).procedure != "major_incident":
        return None
    done_us = _last_step_us(ticket, _keys("major_incident"), waived=False)
    return _by_term(ticket, REPORT_WITHIN, done_us, now, "not_reported_in_time")


def _procedure(name: str) -> Judge:
    def judge(ticket: Ticket, now: Now) -> Case | None:
        end_us = now.rules.dues(ticket).resolution_us
        if now.rules.category(ticket.category).procedure != name or end_us is None:
            return None
        steps_us = _last_step_us(ticket, _keys(name), waived=True)
        both = None if steps_us is None or ticket.resolved_at_us is None else max(steps_us, ticket.resolved_at_us)
        return _by_end(ticket, end_us, both, now, "steps_missing" if steps_us is None else "not_resolved_in_time")

    return judge


def _introduction(ticket: Ticket, now: Now) -> Case | None:
    end_us = now.rules.dues(ticket).resolution_us
    if now.rules.category(ticket.category).procedure != "move_in" or end_us is None:
        return None
    return _by_end(ticket, end_us, _last_step_us(ticket, _GIVEN, waived=False), now, "not_introduced_in_time")


def _keys(procedure: str) -> Iterator[str]:
    return (step.key for step in PROCEDURES[procedure].steps)


def _last_step_us(ticket: Ticket, steps: Iterable[str], *, waived: bool) -> int | None:
    """When the last of these steps was done, or waived before that if that counts; None if one is missing."""
    settled = settled_first_us(ticket) if waived else {done.step: done.at_us for done in ticket.steps_done}
    instants = [settled.get(step) for step in steps]
    known = [at_us for at_us in instants if at_us is not None]
    return max(known) if len(known) == len(instants) else None


RULES: Mapping[int, Rule] = {
    2: Rule(_satisfaction, None),
    4: Rule(_general, 2 * DAY_US),
    5: Rule(_difficult, 9 * DAY_US),
    11: Rule(_incident, 3 * DAY_US),
    12: Rule(_procedure("move_in"), 40 * DAY_US),
    13: Rule(_procedure("renovation"), 40 * DAY_US),
    14: Rule(_procedure("goods_removal"), 40 * DAY_US),
    15: Rule(_introduction, 40 * DAY_US),
    19: Rule(_complaint_answered, 40 * DAY_US),
    20: Rule(_complaint_settled, None),
}


def reach_us(objective: int, rules: SiteRules) -> int | None:
    """How long before a period the clock of its tickets may have begun, pauses apart; see Rule. A site's own promises
    and steps may take longer than ours."""
    least_us = RULES[objective].reach_us
    own = [rules.categories[key] for key in categories(objective, rules) or ()]
    if least_us is None:
        return None
    return max([least_us, *(_longest_us(one, name, rules) for one in own for name in _promised(one))])


def _promised(category: Category) -> Iterable[str]:
    return (category.promise, *category.promise_by_priority.values())


def _longest_us(category: Category, promise: str, rules: SiteRules) -> int:
    terms = rules.promises[promise].resolution
    if terms or category.procedure is None:
        return longest_us(terms)
    return sum(longest_us(step.term) for step in rules.procedures[category.procedure].steps)


def categories(objective: int, rules: SiteRules) -> Collection[str] | None:
    """The categories of an objective's tickets; None for all, including removed ones."""
    procedure = {11: "major_incident", 12: "move_in", 13: "renovation", 14: "goods_removal", 15: "move_in"}
    if objective in procedure:
        return [key for key, one in rules.categories.items() if one.procedure == procedure[objective]]
    if objective in (19, 20):
        return [key for key, one in rules.categories.items() if one.complaint]
    return None
