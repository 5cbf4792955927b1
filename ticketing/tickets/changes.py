"""Change a ticket: the new ticket and the row of its history, or a refusal and nothing."""

from dataclasses import replace
from typing import NamedTuple

from kit.refusals import ImpossibleError, MissingError, RefusedError, StaleError
from ticketing.tickets.categories import Category
from ticketing.tickets.complaint import Complaint, missing
from ticketing.tickets.effects import EFFECTS, pauses_ended, was_given_by_rule
from ticketing.tickets.procedures import PROCEDURES, open_steps
from ticketing.tickets.states import TRANSITIONS, WANTS, Action, Status, Want, possible
from ticketing.tickets.ticket import Asked, Change, Ticket


class Changed(NamedTuple):
    ticket: Ticket
    change: Change


class LateError(RefusedError):
    """Reopening restarts the clocks."""

    status = 403

    def __init__(self) -> None:
        super().__init__("only a dispatcher, a manager or an admin can reopen a ticket that is or was late")


def act(ticket: Ticket, action: Action, asked: Asked, category: Category) -> Changed:
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    choices = possible(ticket.status, ticket.paused)
    if action not in choices:
        raise ImpossibleError("ticket", ticket.status, action, choices)
    if action is Action.REOPEN and not asked.may_reopen:
        raise LateError
    _require_what_is_wanted(action, asked)
    _require_what_the_category_wants(ticket, action, category)
    asked = asked._replace(at_us=max(asked.at_us, ticket.runs_from_us))
    status = TRANSITIONS[ticket.status][action]
    if action is Action.RETURN and was_given_by_rule(ticket):
        status = Status.DISPATCHED
    changed = replace(ticket, status=status, version=ticket.version + 1, **EFFECTS[action](ticket, asked))
    if category.complaint:  # only a written answer is a response to a complainant
        changed = replace(changed, responded_at_us=ticket.responded_at_us)
    if action is not Action.PAUSE:
        changed = replace(changed, pauses=pauses_ended(ticket.pauses, asked.at_us))
    return Changed(changed, recorded(ticket, changed, asked, action))


def recorded(before: Ticket, after: Ticket, asked: Asked, what: str) -> Change:
    to_whom = asked.assignee or asked.trade
    return Change(
        after.number, after.version, asked.at_us, asked.who, what, before.status, after.status, asked.why, to_whom
    )


def _require_what_is_wanted(action: Action, asked: Asked) -> None:
    given = {
        Want.ASSIGNEE: bool(asked.assignee) or bool(asked.trade),
        Want.WHY: bool(asked.why.strip()),
        Want.RESOLUTION: bool(asked.resolution.strip()),
    }
    lacking = sorted(want for want in WANTS.get(action, ()) if not given[want])
    if lacking:
        raise MissingError(action, lacking)


def _require_what_the_category_wants(ticket: Ticket, action: Action, category: Category) -> None:
    if category.complaint and action in (Action.RESOLVE, Action.CLOSE):
        lacking = missing(ticket.complaint or Complaint())
        if lacking:
            raise MissingError("the complaint", lacking)
    if category.procedure is not None and action is Action.CLOSE:
        steps = open_steps(PROCEDURES[category.procedure], ticket.steps_done, ticket.steps_waived)
        if steps:
            names = ", ".join(step.key for step in steps)
            text = f"cannot be closed with steps open: {names}; a manager can waive a step with a reason"
            raise RefusedError(text, possible=[f"step {step.key}" for step in steps])
