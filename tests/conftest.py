"""Unit, integration, browser, pbx, containers: in this order; at the end how long each took, and what was left out.

Properties try other examples at each run, and the same ones where CI=true: what passed there passes again.
"""

import gc
import os
from collections import Counter, defaultdict
from collections.abc import Iterator

import pytest
from hypothesis import settings

from kit import i18n

settings.register_profile("anywhere", deadline=None)  # a busy machine is no fault
settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "anywhere")


@pytest.fixture(scope="session", autouse=True)
def _what_is_loaded_stays() -> None:
    """The collector need not look through it again and again, a fifth of a second each time. `./run mutants` has no use
    for it: it forks for each test, with the collector off."""
    if gc.isenabled():
        gc.collect()
        gc.freeze()


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """A command that speaks Chinese leaves nothing of it to the next test."""
    yield
    if i18n.language() != "en":
        i18n.use("en")


ROOMS = ("unit", "integration", "browser", "pbx", "containers")
_seconds: defaultdict[str, float] = defaultdict(float)
_counts: Counter[str] = Counter()
_left_out: Counter[tuple[str, str]] = Counter()


def _room(nodeid: str) -> str:
    parts = nodeid.split("/")
    return parts[1] if len(parts) > 2 and parts[1] in ROOMS else "other"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    order = {room: number for number, room in enumerate(ROOMS)}
    items.sort(key=lambda item: order.get(_room(item.nodeid), len(ROOMS)))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    _seconds[_room(report.nodeid)] += report.duration
    if report.when == "call":
        _counts[_room(report.nodeid)] += 1
    elif report.skipped and isinstance(report.longrepr, tuple):
        _left_out[_room(report.nodeid), report.longrepr[2].removeprefix("Skipped: ")] += 1


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    for room in (*ROOMS, "other"):
        if _counts[room]:
            terminalreporter.write_line(f"== {room} tests: {_counts[room]} in {_seconds[room]:.1f} s")
    for (room, reason), count in _left_out.items():
        terminalreporter.write_line(f"== {room} tests: {count} left out: {reason}")
