"""Links of work in PostgreSQL, each known by the hash of its token. All within somebody's session."""

import hashlib
import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from kit.database.columns import Columns
from kit.database.instants import stored, stored_or_none, us, us_or_none
from kit.database.pool import Session
from kit.database.statements import read_statements
from ticketing.work_links.link import Act, Link, What

LINK = Columns(Link, key="id", serial=True)
STATEMENTS = read_statements(Path(__file__).with_name("work_links.sql"), link=LINK)


class Reach(NamedTuple):
    """Trades and people that can be told at all, and those of them that can be told now."""

    trades: Collection[str]
    people: Collection[str]
    free_trades: Collection[str]
    free_people: Collection[str]


class AboutToBeGiven(NamedTuple):
    """What a rule gives to a person of the trade in a moment, where it was dispatched since then."""

    trades: Collection[str]
    priorities: Collection[str]
    since_us: int


class Done(NamedTuple):
    """An act as it is kept: by our clock, and by the telephone's."""

    link: int
    what: What
    at_us: int
    device_at_us: int | None
    text: str


async def put_link(connection: Session, link: Link) -> tuple[Link, str]:
    """With the text of its token, which is known here and nowhere else. Earlier links of the ticket end."""
    token = secrets.token_urlsafe(24)
    await connection.execute(STATEMENTS["end_earlier"], link.ticket, stored(link.made_at_us))
    values = STATEMENTS.filled("insert", LINK.row(link), token_sha256=_digest(token))
    return replace(link, id=await connection.fetchval(*values)), token


async def link_of(connection: Session, token: str) -> Link | None:
    row = await connection.fetchrow(STATEMENTS["of_token"], _digest(token))
    return None if row is None else LINK.of(row)


async def held_link(connection: Session, token: str) -> Link | None:
    row = await connection.fetchrow(STATEMENTS["hold"], _digest(token))
    return None if row is None else LINK.of(row)


async def held_newest(connection: Session, ticket: str) -> Link | None:
    row = await connection.fetchrow(STATEMENTS["hold_newest"], ticket)
    return None if row is None else LINK.of(row)


async def is_known(connection: Session, link: Link, key: str) -> bool:
    return bool(await connection.fetchval(STATEMENTS["is_known"], link.id, key))


async def save_act(connection: Session, link: Link, act: Act) -> None:
    await connection.execute(*STATEMENTS.filled("save", LINK.row(link)))
    at, device_at = stored(act.at_us), stored_or_none(act.device_at_us)
    await connection.execute(STATEMENTS["insert_act"], link.id, act.key, act.what, at, device_at, act.text)


async def links_of(connection: Session, ticket: str) -> list[Link]:
    return [LINK.of(row) for row in await connection.fetch(STATEMENTS["of_ticket"], ticket)]


async def acts_of(connection: Session, links: Sequence[int]) -> list[Done]:
    rows = await connection.fetch(STATEMENTS["acts"], list(links))
    return [
        Done(row["link"], What(row["what"]), us(row["at"]), us_or_none(row["device_at"]), row["text"]) for row in rows
    ]


async def end_link(connection: Session, ticket: str, number: int, at_us: int) -> bool:
    return await connection.fetchval(STATEMENTS["end"], ticket, number, stored(at_us)) is not None


async def tell_delivered(connection: Session, link: Link, at_us: int | None, failed: str) -> None:
    await connection.execute(STATEMENTS["tell_delivered"], link.id, stored_or_none(at_us), failed)


async def tickets_to_tell(
    connection: Session, since_us: int, reach: Reach, not_yet: Mapping[str, int], given: AboutToBeGiven
) -> list[str]:
    """`not_yet`: tickets that wait for another try, with the time at which their link was made."""
    free = list(reach.free_trades), list(reach.free_people)
    waiting = list(not_yet), [stored(made_at_us) for made_at_us in not_yet.values()]
    rule = list(given.trades), list(given.priorities), stored(given.since_us)
    rows = await connection.fetch(
        STATEMENTS["to_tell"], stored(since_us), list(reach.trades), list(reach.people), *free, *waiting, *rule
    )
    return [row["number"] for row in rows]


async def tickets_to_text(
    connection: Session, until_us: int, since_us: int, reach: Reach, not_yet: Collection[str]
) -> list[str]:
    """Of which nobody has accepted the link that was sent until then."""
    within = list(reach.free_people), list(reach.free_trades)
    rows = await connection.fetch(STATEMENTS["to_text"], stored(until_us), stored(since_us), *within, list(not_yet))
    return [row["number"] for row in rows]


def _digest(token: str) -> bytes:
    """A fast hash is enough, because the token has 192 random bits."""
    return hashlib.sha256(token.encode()).digest()
