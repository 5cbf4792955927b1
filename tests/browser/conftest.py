"""Pages in a real Chromium, which root on Debian installs where it is missing.

Where there is none these tests are left out, in one line at the end. With CI=true they are not: then they fail.
"""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, async_playwright

from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from lab.pbx.root import LabError
from telephony.facts import Call
from tests.browser.screen import PASSWORD, Desk, Screen
from tests.chromium import chromium_program
from tests.integration.conftest import (
    data_dir,
    database_url,
    free_port,
    make_template,
    pool,
    postgres,
    quick_hashes,
    settings,
)
from tests.integration.web.site_in_memory import web_of
from tests.integration.web.system_in_memory import Examining, admin_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled, desk
from tests.integration.web_desk.queue_of_agents import PlayedQueue
from tests.left_out import LeftOut
from thirdring.commands.user import create_user
from thirdring.settings import Settings
from ticketing.files.shelf import Shelf
from ticketing.http.ask import DeskContext
from ticketing.telling import TellingAgents
from ticketing.workflows.service_desk import ServiceDesk

__all__ = ["data_dir", "database_url", "desk", "free_port", "pool", "postgres", "quick_hashes", "settings"]


def _why_no_chromium() -> str:
    try:
        chromium_program()
    except LabError as error:
        return str(error)
    return ""


_left_out = LeftOut("browser", _why_no_chromium)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _left_out.choose(config, items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _left_out.tell(terminalreporter)


@pytest.fixture
def _function_scoped_runner(_session_scoped_runner: asyncio.Runner) -> asyncio.Runner:
    """One event loop for all tests here: Chromium is talked to by one. pytest-asyncio asks for it by this name."""
    return _session_scoped_runner


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def _started_chromium() -> AsyncIterator[Browser]:
    """Started once: a start takes more than half a second of a processor."""
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        browser = await playwright.chromium.launch(executable_path=chromium_program(), args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def chromium(_started_chromium: Browser) -> AsyncIterator[Browser]:
    """Cookies, storage and caches are a context's; no context outlives its test."""
    assert _started_chromium.is_connected(), "Chromium has crashed in an earlier test"
    yield _started_chromium
    for context in _started_chromium.contexts:
        await context.close()


@pytest.fixture(scope="session")
def template(postgres: EmbeddedPostgres, tmp_path_factory: pytest.TempPathFactory) -> str:
    """With a user of each role: `agent`, `dispatcher`, `manager`, `admin`."""
    asyncio.run(_make_template(postgres.url("template_desk"), tmp_path_factory.mktemp("template")))
    return "template_desk"


async def _make_template(url: str, data_dir: Path) -> None:
    await make_template(url)
    settings = Settings.model_validate({"data_dir": str(data_dir), "database": {"url": url}})
    for role in (Role.AGENT, Role.DISPATCHER, Role.MANAGER, Role.ADMIN):
        await create_user(settings, role.value, role, PASSWORD)


@pytest.fixture
async def served(pool: DatabasePool, desk: ServiceDesk, data_dir: Path) -> AsyncIterator[Desk]:
    """The desk over HTTP on a real PostgreSQL, with the users of the template."""
    clock = Clock()
    dialled = Dialled(desk, clock)
    queue, shelf = PlayedQueue(clock), Shelf(data_dir / "files")
    site = DeskContext(desk, pool, {"agent": ["PJSIP/1001"]}, dialled, queue.control, shelf=shelf)
    live: list[Call] = []
    book, admin = TokenBook(PostgresTokens(pool)), admin_of(pool, Examining())
    async with web_of(desk=site, now_us=clock, token_book=book, live_calls=lambda: live, admin=admin) as web:
        queue.control.tell_to(TellingAgents(web.site.live))
        yield Desk(DeskWeb(web, desk, dialled), web.url, queue, live=live)


@pytest.fixture
async def screen(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    """Of the dispatcher, signed in, in English."""
    shown = await Screen.open(chromium, served.url)
    await shown.sign_in("dispatcher")
    yield shown
    await asyncio.sleep(0)
    assert shown.unexpected() == []
    await shown.context.close()
