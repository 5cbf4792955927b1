"""Generated Markdown pages: table of contents, and lines of at most 120 columns."""

import re
from collections.abc import Iterator
from unicodedata import east_asian_width

COLUMNS_MAX = 120
CONTENTS = "<!-- contents -->\n"
"""Where a page that is made from code wants its contents."""
_HEADING = re.compile(r"## (.+)")
_FENCE = re.compile(r"[> ]*```")
_NO_PROSE = re.compile(r" *(?:\||#|<|$)")
_OPENING = re.compile(r"(?:> )* *(?:(?:[-*+]|\d+[.)]) +)?")
_ITEM = re.compile(r"(?:> )* *(?:[-*+]|\d+[.)]) ")
_MARKER = re.compile(r"(?:[-*+=>#]+|1[.)])\s*")  # at the beginning of a line it would be taken for a list or a heading
_PIECE = re.compile(
    r"(?:`[^`]*`|\[[^]`]*\]\([^)]*\)|[^\s，。；：、）！？])+[，。；：、）！？]*\s*|[，。；：、）！？]+\s*"
)
_WIDE = re.compile(r"[，。；：、）！？]$")


def columns(text: str) -> int:
    """The width in a terminal: a Chinese character takes two columns."""
    return sum(2 if east_asian_width(char) in ("W", "F") else 1 for char in text)


def anchor(heading: str) -> str:
    """The anchor of a heading."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def made(page: str) -> str:
    """The page as it is written to its file."""
    return wrapped(with_contents(page))


def with_contents(page: str) -> str:
    """The page with a link to each of its parts where it says `<!-- contents -->`."""
    found = (_HEADING.fullmatch(line) for line, is_code in _lines(page) if not is_code)
    links = "".join(f"- [{heading[1]}](#{anchor(heading[1])})\n" for heading in found if heading)
    return page.replace(CONTENTS, links)


def too_long(page: str) -> list[str]:
    """Lines of running text over 120 columns; tables, headings and code may be longer."""
    running = (line for line, is_code in _lines(page) if not is_code and not _NO_PROSE.match(line))
    return [line for line in running if columns(line) > COLUMNS_MAX and len(_pieces(line)) > 1]


def wrapped(page: str) -> str:
    """The page with paragraphs wrapped again that have a line over 120 columns."""
    return "".join(
        "".join(f"{line}\n" for line in (_set(block) if runs_on and any(map(too_long, block)) else block))
        for block, runs_on in _paragraphs(page)
    )


def _lines(page: str) -> Iterator[tuple[str, bool]]:
    """Each line, and whether it belongs to code."""
    fenced = False
    for line in page.splitlines():
        fence = bool(_FENCE.match(line))
        yield line, fenced or fence
        fenced ^= fence


def _paragraphs(page: str) -> Iterator[tuple[list[str], bool]]:
    """The lines of a paragraph together, with True; each other line alone, with False."""
    block: list[str] = []
    for line, is_code in _lines(page):
        alone = is_code or bool(_NO_PROSE.match(line))
        if alone or _ITEM.match(line):
            yield block, True
            block = []
        if alone:
            yield [line], False
        else:
            block.append(line)
    if block:
        yield block, True


def _set(block: list[str]) -> list[str]:
    opening = _OPENING.match(block[0])
    first = opening[0] if opening else ""
    indent = re.sub(r"[^ >]", " ", first)
    text = block[0][len(first) :].rstrip()
    for line in block[1:]:
        following = line.lstrip(" >").rstrip()
        text += following if _is_chinese(text[-1:] + following[:1]) or _WIDE.search(text) else f" {following}"
    lines, line = [], first
    for piece in _pieces(text):
        begins = line in (first, indent)
        if not begins and columns(line + piece.rstrip()) > COLUMNS_MAX and not _MARKER.fullmatch(piece):
            lines.append(line.rstrip())
            line = indent
        line += piece
    return [*lines, line.rstrip()]


def _is_chinese(text: str) -> bool:
    return columns(text) == 2 * len(text)


def _pieces(text: str) -> list[str]:
    """The unbreakable pieces: words, code, links. Chinese may break after a comma or full stop."""
    return _PIECE.findall(text)
