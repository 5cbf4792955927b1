"""What each action sets beside the status: a table of functions with one signature."""

from collections.abc import Callable, Mapping
from typing import Any

from ticketing.clocks.pauses import Pause
from ticketing.tickets.complaint import to_be_asked_anew
from ticketing.tickets.rating import UNRATED
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import BY_RULE, Asked, Ticket

Fields = dict[str, Any]


def _given_out(ticket: Ticket, asked: Asked) -> Fields:
    by = asked.who if asked.assignee else None
    return {"assignee": asked.assignee, "assigned_by": by, "trade": asked.trade}


def _started(ticket: Ticket, asked: Asked) -> Fields:
    return {**_taken(ticket, asked, asked.assignee), "responded_at_us": first(ticket.responded_at_us, asked)}


def _taken(ticket: Ticket, asked: Asked, named: str | None = None) -> Fields:
    """It stays with its assignee unless somebody else is named; without either it is theirs who asks."""
    assignee = named or ticket.assignee or asked.who
    return {"assignee": assignee, "assigned_by": ticket.assigned_by if assignee == ticket.assignee else asked.who}


def _returned(ticket: Ticket, asked: Asked) -> Fields:
    """What a rule gave goes back to its trade, all else to the desk."""
    trade = ticket.trade if was_given_by_rule(ticket) else None
    return {"assignee": None, "assigned_by": None, "trade": trade, "returned_count": ticket.returned_count + 1}


def _paused(ticket: Ticket, asked: Asked) -> Fields:
    limit_us = None if asked.pause_us is None else asked.at_us + asked.pause_us
    return {"pauses": (*ticket.pauses, Pause(asked.at_us, None, asked.pause, limit_us))}


def _resolved(ticket: Ticket, asked: Asked) -> Fields:
    return {
        **_taken(ticket, asked),
        "resolution": asked.resolution,
        "responded_at_us": first(ticket.responded_at_us, asked),
        "resolved_at_us": asked.at_us,
    }


def _closed(ticket: Ticket, asked: Asked) -> Fields:
    return {"closed_at_us": asked.at_us}


def _reopened(ticket: Ticket, asked: Asked) -> Fields:
    """The clocks start again; that it was resolved before stays in its history."""
    return {
        "assignee": None,
        "assigned_by": None,
        "trade": None,
        "resolution": "",
        "resolved_at_us": None,
        "closed_at_us": None,
        "merged_into": None,
        "clock_from_us": asked.at_us,
        **_unsaid(ticket),
        "reopened_count": ticket.reopened_count + 1,
    }


def _unsaid(ticket: Ticket) -> Fields:
    """What a complainant said of the settlement, and the rating that came with it, say nothing of the next one."""
    if ticket.complaint is None:
        return {}
    rating = {} if ticket.complaint.satisfaction_by is None else UNRATED
    return {"complaint": to_be_asked_anew(ticket.complaint), **rating}


def _nothing(ticket: Ticket, asked: Asked) -> Fields:
    return {}


EFFECTS: Mapping[Action, Callable[[Ticket, Asked], Fields]] = {
    Action.DISPATCH: _given_out,
    Action.HAND_OVER: _given_out,
    Action.START: _started,
    Action.RETURN: _returned,
    Action.PAUSE: _paused,
    Action.RESUME: _nothing,
    Action.RESOLVE: _resolved,
    Action.CLOSE: _closed,
    Action.REOPEN: _reopened,
    Action.CANCEL: _nothing,
}


def was_given_by_rule(ticket: Ticket) -> bool:
    return ticket.assigned_by == BY_RULE and ticket.assignee is not None and ticket.trade is not None


def first(known_us: int | None, asked: Asked) -> int:
    return asked.at_us if known_us is None else known_us


def pauses_ended(pauses: tuple[Pause, ...], at_us: int) -> tuple[Pause, ...]:
    if not pauses or pauses[-1].until_us is not None:
        return pauses
    last = pauses[-1]
    return (*pauses[:-1], last._replace(until_us=max(at_us, last.since_us)))
