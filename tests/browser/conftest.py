"""Pages in a real Chromium: the one on PATH, which root on Debian installs where it is missing.

Where there is none these tests are left out, in one line at the end. With CI=true they are not: then they fail.
"""

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from playwright.async_api import Browser, async_playwright

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from lab.pbx.root import LabError, need
from tests.browser.screen import PASSWORD, Desk, Screen
from tests.integration.conftest import data_dir, database_url, pool, postgres, template
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Clock, DeskWeb, Dialled, desk
from tests.left_out import LeftOut
from thirdring.commands.user import create_user
from thirdring.settings import Settings
from ticketing.desk.site_desk import SiteDesk
from ticketing.front.ask import DeskContext

__all__ = ["data_dir", "database_url", "desk", "pool", "postgres", "template"]


def _why_no_chromium() -> str:
    try:
        need(["chromium"])
    except LabError as error:
        return str(error)
    return ""


_left_out = LeftOut("browser", _why_no_chromium)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _left_out.choose(config, items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _left_out.tell(terminalreporter)


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    program = shutil.which("chromium")
    assert program is not None, "there is no chromium on PATH"
    async with async_playwright() as playwright:
        playwright.selectors.set_test_id_attribute("data-test")
        browser = await playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        await browser.close()


@pytest.fixture
async def served(pool: DatabasePool, desk: SiteDesk, database_url: str, data_dir: Path) -> AsyncIterator[Desk]:
    """The desk over HTTP on a real PostgreSQL, with a user of each role: `agent`, `dispatcher`, `manager`, `admin`."""
    settings = Settings.model_validate({"data_dir": str(data_dir), "database": {"url": database_url}})
    for role in (Role.AGENT, Role.DISPATCHER, Role.MANAGER, Role.ADMIN):
        await create_user(settings, role.value, role, PASSWORD)
    clock = Clock()
    dialled = Dialled(desk, clock)
    site = DeskContext(desk, pool, {"agent": ["PJSIP/1001"]}, dialled)
    async with web_of(desk=site, now_us=clock, token_book=TokenBook(PostgresTokens(pool))) as web:
        yield Desk(DeskWeb(web, desk, dialled), web.url)


@pytest.fixture
async def screen(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    """Of the dispatcher, signed in, in English."""
    shown = await Screen.open(chromium, served.url)
    await shown.sign_in("dispatcher")
    yield shown
    await asyncio.sleep(0)
    assert shown.unexpected() == []
    await shown.context.close()
