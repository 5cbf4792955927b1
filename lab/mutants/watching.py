"""Which test runs which lines of the rules: a pytest plugin that writes them down, one entry a test."""

import sys
import threading
from collections import defaultdict
from collections.abc import Iterator
from inspect import CO_OPTIMIZED
from types import FrameType
from typing import Any

import pytest

Lines = set[tuple[str, int]]


class Watcher:
    """`paths`: absolute path → path from the root. Lines that run while modules are imported are in `on_import`."""

    def __init__(self, paths: dict[str, str]) -> None:
        self.on_import: Lines = set()
        self.touched: defaultdict[str, Lines] = defaultdict(set)
        self.seconds: defaultdict[str, float] = defaultdict(float)
        self.failed: set[str] = set()
        self._paths = paths
        self._now = self.on_import

    def pytest_sessionstart(self) -> None:
        threading.settrace(self._called)
        sys.settrace(self._called)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        self._now = self.touched[item.nodeid]
        sys.settrace(self._called)
        try:
            return (yield)
        finally:
            self._now = set()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.seconds[report.nodeid] += report.duration
        if report.failed or report.skipped:
            self.failed.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        sys.settrace(None)
        threading.settrace(None)

    def _called(self, frame: FrameType, _event: str, _argument: Any) -> Any:
        path = self._paths.get(frame.f_code.co_filename)
        if path is None or not frame.f_code.co_flags & CO_OPTIMIZED:
            return None  # not a rule's, or the body of a module or class
        now = self._now
        now.add((path, frame.f_lineno))

        def line(inner: FrameType, _event: str, _argument: Any) -> Any:
            now.add((path, inner.f_lineno))
            return line

        return line
