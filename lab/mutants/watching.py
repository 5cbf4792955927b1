"""Which test runs which statements of the rules: a pytest plugin that writes them down, one entry a test."""

from collections import defaultdict
from collections.abc import Iterator

import pytest

Lines = set[tuple[str, int]]


class Watcher:
    """What runs while modules are imported is in `on_import`."""

    def __init__(self) -> None:
        self.on_import: Lines = set()
        self.touched: defaultdict[str, Lines] = defaultdict(set)
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self._now = self.on_import

    def mark(self, path: str, line: int) -> None:
        self._now.add((path, line))

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._now = self.touched[item.nodeid]
        try:
            return (yield)
        finally:
            self._now = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed or report.skipped:
            self.failed.add(report.nodeid)
