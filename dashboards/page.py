"""docs/dashboards.md, made of the boards: `python -m dashboards.page` writes it."""

from pathlib import Path
from typing import Any

from dashboards.annotations import marks
from dashboards.build import boards, uid
from dashboards.tiles import Board, Site, Tile
from kit import markdown

DOCUMENT = Path(__file__).parents[1] / "docs" / "dashboards.md"

_INTRODUCTION = Path(__file__).with_name("introduction.md").read_text(encoding="utf-8")


_MARKS = """
## Marks on curves · 曲线上的标记

On every board but the walls; a switch at the top of a board hides each. Alerts are those of the severity critical, by
their names of docs/alerts.md, but for the one of a single call that rings too long: such calls are rows of their own.
"""


def document() -> str:
    """In English, with the Chinese title of each."""
    english, chinese = Site("en"), Site("zh")
    pairs = list(zip(boards(english), boards(chinese), strict=True))
    marked = next((one, other) for one, other in pairs if one.marked)
    told = "".join(_board(one, other, english) for one, other in pairs)
    marks_told = _marks(*(marks(board, site) for board, site in zip(marked, (english, chinese), strict=True)))
    return markdown.made(_INTRODUCTION + marks_told + told)


def _marks(english: list[dict[str, Any]], chinese: list[dict[str, Any]]) -> str:
    rows = "".join(
        f"\n**{one['name']}** · {other['name']} (`{one['iconColor']}`)\n\n{_asked(one['target'])}"
        for one, other in zip(english, chinese, strict=True)
    )
    return f"{_MARKS}{rows}"


def _asked(target: dict[str, str]) -> str:
    return f"```sql\n{target['rawSql']}\n```\n" if "rawSql" in target else f"```\n{target['expr']}\n```\n"


def _board(board: Board, chinese: Board, site: Site) -> str:
    rows = "".join(_tile(one, other) for one, other in zip(board.tiles, chinese.tiles, strict=True))
    uids = f"`{uid(board, site)}`, `{uid(chinese, Site('zh'))}`"
    return f"\n## {board.title} · {chinese.title}\n\n{uids}. {board.meaning}\n{rows}"


def _tile(tile: Tile, chinese: Tile) -> str:
    asked = "\n".join(f"{query.legend}: {query.expr}" if query.legend else query.expr for query in tile.queries)
    fence = "```sql" if tile.sql else "```"
    said = f"{tile.title}** · {chinese.title} ({tile.kind}): {tile.meaning}"
    return f"\n**{said}\n\n{fence}\n{asked or _shortly(tile)}\n```\n"


def _shortly(tile: Tile) -> str:
    """An hour of the week stands for all."""
    lines = tile.sql.splitlines()
    hours = [line for line in lines if line.lstrip().startswith("coalesce(sum(calls) filter")]
    return "\n".join(line for line in lines if line not in hours[1:])


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
