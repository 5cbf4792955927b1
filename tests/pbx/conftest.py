"""pbx tests need a real Asterisk: the lab's root when root on Debian, else one on PATH.

Where there is none they are left out, in one line at the end. With CI=true they are not: then they fail.
"""

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lab.pbx.asterisk import why_no_asterisk
from tests.left_out import LeftOut
from tests.pbx.board_history import Later, after_90_days
from tests.pbx.board_states import Played, play
from tests.pbx.sample import Sample


def _why() -> str:
    reason = why_no_asterisk()
    return f"{reason}, and there is no asterisk on PATH" if reason else ""


_left_out = LeftOut("pbx", _why)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    _left_out.choose(config, items)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    _left_out.tell(terminalreporter)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def opened(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Sample]:
    """The sample configuration on a real Asterisk, for the tests of a module."""
    folder = tmp_path_factory.mktemp("sample")
    folder.chmod(0o711)
    site = Sample(folder, day="*,*,*,*")
    try:
        await site.open()
        await site.import_households()
        yield site
    finally:
        await site.close()


@pytest_asyncio.fixture(loop_scope="module")
async def site(opened: Sample) -> AsyncIterator[Sample]:
    await opened.forget()
    opened.quiet()
    yield opened
    opened.hang_up_all()
    await asyncio.sleep(0.3)


@pytest.fixture(scope="session")
def played() -> Played:
    """One site for all tests of boards: what they show before it is read, when it is new, after a day and away."""
    return play()


@pytest.fixture(scope="session")
def later() -> Later:
    return after_90_days()
