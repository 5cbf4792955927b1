"""A live stream ends within ten seconds of its token, whoever ended that, and in whatever process."""

import asyncio
import socket
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from kit.database.pool import DatabasePool
from kit.http import stream
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens, add_token
from kit.http.auth.tokens import new_token
from kit.roles import Role
from telephony.facts import Fact, FactKind
from tests.integration.web.site_in_memory import T0, ringing_call, web_of
from tests.integration.web_desk.conftest import DeskWeb, Dialled
from thirdring.commands.token import end_token
from thirdring.commands.user import create_user, delete_user, set_password, set_role
from thirdring.settings import Settings
from ticketing.http.ask import DeskContext
from ticketing.workflows.service_desk import ServiceDesk

PASSWORD = "a long enough word"
PROMISED_SECONDS = 10.0


@pytest.fixture
async def site(pool: DatabasePool, desk: ServiceDesk) -> AsyncIterator[DeskWeb]:
    book = TokenBook(PostgresTokens(pool))
    async with web_of(desk=DeskContext(desk, pool), token_book=book) as running:
        yield DeskWeb(running, desk, Dialled(desk))


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    return Settings.model_validate({"data_dir": str(data_dir), "database": {"url": database_url}})


@asynccontextmanager
async def listening(site: DeskWeb, token: str) -> AsyncIterator[aiohttp.ClientResponse]:
    headers = {"Authorization": f"Bearer {token}"}
    async with site.web.session.get(f"{site.web.url}/api/v1/live", headers=headers) as heard:
        assert heard.status == 200
        await heard.content.readuntil(b"\n\n")
        yield heard


async def signed_in(site: DeskWeb, name: str = "1001") -> str:
    answer = await site.ask("POST", "session", {"name": name, "password": PASSWORD})
    return str(answer.body["token"])


async def end_of(heard: aiohttp.ClientResponse) -> None:
    """Raises TimeoutError where it goes on."""
    async with asyncio.timeout(PROMISED_SECONDS):
        await heard.content.read()


Ending = Callable[[DeskWeb, Settings, str], Awaitable[object]]


async def sign_out(site: DeskWeb, _settings: Settings, token: str) -> None:
    await site.ask("DELETE", "session", token=token)


async def another_password(_site: DeskWeb, settings: Settings, _token: str) -> None:
    await set_password(settings, "1001", f"another {PASSWORD}")


async def another_role(_site: DeskWeb, settings: Settings, _token: str) -> None:
    await set_role(settings, "1001", Role.DISPATCHER)


async def deleted(_site: DeskWeb, settings: Settings, _token: str) -> None:
    await delete_user(settings, "1001")


@pytest.mark.parametrize("ending", [sign_out, another_password, another_role, deleted])
async def test_the_stream_of_a_session_ends_with_it_and_those_of_others_go_on(
    site: DeskWeb, settings: Settings, ending: Ending
) -> None:
    for name in ("1001", "1002"):
        await create_user(settings, name, Role.AGENT, PASSWORD)
    token = await signed_in(site)
    async with listening(site, token) as ended, listening(site, await signed_in(site, "1002")) as other:
        await ending(site, settings, token)
        await end_of(ended)
        assert not other.content.at_eof()
        assert len(site.web.site.live) == 1
    again = await site.ask("GET", "live", token=token)
    assert again.status == 401


async def test_a_stream_ends_with_its_token_revoked_by_a_command_in_another_process(
    site: DeskWeb, pool: DatabasePool, database_url: str, tmp_path: Path
) -> None:
    text = new_token()
    async with pool.acquire() as connection:
        number = await add_token(connection, text, Role.MANAGER, "wall")
    config = tmp_path / "site.toml"
    config.write_text(f'data_dir = "{tmp_path}"\n[database]\nurl = "{database_url}"\n')
    async with listening(site, text) as heard:
        command = [sys.executable, "-m", "thirdring", "token", "revoke", str(number), "--config", str(config)]
        revoking = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
        assert await revoking.wait() == 0
        await end_of(heard)


@pytest.mark.alone
async def test_a_stream_ends_at_the_moment_its_token_expires(site: DeskWeb, pool: DatabasePool) -> None:
    text = new_token()
    async with pool.acquire() as connection:
        number = await add_token(connection, text, Role.MANAGER, "wall")
        await connection.execute("update tokens set expires_at = now() + interval '0.5 s' where id = $1", number)
    began_seconds = time.monotonic()
    async with listening(site, text) as heard:
        await end_of(heard)
    assert time.monotonic() - began_seconds < 2.0


async def test_no_stream_begins_with_a_token_that_was_revoked_while_it_was_remembered(
    site: DeskWeb, settings: Settings, pool: DatabasePool
) -> None:
    text = new_token()
    async with pool.acquire() as connection:
        number = await add_token(connection, text, Role.MANAGER, "wall")
    assert (await site.ask("GET", "me", token=text)).status == 200
    await end_token(settings, number)
    assert (await site.ask("GET", "live", token=text)).status == 401


async def test_who_reads_nothing_is_cut_when_the_token_ends(
    site: DeskWeb, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A polite end would wait for the client for ever, and keep the connection."""
    was_cut: list[web.Request] = []
    monkeypatch.setattr(stream, "_cut", was_cut.append)
    await create_user(settings, "1001", Role.AGENT, PASSWORD)
    token, live = await signed_in(site), site.web.site.live
    host, _, port = site.web.url.removeprefix("http://").rpartition(":")
    with socket.socket() as deaf:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.connect((host, int(port)))
        deaf.sendall(f"GET /api/v1/live HTTP/1.1\r\nHost: {host}\r\nAuthorization: Bearer {token}\r\n\r\n".encode())
        await until(lambda: len(live) == 1)
        [listener] = live._listeners
        while listener.queue.qsize() < 100:  # nothing more goes out
            live.publish(Fact(FactKind.CALL_ANSWERED, T0, 1, ringing_call()))
            await asyncio.sleep(0)
        await set_password(settings, "1001", f"another {PASSWORD}")
        await until(lambda: len(live) == 0)
        await until(lambda: len(was_cut) == 1)


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(PROMISED_SECONDS):
        while not true():
            await asyncio.sleep(0.01)
