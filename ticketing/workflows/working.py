"""A workman works on a ticket by a link: the link, the act, the ticket and its callbacks, in one transaction."""

from contextlib import suppress
from typing import NamedTuple

from kit.database.changing import changing
from kit.database.pool import DatabasePool, Session
from kit.refusals import RefusedError, StaleError
from kit.roles import Role
from ticketing.news import TicketNews
from ticketing.tickets.ticket import Ticket
from ticketing.work_links.link import (
    Act,
    Link,
    OverError,
    SentBackError,
    Standing,
    Way,
    What,
    act,
    made,
    renewed,
    standing,
)
from ticketing.work_links.store import acts_of, held_link, held_newest, is_known, link_of, put_link, save_act
from ticketing.workflows.service_desk import ServiceDesk

_TRIES = 3  # somebody of the desk may write at the same moment


class Looked(NamedTuple):
    link: Link
    ticket: Ticket
    standing: Standing


class UnknownLinkError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("This link is not known: open the newest one that you were sent, whole.")


async def make_work_link(
    connection: Session, desk: ServiceDesk, number: str, who: str, at_us: int, way: Way = Way.HAND
) -> tuple[Link, str]:
    """With the text of its token. Earlier links of the ticket end. Raises RefusedError."""
    async with connection.transaction():
        link = made(await desk.tickets.get_within(connection, number), who, at_us, way)
        if way is not Way.HAND:
            link = renewed(link, await held_newest(connection, number))
        return await put_link(connection, link)


async def look_at_work(
    connection: Session, desk: ServiceDesk, token: str, now_us: int, *, is_over_too: bool = False
) -> Looked:
    """Raises UnknownLinkError, and OverError where `is_over_too` does not ask for what is over."""
    link = await link_of(connection, token)
    if link is None:
        raise UnknownLinkError
    ticket = await desk.tickets.get_within(connection, link.ticket)
    found = Looked(link, ticket, standing(link, ticket, now_us))
    if found.standing is Standing.OVER and not is_over_too:
        was_sent_back = any(one.what is What.REFUSE for one in await acts_of(connection, [link.id]))
        raise SentBackError if was_sent_back else OverError
    return found


async def act_by_link(pool: DatabasePool, desk: ServiceDesk, token: str, asked: Act) -> None:
    """An act that is known by its key already changes nothing. Raises RefusedError."""
    for _ in range(_TRIES - 1):
        with suppress(StaleError):
            return await _act(pool, desk, token, asked)
    return await _act(pool, desk, token, asked)


async def _act(pool: DatabasePool, desk: ServiceDesk, token: str, asked: Act) -> None:
    async with changing(pool, desk.news) as (connection, told):
        link = await held_link(connection, token)
        if link is None:
            raise UnknownLinkError
        if await is_known(connection, link, asked.key):
            return
        ticket = await desk.tickets.get_within(connection, link.ticket)
        category, pause_us = desk.rules.category(ticket.category), desk.rules.pause_us(Role.WORKMAN, ticket)
        acted = act(link, ticket, asked, category, pause_us)
        await save_act(connection, acted.link, asked)
        if acted.action is None or acted.changed is None or acted.asked is None:
            told.append(TicketNews(ticket, ticket, f"link {asked.what}", asked.at_us))
            return
        told.append(await desk.tickets.save_within(connection, ticket, acted.changed))
        told.extend(await desk.follow_up(connection, acted.action, acted.changed.ticket, acted.asked))
