"""What a run found, as text."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from lab.mutants.rules import package_of
from lab.mutants.sites import Mutant

_SURVIVOR = re.compile(r"^  (\S+):\d+  (.+)   \(\w+ tests\)$", re.MULTILINE)


class Result(NamedTuple):
    mutant: Mutant
    killed: bool
    late: bool
    tests: int
    seconds: float


def report(results: Sequence[Result]) -> Iterator[str]:
    yield from _table("package", [(package_of(result.mutant.path), result.killed) for result in results])
    yield ""
    yield from _table("kind", [(result.mutant.kind, result.killed) for result in results])
    survivors = [result for result in results if not result.killed]
    if survivors:
        yield ""
        yield "Survivors:"
    yield from map(survivor, survivors)


def survivor(result: Result) -> str:
    mutant = result.mutant
    return f"  {mutant.path}:{mutant.line}  {mutant.kind}: {mutant.shown}   ({result.tests or 'no'} tests)"


def survivors_in(text: str) -> list[tuple[str, str]]:
    """Their paths and changes, of what was printed."""
    return [(found[1], found[2]) for found in _SURVIVOR.finditer(text)]


def _table(title: str, results: Sequence[tuple[str, bool]]) -> Iterator[str]:
    every, killed = Counter(name for name, _ in results), Counter(name for name, dead in results if dead)
    width = max(len(name) for name in (title, "all", *every))
    yield f"{title:<{width}}  killed  survived  score"
    for name in sorted(every):
        yield _row(name, width, killed[name], every[name])
    yield _row("all", width, killed.total(), every.total())


def _row(name: str, width: int, killed: int, every: int) -> str:
    return f"{name:<{width}}  {killed:>6}  {every - killed:>8}  {100 * killed / every:>4.0f}%"
