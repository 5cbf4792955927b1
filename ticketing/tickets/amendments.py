"""Changes that move no ticket along: other words or rules for it, two that become one, one that becomes two."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from kit.refusals import ImpossibleError, MissingError, RefusedError, StaleError
from ticketing.tickets.categories import SHORT_CALL, Category
from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.complaint import BY_THEMSELVES, Complaint, Heard, with_satisfaction
from ticketing.tickets.effects import first, pauses_ended
from ticketing.tickets.rating import require_rating_open
from ticketing.tickets.states import ACTIVE, DONE, Action, Status, possible
from ticketing.tickets.ticket import AMENDABLE, Asked, Ticket


def amend(ticket: Ticket, asked: Asked, fields: Mapping[str, Any], category: Category | None = None) -> Changed:
    """New words, another category or priority, a complaint's decision. A closed ticket still takes a rating.

    `category` is the one that it is in afterwards; None: the same as before.
    Raises HeardError where it would replace a rating that somebody gave by key or link.
    """
    require_rating_open(ticket, fields)
    return _amended(ticket, asked, fields, category, None)


def _amended(
    ticket: Ticket, asked: Asked, fields: Mapping[str, Any], category: Category | None, rated_by: Heard | None
) -> Changed:
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    unknown = sorted(fields.keys() - AMENDABLE)
    if unknown:
        able = sorted(AMENDABLE)
        raise RefusedError(f"cannot be amended: {', '.join(unknown)}; can be: {', '.join(able)}", possible=able)
    if SHORT_CALL == fields.get("category") != ticket.category:
        raise RefusedError("only a call itself makes a short call: choose another category")
    by = rated_by or (ticket.rating_by if fields.get("rating", ticket.rating) == ticket.rating else None)
    draft = replace(ticket, version=ticket.version + 1, rating_by=by, **fields)
    after = _with_first_response(ticket, _with_who_settled(ticket, draft, asked), asked)
    if category is not None and "category" in fields:
        after = replace(after, responded_at_us=_response_in(category, ticket, after, asked))
    return Changed(after, recorded(ticket, after, asked, f"amended: {_what_changed(ticket, after, fields)}"))


def _what_changed(before: Ticket, after: Ticket, fields: Mapping[str, Any]) -> str:
    """The fields that have another value, or another person's word, than before."""
    names = [name for name in fields if getattr(after, name) != getattr(before, name)]
    if "rating" in fields and after.rating_by != before.rating_by:
        names.append("rating")
    return ", ".join(sorted(set(names))) or "nothing"


def _response_in(category: Category, before: Ticket, after: Ticket, asked: Asked) -> int | None:
    """The first response by the rule of another category: to a complainant only a written answer is one."""
    if category.complaint:
        return after.complaint.responded_at_us if after.complaint else None
    return first(after.responded_at_us, asked) if before.status is Status.IN_PROGRESS else after.responded_at_us


def rated(ticket: Ticket, asked: Asked, fields: Mapping[str, Any], by: Heard | None) -> Changed:
    """A rating, with its comment. Of a complaint that is resolved it also says whether the complainant is satisfied."""
    if not says_of_the_settlement(ticket, by):
        require_rating_open(ticket, {} if by in BY_THEMSELVES else fields)
    settled = ticket.complaint if ticket.status in DONE else None
    if "rating" not in fields or by is None:
        return _amended(ticket, asked, fields, None, None)
    if settled is not None and settled.satisfaction_by in (None, by):
        fields = {**fields, "complaint": with_satisfaction(settled, fields["rating"], by)}
    return _amended(ticket, asked, fields, None, by)


def says_of_the_settlement(ticket: Ticket, by: Heard | None) -> bool:
    """It is the first word of a complainant after it was settled; a key before that spoke of the call."""
    settled = ticket.complaint if ticket.status in DONE else None
    return by is not None and settled is not None and settled.satisfaction_by is None


def _with_first_response(before: Ticket, after: Ticket, asked: Asked) -> Ticket:
    """The first answer to a complainant is a first response; later wordings leave its instant."""
    complaint = after.complaint
    if complaint is None or not complaint.response.strip():
        return after
    known_us = None if before.complaint is None else before.complaint.responded_at_us
    complaint = replace(complaint, responded_at_us=first(known_us, asked))
    return replace(after, complaint=complaint, responded_at_us=first(after.responded_at_us, asked))


def _with_who_settled(before: Ticket, after: Ticket, asked: Asked) -> Ticket:
    """Who writes the settlement is not asked how good it is, nor makes the link that asks."""
    complaint, known = after.complaint, before.complaint or Complaint()
    if complaint is None or complaint.settlement == known.settlement or asked.who in complaint.settled_by:
        return after
    return replace(after, complaint=replace(complaint, settled_by=(*complaint.settled_by, asked.who)))


def call_any_hour(ticket: Ticket, on: bool, asked: Asked) -> Changed:
    """Whether they may be called about it in quiet hours as well. Calls that began earlier are no proof by it."""
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    if not asked.why.strip():
        raise MissingError("call_any_hour", ["why"])
    since_us = first(ticket.call_any_hour_from_us, asked) if on else None
    after = replace(ticket, version=ticket.version + 1, call_any_hour_from_us=since_us)
    what = "calls at any hour" if on else "no calls at any hour"
    return Changed(after, recorded(ticket, after, asked, what))


def merge(ticket: Ticket, into: Ticket, asked: Asked) -> tuple[Changed, Changed]:
    """`ticket` is about the same matter as `into` and goes on there; both keep their history, each names the other."""
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    if ticket.status not in ACTIVE:
        raise ImpossibleError("ticket", ticket.status, Action.CANCEL, possible(ticket.status))
    if into.number == ticket.number or into.status is Status.CANCELLED:
        raise RefusedError("a ticket can only be merged into another one that is not cancelled")
    if SHORT_CALL == into.category != ticket.category:
        raise RefusedError("a short call takes no other ticket in: merge it into the other one")
    ended = replace(
        ticket,
        status=Status.CANCELLED,
        merged_into=into.number,
        version=ticket.version + 1,
        pauses=pauses_ended(ticket.pauses, asked.at_us),
    )
    kept = replace(into, version=into.version + 1)
    return (
        Changed(ended, recorded(ticket, ended, asked, f"merged into {into.number}")),
        Changed(kept, recorded(into, kept, asked, f"took in {ticket.number}")),
    )


def split(ticket: Ticket, number: str, asked: Asked, fields: Mapping[str, Any]) -> tuple[Changed, Changed]:
    """A second matter in the same ticket becomes one of its own, opened now, by the same contact."""
    amended = amend(ticket, asked, fields).ticket
    if amended.category == SHORT_CALL:
        raise RefusedError("what is split from a short call needs a category of its own")
    twin = Ticket(
        number,
        asked.at_us,
        ticket.source,
        category=amended.category,
        priority=amended.priority,
        difficult=amended.difficult,
        title=amended.title,
        household=amended.household,
        place_id=amended.place_id,
        contact=amended.contact,
        phone=amended.phone,
        split_from=ticket.number,
    )
    kept = replace(ticket, version=ticket.version + 1)
    return (
        Changed(kept, recorded(ticket, kept, asked, f"split: {number}")),
        Changed(twin, recorded(twin, twin, asked, f"split from {ticket.number}")),
    )
