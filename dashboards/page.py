"""docs/dashboards.md, made of the boards: `python -m dashboards.page` writes it."""

from pathlib import Path

from dashboards.build import boards, uid
from dashboards.tiles import Board, Site, Tile

DOCUMENT = Path(__file__).parents[1] / "docs" / "dashboards.md"

_INTRODUCTION = Path(__file__).with_name("introduction.md").read_text(encoding="utf-8")


def document() -> str:
    """In English, with the Chinese title of each."""
    english, chinese = Site("en"), Site("zh")
    pairs = zip(boards(english), boards(chinese), strict=True)
    return _INTRODUCTION + "".join(_board(one, other, english) for one, other in pairs)


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
