"""By which rule a number that is masked becomes somebody's to see. Pure.

A number is shown in full within somebody's open work only. The first time is theirs by rule, where somebody else or a
call gave them the work. Work that they picked or made themselves asks for a reason. docs/privacy.md has the table.
"""

from collections.abc import Collection
from collections.abc import Set as AbstractSet
from enum import StrEnum
from typing import NamedTuple

from kit.roles import SEES_OPEN_WORK, Role
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.merging import SEVERAL
from ticketing.callbacks.states import OPEN
from ticketing.tickets.states import ACTIVE
from ticketing.tickets.ticket import THE_HOTLINE, Ticket


class Rule(StrEnum):
    OWN_CALL = "own_call"  # the call rings at their phone or is theirs, or its ticket is
    QUEUE = "queue"  # a callback that the queue gave them
    DISPATCHED = "dispatched"  # a ticket that somebody else gave them
    OPEN_WORK = "open_work"  # a dispatcher's: all of it
    REASON = "reason"  # they said why
    TYPED = "typed"  # they wrote the number themselves: it is shown to them there, and nothing else is


DISCLOSING = tuple(rule for rule in Rule if rule is not Rule.TYPED)

COUNTED = frozenset({Rule.QUEUE, Rule.DISPATCHED, Rule.REASON})
"""What an agent's cap of a day is about. Whom they talk to is no choice of theirs."""


class Right(NamedTuple):
    """Of one person to the numbers of one thing."""

    subject: str
    number: str
    is_work: bool  # open work of theirs: only then may it be shown in full
    rule: Rule | None = None  # None: the first time asks for a reason
    other_subject: str | None = None  # where the same number was shown to them, it is known here as well


class Known(StrEnum):
    """What one person has had of one thing before."""

    NOTHING = "nothing"
    NUMBER = "number"  # as they typed it
    ALL = "all"


class Seen(NamedTuple):
    """A number that somebody was shown in this thing, or typed into it."""

    subject: str
    number: str
    typed: bool


def known(right: Right, seen: AbstractSet[Seen]) -> Known:
    """A typed number may be a guess, so it tells nothing about another thing, nor about the words of this one."""
    if Seen(right.subject, right.number, False) in seen:
        return Known.ALL
    if right.other_subject is not None:
        shown, typed = (Seen(right.other_subject, right.number, by_them) for by_them in (False, True))
        if shown in seen and typed not in seen:
            return Known.ALL
    return Known.NUMBER if Seen(right.subject, right.number, True) in seen else Known.NOTHING


def is_workmans(ticket: Ticket, who: str, trades: Collection[str]) -> bool:
    """Whether it was given to this workman, or to a trade of theirs. One that another person has is not theirs."""
    return ticket.assignee == who if ticket.assignee is not None else ticket.trade in trades


def of_ticket(ticket: Ticket, who: str, role: Role, trades: Collection[str] = ()) -> Right:
    """`trades`: of a workman, whose work is always given by somebody else."""
    subject = f"ticket {ticket.number}"
    if ticket.status not in ACTIVE:
        return Right(subject, ticket.phone, False)
    if role is Role.WORKMAN:
        return Right(subject, ticket.phone, is_workmans(ticket, who, trades), Rule.DISPATCHED)
    if role is not Role.AGENT:
        return Right(subject, ticket.phone, True, Rule.OPEN_WORK)
    rule = None if ticket.assigned_by in (None, who) else Rule.DISPATCHED
    if ticket.assigned_by == THE_HOTLINE:
        rule = Rule.OWN_CALL
    return Right(subject, ticket.phone, ticket.assignee == who, rule)


def of_callback(callback: Callback, who: str, role: Role, now_us: int) -> Right:
    subject = f"callback {callback.id}"
    ticket = None if callback.ticket is None else f"ticket {callback.ticket}"
    made_it = callback.asked_by in (who, SEVERAL)
    if role in SEES_OPEN_WORK:
        rule = None if made_it else Rule.OPEN_WORK
        return Right(subject, callback.phone, callback.state in OPEN, rule, ticket)
    held = callback.held_by(now_us) == who
    return Right(subject, callback.phone, held, Rule.QUEUE if callback.given and not made_it else None, ticket)
