"""Measures the code: `python -m lab.reaches` prints the lines of each room, long files and functions, wrong imports.

Wrong are circular imports, and those of a higher room.
"""

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).parents[1]
ROOMS = ("kit", "telephony", "ticketing", "metrics", "dashboards", "console", "thirdring", "lab")
"""From the ground up: a room imports only those before it."""
CODE = (".py", ".sql", ".html", ".css", ".js", ".ts", ".typ")
_OTHERS = frozenset({"__pycache__", "node_modules"})
LARGEST_SHARE_MAX = 0.28
PROGRAM_SHARE_MAX = 0.16
FILE_LINES_MAX = 250
FUNCTION_LINES_MAX = 30

Graph = Mapping[str, frozenset[str]]


class Upward(NamedTuple):
    importer: str
    imported: str


class Long(NamedTuple):
    """A file, or a function in it, with its lines."""

    name: str
    lines: int


def files(room: str) -> Iterator[Path]:
    for file in sorted((HOME / room).rglob("*")):
        if file.suffix in CODE and _OTHERS.isdisjoint(file.parts):
            yield file


def lines() -> dict[str, int]:
    counts = {}
    for room in ROOMS:
        counts[room] = sum(map(_lines_of, files(room)))
    return {room: count for room, count in counts.items() if count}


def long_files(rooms: Iterable[str] = ROOMS[:-1]) -> list[Long]:
    """Of the product: `lab/` is no part of it."""
    known = (Long(str(file.relative_to(HOME)), _lines_of(file)) for room in rooms for file in files(room))
    return [one for one in known if one.lines > FILE_LINES_MAX]


def long_functions(rooms: Iterable[str] = ROOMS[:-1]) -> list[Long]:
    return [
        Long(f"{module_of(file)}.{node.name}", lines)
        for room in rooms
        for file in files(room)
        if file.suffix == ".py"
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    ]


def _lines_of(file: Path) -> int:
    return len(file.read_text(encoding="utf-8").splitlines())


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(HOME).with_suffix("").parts).removesuffix(".__init__")


def imports() -> Graph:
    """Of each module the modules that it imports, those within functions and for types alone included."""
    modules = {module_of(file): file for room in ROOMS for file in files(room) if file.suffix == ".py"}
    return {
        name: frozenset(_imported(ast.parse(file.read_text(encoding="utf-8")), modules.keys()) - {name})
        for name, file in modules.items()
    }


def _imported(tree: ast.Module, known: AbstractSet[str]) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            parts = {f"{node.module}.{name.name}" for name in node.names}
            found |= parts & known or {node.module}
    return found & known


def circles(graph: Graph) -> list[list[str]]:
    """Groups of modules that reach each other (Tarjan)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_ones: list[str] = []
    found: list[list[str]] = []

    def visit(name: str) -> None:
        order[name] = lowest[name] = len(order)
        open_ones.append(name)
        for other in sorted(graph[name]):
            if other not in order:
                visit(other)
                lowest[name] = min(lowest[name], lowest[other])
            elif other in open_ones:
                lowest[name] = min(lowest[name], order[other])
        if lowest[name] == order[name]:
            at = open_ones.index(name)
            group, open_ones[at:] = open_ones[at:], []
            if len(group) > 1:
                found.append(sorted(group))

    for name in sorted(graph):
        if name not in order:
            visit(name)
    return sorted(found)


def upward(graph: Graph) -> list[Upward]:
    """Imports from a room to one above it."""
    floor = {room: number for number, room in enumerate(ROOMS)}
    return [
        Upward(name, other)
        for name, others in sorted(graph.items())
        for other in sorted(others)
        if floor[other.partition(".")[0]] > floor[name.partition(".")[0]]
    ]


def report() -> Iterator[str]:
    counts, graph = lines(), imports()
    total = sum(counts.values())
    for room, count in counts.items():
        yield f"{room:<12}{count:>7,}{count / total:>7.1%}"
    yield f"{'all':<12}{total:>7,}; without lab {total - counts.get('lab', 0):,}"
    largest = max(counts.values()) / total
    yield f"largest room {largest:.1%} (reach {LARGEST_SHARE_MAX:.0%})"
    yield f"thirdring {counts['thirdring'] / total:.1%} (reach {PROGRAM_SHARE_MAX:.0%})"
    long_ones = [*long_files(), *long_functions()]
    yield f"files over {FILE_LINES_MAX} lines and functions over {FUNCTION_LINES_MAX}: {len(long_ones)} (reach 0)"
    yield from (f"  long: {one.name} {one.lines}" for one in long_ones)
    found, risen = circles(graph), upward(graph)
    yield f"import circles {len(found)} (reach 0); imports that run up between rooms {len(risen)} (reach 0)"
    yield from (f"  circle: {' '.join(group)}" for group in found)
    yield from (f"  up: {one.importer} -> {one.imported}" for one in risen)


def main() -> None:
    sys.setrecursionlimit(10_000)
    print(*report(), sep="\n")


if __name__ == "__main__":
    main()
