"""Instants of no possible year: refused where they come in, and what was once stored with one breaks no page."""

from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.photos import jpeg, send
from tests.integration.web_desk.test_work_links import dispatched, linked, web

__all__ = ["web"]
IMPOSSIBLE = (
    *("0001-01-01T00:00:00Z", "0500-01-01T00:00:00Z", "1969-12-31T23:59:59Z", "1970-01-01T00:00:00+01:00"),
    *("2100-01-01T00:00:00Z", "9999-12-31T23:59:59Z"),
)
STORED = ("-infinity", "infinity", "0500-01-01Z", "9999-12-31Z")


async def stored(pool: DatabasePool, statement: str, at: str) -> None:
    """As an earlier version took it."""
    async with session(pool) as connection:
        await connection.execute(statement.replace("?", f"'{at}'"))


def refused(answer: Any, name: str) -> bool:
    [error] = answer.body["errors"]
    return (answer.status, error["parameter"], error["message"]) == (422, name, "must be from 1970 to 2099")


async def test_none_is_taken_from_a_link_or_with_a_photo(web: DeskWeb) -> None:
    ticket = await dispatched(web)
    phone = await linked(web, ticket)
    for at in IMPOSSIBLE:
        assert refused(await phone.act("accept", at=at), "at"), at
        sent = await send(web, jpeg(), record="ticket", of=str(ticket["number"]), taken_at=at)
        assert refused(sent, "taken_at"), at
    assert (await phone.act("accept", at="1970-01-01T00:00:00Z")).status == 200
    assert (await phone.act("arrive", at="2099-12-31T23:59:59.999999Z")).status == 200


@pytest.mark.parametrize("at", STORED)
async def test_what_a_link_once_stored_breaks_no_page(web: DeskWeb, pool: DatabasePool, at: str) -> None:
    ticket = await dispatched(web)
    phone = await linked(web, ticket)
    path = f"tickets/{ticket['number']}"
    assert (await phone.act("accept")).status == 200
    assert (await send(web, jpeg(), record="ticket", of=str(ticket["number"]))).status == 201
    await stored(pool, "update work_acts set device_at = ?; update files set taken_at = ?", at)
    assert (await phone.ask("GET")).status == 200
    for read in (path, f"{path}/work_links", f"files?record=ticket&of={ticket['number']}"):
        answer = await web.ask("GET", read, role=Role.MANAGER)
        assert answer.status == 200, (read, answer.body)
