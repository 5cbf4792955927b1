"""The words that docs/words.md retires, and where a text of ours still says one."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

REPOSITORY = Path(__file__).parents[3]
PAGE = REPOSITORY / "docs" / "words.md"
HAN = r"[\u4e00-\u9fff]"
_TEXTS = {".py", ".js", ".ts", ".html", ".typ", ".sql", ".md", ".po", ".yml", ".tmpl", ".json", ".toml", ".conf", ""}
_NOT_OURS = {"tests", "node_modules", "__pycache__", "CHANGELOG.md", "words.md"}
_READ_FROM_PEOPLE = ("households/columns.py", "readings/sheet.py", "surveys/sheet.py", "phone_spans.py")
"""Heads of columns and words around numbers, as people write them: they are read, never said."""
_CELL = re.compile(r"([^、（]+)(?:（(.+?)除外）)?(?:、|$)")
_SPACED = re.compile(rf"{HAN} ?[≥≤]? ?\d[\d.]* %|\d %{HAN}|[≥≤] \d[\d.]*%")


class Retired(NamedTuple):
    word: str
    right: str
    within: tuple[str, ...] = ()  # what it may stand in

    def stands_in(self, text: str) -> bool:
        for allowed in self.within:
            text = text.replace(allowed, "")
        return self.word in text


@cache
def retired() -> tuple[Retired, ...]:
    rows = (line.strip("|").split("|") for line in PAGE.read_text(encoding="utf-8").splitlines() if line[:2] == "| ")
    cells = [[cell.strip() for cell in row] for row in rows]
    return tuple(
        Retired(word, right, tuple(within.split("、")) if within else ())
        for right, _english, _meaning, words in cells
        if words and words != "不用"
        for word, within in _CELL.findall(words)
    )


def faults(text: str) -> Iterator[str]:
    """What is wrong with it, and the right word."""
    for one in retired():
        if one.stands_in(text):
            yield f"“{one.word}”: say “{one.right}” (docs/words.md)"
    if _SPACED.search(text):
        yield f"“{_SPACED.search(text)[0]}”: write numbers as 90% and ≥95%"  # type: ignore[index]


def texts() -> Iterator[tuple[str, str]]:
    """Each Chinese line of ours, with its file and number."""
    for file in _files(REPOSITORY):
        name = str(file.relative_to(REPOSITORY))
        if name.endswith(_READ_FROM_PEOPLE):
            continue
        content = file.read_text(encoding="utf-8")
        if file.suffix == ".po":
            content = re.sub(r'"\n"', "", content)
        for number, line in enumerate(content.splitlines(), 1):
            if re.search(HAN, line):
                yield f"{name}:{number}", line


def _files(folder: Path) -> Iterator[Path]:
    for inside in sorted(folder.iterdir()):
        if inside.name.startswith(".") or inside.name in _NOT_OURS or inside.is_symlink():
            continue
        if inside.is_dir():
            yield from _files(inside)
        elif inside.name.endswith("zh.po") or (inside.suffix in _TEXTS and inside.suffix != ".po"):
            yield inside
