"""A complainant says by a link whether they are satisfied: the link, the ticket, and a call about it, at once."""

from contextlib import suppress

from kit.database.changing import changing
from kit.database.pool import DatabasePool, Session
from kit.refusals import StaleError
from ticketing.callbacks.callback import Reason
from ticketing.complaint_links.link import (
    Answer,
    Link,
    LinkState,
    Verdict,
    answered,
    made,
    require_pause,
    settlers,
    state,
)
from ticketing.complaint_links.store import asked_at_us, held_link, link_answered, link_of, put_link
from ticketing.workflows.service_desk import ServiceDesk

_TRIES = 3  # somebody of the desk may write at the same moment


async def make_link(connection: Session, desk: ServiceDesk, number: str, who: str, at_us: int) -> tuple[Link, str]:
    """With the text of its token. Raises RefusedError."""
    tickets = desk.tickets.on(connection)
    ticket = await tickets.get(number)
    link = made(ticket, who, at_us, settlers(ticket, await tickets.history(number)))
    if ticket.household is not None:
        require_pause(await asked_at_us(connection, ticket.household, number), at_us, desk.rules.rating_pause_us)
    return link, await put_link(connection, link)


async def look_at_link(connection: Session, desk: ServiceDesk, token: str, now_us: int) -> LinkState | None:
    """None: nobody has this link."""
    link = await link_of(connection, token)
    return None if link is None else await _state(connection, desk, link, now_us)


async def answer_by_link(
    pool: DatabasePool, desk: ServiceDesk, token: str, answer: Answer, now_us: int
) -> LinkState | None:
    """In which state the link was: the answer is taken if it was usable."""
    for _ in range(_TRIES - 1):
        with suppress(StaleError):
            return await _answer(pool, desk, token, answer, now_us)
    return await _answer(pool, desk, token, answer, now_us)


async def _answer(pool: DatabasePool, desk: ServiceDesk, token: str, answer: Answer, now_us: int) -> LinkState | None:
    async with changing(pool, desk.news) as (connection, told):
        link = await held_link(connection, token)
        found = None if link is None else await _state(connection, desk, link, now_us)
        if link is None or found is not LinkState.USABLE:
            return found
        ticket = await desk.tickets.get_within(connection, link.ticket)
        changed = answered(ticket, answer, now_us)
        told.append(await desk.tickets.save_within(connection, ticket, changed))
        await link_answered(connection, link, now_us)
        if answer.verdict is Verdict.NOT_SATISFIED:
            told.extend(await desk.follow_up.call_about(connection, changed.ticket, Reason.REQUESTED, now_us, None))
    return LinkState.USABLE


async def _state(connection: Session, desk: ServiceDesk, link: Link, now_us: int) -> LinkState:
    return state(link, await desk.tickets.get_within(connection, link.ticket), now_us)
