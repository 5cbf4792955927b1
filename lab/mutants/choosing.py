"""Which tests are asked about a mutant, the likeliest to notice first."""

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from lab.mutants.rules import module_of
from lab.mutants.sites import Mutant
from lab.mutants.touched import Asked, Touched

_ENOUGH_SECONDS = 20.0
"""Of tests for one mutant, as the map was made. What only a slower test would notice counts as unnoticed."""


class Chooser:
    """A change in a function is shown to the tests that run its lines. A change that is made on import (a table, a
    default) is shown to the tests that import or run its module, then to those of each module that imports it, and so
    on.
    """

    def __init__(self, root: Path, pure: Sequence[str], known: Touched) -> None:
        self._known = known
        self._imported_by: defaultdict[str, set[str]] = defaultdict(set)
        modules = {module_of(path): path for path in pure}
        for file in {*pure, *(test.file for test in known.tests)}:
            for path in _imports(root / file, modules):
                self._imported_by[path].add(file)

    def is_on_import(self, mutant: Mutant) -> bool:
        lines = range(mutant.first, mutant.last + 1)
        return not mutant.function or any((mutant.path, line) in self._known.on_import for line in lines)

    def tests_for(self, mutant: Mutant) -> list[Asked]:
        return _enough(self._near(mutant), _ENOUGH_SECONDS)

    def _near(self, mutant: Mutant) -> list[Asked]:
        if not self.is_on_import(mutant):
            lines = frozenset(range(mutant.first, mutant.last + 1))
            return _quickest_first(
                test for test in self._known.tests if lines & test.lines.get(mutant.path, frozenset())
            )
        chosen: dict[str, Asked] = {}
        for modules in self._ever_further(mutant.path):
            importers = {file for path in modules for file in self._imported_by[path]}
            nearest = [test for test in self._known.tests if test.file in importers]
            near = [test for test in self._known.tests if not modules.isdisjoint(test.lines)]
            for test in (*_file_by_file(nearest), *_quickest_first(near)):
                chosen.setdefault(test.nodeid, test)
        return list(chosen.values())

    def _ever_further(self, path: str) -> Iterator[set[str]]:
        """The module alone, then those that import it, then those that import these."""
        modules, met = {path}, {path}
        while modules:
            yield modules
            modules = {file for one in modules for file in self._imported_by[one]} - met
            met |= modules


def _enough(tests: list[Asked], seconds: float) -> list[Asked]:
    used = accumulate((test.seconds for test in tests), initial=0.0)
    return [test for test, before in zip(tests, used, strict=False) if before < seconds]


def _file_by_file(tests: list[Asked]) -> list[Asked]:
    seconds: defaultdict[str, float] = defaultdict(float)
    for test in tests:
        seconds[test.file] += test.seconds
    return sorted(tests, key=lambda test: (seconds[test.file], test.file, test.seconds))


def _quickest_first(tests: Iterable[Asked]) -> list[Asked]:
    return sorted(tests, key=lambda test: test.seconds)


def _imports(file: Path, modules: dict[str, str]) -> set[str]:
    """The rules' files that it imports by name."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_bytes())):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
            names.update(f"{node.module}.{alias.name}" for alias in node.names)
    return {modules[name] for name in names if name in modules}
