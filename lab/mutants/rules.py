"""Which modules are the pure rules: those that .importlinter calls pure, but for what only draws boards."""

from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

_CONTRACT = "importlinter:contract:pure"
_NO_RULES = ("dashboards", "metrics.objectives.page")
"""They draw boards, and write a page of the docs."""


def pure_files(root: Path) -> list[str]:
    """Their paths from `root`, sorted."""
    contract = ConfigParser(interpolation=None)
    contract.read(root / ".importlinter", encoding="utf-8")
    names = contract[_CONTRACT]["source_modules"].split()
    found = {str(path.relative_to(root)) for name in names for path in _files(root, name)}
    return sorted(path for path in found if not module_of(path).startswith(_NO_RULES))


def _files(root: Path, name: str) -> Iterator[Path]:
    """`name` may end with `.*` or `.**`, and may have `*` between."""
    pattern = name.removesuffix(".**").removesuffix(".*").replace(".", "/")
    yield from root.glob(pattern + ".py")
    for folder in root.glob(pattern):
        yield from folder.rglob("*.py")


def module_of(path: str) -> str:
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def package_of(path: str) -> str:
    """As the score is grouped."""
    return path.rpartition("/")[0]
