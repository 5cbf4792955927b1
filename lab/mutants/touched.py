"""The map of lines and tests: made once, kept for the next run, and only what changed is run again."""

import hashlib
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from lab.mutants.marking import mark_rules
from lab.mutants.quiet import SETTINGS, in_silence, quiet_hypothesis
from lab.mutants.watching import Watcher

TESTS = "tests/unit"
_GENERATED = ("_is_current", "_table_in_the_docs_is_this_one")
"""Tests that hold a page against its own generator are not asked: who changes a rule writes the page again."""


_EXAMPLES_MAX = 15
"""Of each property, enough to learn which lines it runs."""


class Asked(NamedTuple):
    """A test that can be asked."""

    nodeid: str
    seconds: float
    lines: dict[str, frozenset[int]]

    @property
    def file(self) -> str:
        return self.nodeid.partition("::")[0]


class Touched(NamedTuple):
    """`on_import`: lines of functions that run while modules are imported. `failed` is left out of everything.

    `loaded`: the modules of other people's packages that the tests import.
    """

    tests: list[Asked]
    on_import: set[tuple[str, int]]
    failed: list[str]
    loaded: list[str]


def touched(root: Path, kept: Path, pure: Sequence[str], say: Callable[[str], None]) -> Touched:
    files = [str(path.relative_to(root)) for path in sorted((root / TESTS).rglob("test_*.py"))]
    known = {
        file: entry for file, entry in _read(kept).items() if file in files and _is_current(root, file, entry, pure)
    }
    missing = [file for file in files if file not in known]
    if missing:
        say(f"Running {len(missing)} of {len(files)} test files once, to learn which lines they run …")
        known |= _watched(root, missing, pure)
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(known))
    entries = [known[file] for file in files]
    return Touched(
        [
            Asked(nodeid, seconds, {path: frozenset(lines) for path, lines in touches.items()})
            for entry in entries
            for nodeid, seconds, touches in entry["tests"]
        ],
        {(path, line) for entry in entries for path, line in entry["on_import"]},
        [nodeid for entry in entries for nodeid in entry["failed"]],
        sorted({name for entry in entries for name in entry["loaded"]}),
    )


def _read(kept: Path) -> dict[str, Any]:
    try:
        read: dict[str, Any] = json.loads(kept.read_text())
    except (OSError, ValueError):
        return {}
    return read


def _is_current(root: Path, file: str, entry: Mapping[str, Any], pure: Iterable[str]) -> bool:
    return bool(entry["hash"] == _hash(root, file, entry["stands_on"], pure))


def _hash(root: Path, file: str, stands_on: Iterable[str], pure: Iterable[str]) -> str:
    """Of a file of tests, of the helpers beside it, of the rules whose lines it runs, and of which files are rules."""
    helpers = [path for path in (root / file).parent.glob("*.py") if not path.name.startswith("test_")]
    made = hashlib.sha256("\n".join(pure).encode())
    for path in [root / file, *sorted(helpers), *(root / name for name in stands_on)]:
        made.update(path.read_bytes() if path.is_file() else b"gone")
    return made.hexdigest()


def _watched(root: Path, files: list[str], pure: Iterable[str]) -> dict[str, Any]:
    """In a child, so that this process keeps free of the code."""
    out = root / "watched.json"
    child = os.fork()
    if child == 0:
        try:
            in_silence()
            quiet_hypothesis(_EXAMPLES_MAX)
            watcher = Watcher()
            mark_rules(root, pure, watcher.mark)
            pytest.main([*SETTINGS, *files], plugins=[watcher])
            out.write_text(json.dumps({file: _entry(root, file, watcher, pure) for file in files}))
        finally:
            os._exit(0)
    os.waitpid(child, 0)
    made: dict[str, Any] = json.loads(out.read_text())
    out.unlink()
    return made


def _entry(root: Path, file: str, watcher: Watcher, pure: Iterable[str]) -> dict[str, Any]:
    tests = []
    for nodeid, touches in watcher.touched.items():
        if nodeid.partition("::")[0] == file and not nodeid.endswith(_GENERATED) and nodeid not in watcher.failed:
            by_path: defaultdict[str, list[int]] = defaultdict(list)
            for path, line in sorted(touches):
                by_path[path].append(line)
            tests.append((nodeid, round(watcher.seconds[nodeid], 4), by_path))
    stands_on = sorted({path for _, _, by_path in tests for path in by_path})
    return {
        "hash": _hash(root, file, stands_on, pure),
        "stands_on": stands_on,
        "tests": tests,
        "failed": sorted(nodeid for nodeid in watcher.failed if nodeid.partition("::")[0] == file),
        "on_import": sorted(watcher.on_import),
        "loaded": sorted(name for name, module in sys.modules.items() if _is_foreign(module)),
    }


def _is_foreign(module: Any) -> bool:
    return f"{os.sep}site-packages{os.sep}" in (getattr(module, "__file__", None) or "")
