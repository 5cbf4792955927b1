"""A link of work: for whom it is, how long it lasts, and what each act on it does to its ticket.

It is for a person, or for a trade: then whoever accepts first has it, under the name that they write. From then on it
belongs to the telephone that accepted. Who accepted by a call (`call.py`) goes on with it on the first telephone that
does something. It ends with the work; what that telephone still has to send, such as photos and
notes, is taken for a day more. The clock that counts is ours: a telephone's clock is kept beside it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from kit.instants import DAY_US
from kit.refusals import ConflictError, FieldError, MissingError, RefusedError
from telephony.masking import mask_text
from ticketing.clocks.pauses import PauseReason
from ticketing.resident_page import written
from ticketing.tickets.categories import Category
from ticketing.tickets.changes import Changed
from ticketing.tickets.changes import act as act_on_ticket
from ticketing.tickets.states import Action, Status
from ticketing.tickets.ticket import Asked, Ticket

AFTER_US = DAY_US


class Way(StrEnum):
    HAND = "hand"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    EMAIL = "email"
    SMS = "sms"


class What(StrEnum):
    READ = "read"
    ACCEPT = "accept"
    ARRIVE = "arrive"
    NOTE = "note"
    PARTS = "parts"
    DONE = "done"
    REFUSE = "refuse"


class Standing(StrEnum):
    OPEN = "open"
    DONE = "done"  # the work is; what is late still comes in
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    id: int
    ticket: str
    who: str = ""
    trade: str = ""
    way: Way = Way.HAND
    made_at_us: int
    made_by: str
    delivered_at_us: int | None = None
    failed: str = ""
    read_at_us: int | None = None
    accepted_at_us: int | None = None
    taken_by: str = ""
    device: str = ""
    ended_at_us: int | None = None

    @property
    def name(self) -> str:
        """Who acts on it, as the ticket's history says."""
        return self.who or f"{self.taken_by or self.trade} ({self.trade})"

    @property
    def is_without_telephone(self) -> bool:
        """Accepted by a call, and not opened on a telephone yet."""
        return self.accepted_at_us is not None and not self.device


class Act(NamedTuple):
    """`device` is the hash of the telephone's word, and `device_at_us` its clock."""

    key: str
    what: What
    at_us: int
    device: str
    device_at_us: int | None = None
    text: str = ""
    name: str = ""


class Acted(NamedTuple):
    link: Link
    action: Action | None = None  # and what became of the ticket
    changed: Changed | None = None
    asked: Asked | None = None


class TakenError(ConflictError):
    def __init__(self) -> None:
        super().__init__("This work was accepted on another telephone: ask the dispatcher for a new link.")


class OverError(RefusedError):
    status = 410

    def __init__(self) -> None:
        super().__init__("This link has ended: the work is done, or somebody else has it. Call the desk if not.")


class SentBackError(OverError):
    def __init__(self) -> None:
        RefusedError.__init__(self, "You sent this work back: it goes to somebody else. Nothing is left to do here.")


def made(ticket: Ticket, who: str, at_us: int, way: Way = Way.HAND) -> Link:
    """Raises RefusedError."""
    if ticket.status not in (Status.DISPATCHED, Status.IN_PROGRESS) or not (ticket.assignee or ticket.trade):
        raise RefusedError("a link is made for a ticket that is dispatched: dispatch it first")
    person = ticket.assignee or ""
    trade = "" if person else ticket.trade or ""
    return Link(id=0, ticket=ticket.number, who=person, trade=trade, way=way, made_at_us=at_us, made_by=who)


def renewed(link: Link, last: Link | None) -> Link:
    """It keeps what a call accepted on the last one, whose message may have been lost."""
    if last is None or not last.is_without_telephone or last.ended_at_us is not None:
        return link
    if (last.who, last.trade) != (link.who, link.trade):
        return link
    return replace(link, accepted_at_us=last.accepted_at_us, taken_by=last.taken_by)


def standing(link: Link, ticket: Ticket, now_us: int) -> Standing:
    if link.ended_at_us is not None or not _is_of(link, ticket):
        return Standing.OVER
    if ticket.status in (Status.DISPATCHED, Status.IN_PROGRESS):
        return Standing.OPEN
    resolved_us = ticket.resolved_at_us
    if ticket.status is Status.RESOLVED and link.accepted_at_us is not None and resolved_us is not None:
        return Standing.DONE if now_us - resolved_us < AFTER_US else Standing.OVER
    return Standing.OVER


def _is_of(link: Link, ticket: Ticket) -> bool:
    if link.who:
        return ticket.assignee == link.who
    return ticket.trade == link.trade and ticket.assignee in (None, link.name)


def require_device(link: Link, device: str) -> None:
    """Raises TakenError where another telephone has accepted it, RefusedError where this one has no word."""
    if not device:
        raise RefusedError("The telephone keeps no cookies: allow them for this page, and open the link again.")
    if link.device and link.device != device:
        raise TakenError


def act(link: Link, ticket: Ticket, asked: Act, category: Category, pause_us: int | None) -> Acted:
    """Raises RefusedError."""
    stands = standing(link, ticket, asked.at_us)
    if stands is Standing.OVER:
        raise OverError
    if asked.what is What.READ:
        return Acted(replace(link, read_at_us=asked.at_us if link.read_at_us is None else link.read_at_us))
    require_device(link, asked.device)
    if stands is Standing.DONE and asked.what is not What.NOTE:
        raise OverError
    if asked.what is not What.REFUSE:
        link = _accepted(link, asked)
    elif not link.who:
        raise RefusedError("This work is for the trade: whoever cannot do it leaves it to the others.")
    if asked.what in (What.NOTE, What.DONE, What.REFUSE) and not asked.text.strip():
        raise MissingError(asked.what, ["text"])
    action = _ACTIONS[asked.what](ticket) if asked.what in _ACTIONS else None
    if action is None:
        return Acted(link)
    said = Asked(
        link.name,
        asked.at_us,
        ticket.version,
        why=_why(action, asked.text),
        resolution=asked.text,
        pause=PauseReason.WAITING_FOR_PARTS,
        pause_us=pause_us,
    )
    return Acted(link, action, act_on_ticket(ticket, action, said, category), said)


def _why(action: Action, text: str) -> str:
    if action is Action.PAUSE:
        return text or "needs parts"
    return text if action is Action.RETURN else ""


def _accepted(link: Link, asked: Act) -> Link:
    if link.device:
        return link
    name = " ".join(written(asked.name).split())
    if link.accepted_at_us is not None and (link.who or link.taken_by):  # by a call: this telephone goes on with it
        if not link.who and name not in ("", link.taken_by):  # somebody else, whose page was older
            raise TakenError
        return replace(link, device=asked.device)
    if not link.who and not name:
        raise FieldError("name", "is needed: who accepts it?", "Whoever accepts a trade's work writes their name.")
    if mask_text(name) != name:
        raise FieldError("name", "is a name, no phone number", "A name has no phone number in it.")
    taken = "" if link.who else name
    accepted_us = asked.at_us if link.accepted_at_us is None else link.accepted_at_us
    return replace(link, accepted_at_us=accepted_us, device=asked.device, taken_by=taken)


def _arrive(ticket: Ticket) -> Action | None:
    if ticket.status is Status.DISPATCHED:
        return Action.START
    return Action.RESUME if ticket.paused else None


def _parts(ticket: Ticket) -> Action | None:
    return None if ticket.paused else Action.PAUSE


def _refuse(_ticket: Ticket) -> Action:
    return Action.RETURN


def _done(_ticket: Ticket) -> Action:
    return Action.RESOLVE


_ACTIONS: Mapping[What, Callable[[Ticket], Action | None]] = {
    What.ARRIVE: _arrive,
    What.PARTS: _parts,
    What.DONE: _done,
    What.REFUSE: _refuse,
}
