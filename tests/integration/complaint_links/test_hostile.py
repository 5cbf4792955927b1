"""A stranger at the pages of links: what they guess, send and repeat. Both pages, since they share one door."""

import asyncio
import secrets
from urllib.parse import quote

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.complaint_links.conftest import Complaints

PAGES = ("/s/{}", "/s/c/{}")
BIDI = "\u202e\u2066\u200f\x1b[31m\x07\x85"


async def raw(complaints: Complaints, sent: bytes, most: int = 65_536) -> bytes:
    """The answer to these very bytes, until the server closes or nothing more comes."""
    host, _, port = complaints.web.web.url.removeprefix("http://").rpartition(":")
    reader, writer = await asyncio.open_connection(host, int(port))
    got = b""
    try:
        writer.write(sent)
        await writer.drain()
        async with asyncio.timeout(5):
            while len(got) < most and (chunk := await reader.read(most)):
                got += chunk
                if b"\r\n\r\n" in got and b"Connection: close" not in sent:
                    break
    except (TimeoutError, ConnectionError):
        pass
    finally:
        writer.close()
    return got


@pytest.mark.parametrize("page", PAGES)
async def test_guessed_links_are_answered_alike_and_change_nothing(
    complaints: Complaints, pool: DatabasePool, page: str
) -> None:
    await complaints.link(await complaints.resolved())
    told = set()
    for token in (
        secrets.token_urlsafe(24),
        "a" * 32,
        "x",
        "a" * 5_000,
        quote("../../api", safe=""),
        "%0d%0aX:1",
        "%00",
    ):
        for fields in ({}, {"verdict": "satisfied", "q1": "5"}):
            answer = await complaints.page(page.format(token), **fields)
            told.add((answer.status, answer.body, answer.headers.get("X")))
    assert len(told) == 1
    assert next(iter(told))[0] == 404
    assert await pool.fetchval("select count(*) from complaint_links where answered_at is not null") == 0


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "head",
    [
        b"GET http://evil.example{path} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /{path} HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET {path}?lang=zh%0d%0aSet-Cookie:a=b HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET {path} HTTP/1.1\r\nHost: localhost\r\nX: a\r\n Set-Cookie: a=b\r\n\r\n",
        b"GET {path} HTTP/1.1\r\nHost: evil.example\r\n\r\n",
        b"GET {path} HTTP/1.1\r\nHost: localhost\r\nX: " + b"y" * 70_000 + b"\r\n\r\n",
        b"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 99999999999\r\n\r\nq1=5",
        b"POST {path} HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n" + b"z" * 1_048_575,
        b"DELETE {path} HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
    ids=["absolute", "slashes", "line break", "folded", "host", "long", "two lengths", "huge", "endless", "method"],
)
async def test_whatever_a_head_says_no_header_is_added_and_nobody_else_is_named(
    complaints: Complaints, page: str, head: bytes
) -> None:
    link = await complaints.link(await complaints.resolved())
    token = link.rpartition("/")[2]
    answer = await raw(complaints, head.replace(b"{path}", page.format(token).encode()))
    assert b"Set-Cookie" not in answer
    assert b"aiohttp" not in answer
    assert b"evil.example" not in answer
    assert b" 500 " not in answer[:30]
    assert (await complaints.page(link)).status == 200


async def test_what_a_stranger_wrote_is_kept_as_text_without_what_nobody_sees(complaints: Complaints) -> None:
    ticket = await complaints.resolved()
    remark = f"好{BIDI}<script>alert(1)</script>=1+1"
    sent = await complaints.page(await complaints.link(ticket), verdict="satisfied", remark=remark)
    assert sent.status == 303
    assert (await complaints.now(ticket))["rating_comment"] == "好[31m<script>alert(1)</script>=1+1"


async def test_a_number_in_a_remark_is_masked_for_the_desk(complaints: Complaints) -> None:
    ticket = await complaints.resolved()
    await complaints.page(await complaints.link(ticket), verdict="satisfied", remark="打 13912345678")
    seen = await complaints.web.get(f"tickets/{ticket['number']}", Role.AGENT)
    assert "13912345678" not in str(seen)


async def test_a_crowd_at_a_link_does_not_hold_up_the_desk(complaints: Complaints, pool: DatabasePool) -> None:
    """Strangers of one address are answered two at a time, however many come."""
    most = 0

    async def crowd() -> set[int]:
        tokens = [secrets.token_urlsafe(24) for _ in range(300)]
        return {answer.status for answer in await asyncio.gather(*(complaints.page(f"/s/c/{one}") for one in tokens))}

    asked = asyncio.create_task(crowd())
    while not asked.done():
        most = max(most, pool.get_size() - pool.get_idle_size())
        await asyncio.sleep(0)
    assert await asked == {404}
    assert most <= 2
