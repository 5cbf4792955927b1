"""A link of a complaint: who may make one, when it can be answered, and what an answer does to the ticket."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from kit.instants import DAY_US
from kit.refusals import RefusedError
from ticketing.resident_page import written
from ticketing.tickets.amendments import rated
from ticketing.tickets.changes import Changed
from ticketing.tickets.complaint import Heard, HeardError
from ticketing.tickets.states import DONE, Action
from ticketing.tickets.ticket import Asked, Change, Ticket

LASTS_US = 14 * DAY_US
REMARK_MAX = 1_000
THE_COMPLAINANT = "complainant"
"""Who answered by a link."""

ANSWERED = "answered by link"


class Verdict(StrEnum):
    SATISFIED = "satisfied"
    NOT_SATISFIED = "not_satisfied"


SCORE: Mapping[Verdict, int] = {Verdict.SATISFIED: 4, Verdict.NOT_SATISFIED: 2}
"""On the scale of 1, very dissatisfied, to 5, very satisfied: neither is more than was said."""


@dataclass(frozen=True, slots=True)
class Link:
    """It asks about one settlement: the one of this instant."""

    ticket: str
    resolved_at_us: int
    made_at_us: int
    made_by: str
    expires_at_us: int
    answered_at_us: int | None = None


class LinkState(StrEnum):
    USABLE = "usable"
    ANSWERED = "answered"
    SETTLED_AGAIN = "settled_again"  # since it was answered
    OVER = "over"


class Answer(NamedTuple):
    verdict: Verdict
    remark: str


class Fault(NamedTuple):
    field: str  # verdict, remark
    why: str  # required, too_long


class AskedLatelyError(RefusedError):
    status = 409

    def __init__(self, left_us: int) -> None:
        days = -(-left_us // DAY_US)
        super().__init__(
            f"This household was asked lately to rate something else: make the link in {days} days, or hear them in "
            "the follow-up call."
        )


class AnswerError(RefusedError):
    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("The answer is wrong.")
        self.faults = faults


def require_pause(asked_at_us: int | None, at_us: int, pause_us: int) -> None:
    """`asked_at_us`: when the household was asked last to rate something else. Raises AskedLatelyError."""
    if asked_at_us is not None and at_us - asked_at_us < pause_us:
        raise AskedLatelyError(asked_at_us + pause_us - at_us)


def made(ticket: Ticket, who: str, at_us: int, settled_by: Collection[str]) -> Link:
    """`settled_by`: who settled the complaint; a sign-off is not by who did it. Raises RefusedError."""
    resolved_us = ticket.resolved_at_us
    if ticket.complaint is None or ticket.status not in DONE or resolved_us is None:
        raise RefusedError("a link is made for a complaint that is resolved")
    if ticket.complaint.satisfaction_by is not None:
        raise HeardError(ticket.complaint.satisfaction_by)
    if who in settled_by:
        raise RefusedError("who settled a complaint does not make its link: somebody else does")
    return Link(ticket.number, resolved_us, at_us, who, at_us + LASTS_US)


def settlers(ticket: Ticket, history: Sequence[Change]) -> Collection[str]:
    """Who has it, who ever resolved it, and who wrote how it was settled."""
    resolved = [change.who for change in history if change.what == Action.RESOLVE]
    written = ticket.complaint.settled_by if ticket.complaint else ()
    return {name for name in (ticket.assignee, *resolved, *written) if name}


def state(link: Link, ticket: Ticket, now_us: int) -> LinkState:
    if link.answered_at_us is not None:
        again = ticket.status in DONE and ticket.resolved_at_us != link.resolved_at_us
        return LinkState.SETTLED_AGAIN if again else LinkState.ANSWERED
    if ticket.status not in DONE or ticket.resolved_at_us != link.resolved_at_us or ticket.complaint is None:
        return LinkState.OVER
    if ticket.complaint.satisfaction_by is not None:  # by key, or in a call
        return LinkState.ANSWERED
    return LinkState.OVER if now_us >= link.expires_at_us else LinkState.USABLE


def read_answer(told: Mapping[str, str]) -> Answer:
    """Reads an answer from the fields of the page. Raises AnswerError."""
    remark = written(told.get("remark", ""))
    faults = []
    if told.get("verdict") not in set(Verdict):
        faults.append(Fault("verdict", "required"))
    if len(remark) > REMARK_MAX:
        faults.append(Fault("remark", "too_long"))
    if faults:
        raise AnswerError(faults)
    return Answer(Verdict(told["verdict"]), remark)


def answered(ticket: Ticket, answer: Answer, at_us: int) -> Changed:
    """The history keeps the remark, whatever is written into the ticket later."""
    score = SCORE[answer.verdict]
    fields = {"rating": score, **({"rating_comment": answer.remark} if answer.remark else {})}
    changed = rated(ticket, Asked(THE_COMPLAINANT, at_us, ticket.version, answer.remark), fields, Heard.LINK)
    return changed._replace(change=changed.change._replace(what=f"{ANSWERED}: {score}"))
