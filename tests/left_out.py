"""Tests that need what this machine may not have are left out, in one line at the end; with CI=true they fail."""

import os
from collections.abc import Callable

import pytest


class LeftOut:
    """Of one room of tests. `why_not` says what is missing; empty: nothing."""

    def __init__(self, room: str, why_not: Callable[[], str]) -> None:
        self._room, self._why_not = room, why_not
        self._said = ""

    def choose(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        ours = [item for item in items if self._room in item.path.parts]
        reason = self._why_not() if ours else ""
        if not reason or os.environ.get("CI") == "true":
            return
        items[:] = [item for item in items if item not in ours]
        config.hook.pytest_deselected(items=ours)
        self._said = f"{len(ours)} {self._room} tests left out: {reason}"

    def tell(self, reporter: pytest.TerminalReporter) -> None:
        if self._said:
            reporter.write_line(self._said)
