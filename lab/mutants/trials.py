"""The two ways to try a mutant: in functions already loaded, or in a module that is imported with the change in it."""

import importlib
import os
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, SourceFileLoader
from importlib.util import spec_from_file_location
from pathlib import Path
from types import CodeType, ModuleType
from typing import Any

import pytest

from lab.mutants.forks import Ended, run_forked
from lab.mutants.quiet import SETTINGS, in_silence, quiet_hypothesis
from lab.mutants.rules import module_of
from lab.mutants.sites import Mutant
from lab.mutants.swapping import Functions
from lab.mutants.touched import TESTS

SURVIVED, KILLED, AGAIN = 0, 1, 3
_FIRST_FILES = 3

Tests = Callable[[int], Sequence[str]]


class Loaded:
    """A plugin: pytest collects all tests, then this forks for each mutant instead of running them."""

    def __init__(self, root: Path, mutants: dict[int, Mutant], tests: Tests, run: Callable[[Any], None]) -> None:
        self._root, self._mutants, self._tests, self._run = root, mutants, tests, run
        self._items: dict[str, pytest.Item] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self._items = {item.nodeid: item for item in session.items}
        self._functions = Functions()
        self._run(self._trial)
        return True

    def _trial(self, number: int) -> int:
        mutant = self._mutants[number]
        path = self._root / mutant.path
        source = path.read_bytes()
        if not self._functions.swap(str(path), mutant.function, source.decode(), mutant.applied(source).decode()):
            return AGAIN
        items = [self._items[nodeid] for nodeid in self._tests(number)]
        for place, item in enumerate(items):
            watch = _FirstFailure()
            item.config.pluginmanager.register(watch)
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=(*items, None)[place + 1])
            item.config.pluginmanager.unregister(watch)
            if watch.failed:
                return KILLED
        return SURVIVED


class _FirstFailure:
    failed = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self.failed = self.failed or report.failed


def run_loaded(
    root: Path, mutants: dict[int, Mutant], tests: Tests, limit_seconds: Callable[[int], float], jobs: int
) -> Iterator[Ended]:
    """In a child that loads everything once. What it says comes through a pipe, a line for each mutant."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reader)
            in_silence()
            quiet_hypothesis()

            def run(trial: Callable[[int], int]) -> None:
                for number, code, seconds in run_forked(mutants, trial, limit_seconds, jobs):
                    os.write(writer, f"{number} {'' if code is None else code} {seconds}\n".encode())

            pytest.main([*SETTINGS, TESTS], plugins=[Loaded(root, mutants, tests, run)])
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader) as lines:
        for line in lines:
            number, code, seconds = line.rstrip("\n").split(" ")
            yield Ended(int(number), int(code) if code else None, float(seconds))
    os.waitpid(child, 0)


class _Finder(MetaPathFinder):
    def __init__(self, name: str, path: Path, source: bytes) -> None:
        self._name, self._path, self._source = name, path, source

    def find_spec(self, fullname: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname != self._name:
            return None
        return spec_from_file_location(fullname, self._path, loader=_Loader(fullname, str(self._path), self._source))


class _Loader(SourceFileLoader):
    def __init__(self, name: str, path: str, source: bytes) -> None:
        super().__init__(name, path)
        self._source = source

    def get_code(self, fullname: str) -> CodeType:
        return compile(self._source, self.path, "exec", dont_inherit=True)


class _Chosen:
    """A plugin: of the files it was given, pytest runs these tests in this order."""

    def __init__(self, nodeids: Sequence[str]) -> None:
        self._places = {nodeid: place for place, nodeid in enumerate(nodeids)}

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        items[:] = sorted(
            (item for item in items if item.nodeid in self._places), key=lambda item: self._places[item.nodeid]
        )


def run_imported(
    root: Path, mutants: dict[int, Mutant], tests: Tests, limit_seconds: Callable[[int], float], jobs: int
) -> Iterator[Ended]:
    def trial(number: int) -> int:
        in_silence()
        quiet_hypothesis()
        mutant, nodeids = mutants[number], tests(number)
        source = mutant.applied((root / mutant.path).read_bytes())
        sys.meta_path.insert(0, _Finder(module_of(mutant.path), root / mutant.path, source))
        first, rest = _first_files(nodeids)
        return KILLED if _fails(first) or (rest and _fails(rest)) else SURVIVED

    yield from run_forked(mutants, trial, limit_seconds, jobs)


def _first_files(nodeids: Sequence[str]) -> tuple[list[str], list[str]]:
    """Most mutants are noticed by the likeliest files: then the others need not be imported."""
    files = list(dict.fromkeys(nodeid.partition("::")[0] for nodeid in nodeids))[:_FIRST_FILES]
    first = [nodeid for nodeid in nodeids if nodeid.partition("::")[0] in files]
    return first, [nodeid for nodeid in nodeids if nodeid.partition("::")[0] not in files]


def _fails(nodeids: Sequence[str]) -> bool:
    files = sorted({nodeid.partition("::")[0] for nodeid in nodeids})
    return pytest.main([*SETTINGS, "-x", *files], plugins=[_Chosen(nodeids)]) != pytest.ExitCode.OK


def load_packages(names: Sequence[str]) -> None:
    """What others wrote is imported before the first fork, so that no child has to."""
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:  # noqa: BLE001 - then each child imports it
            continue
