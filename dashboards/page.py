"""docs/dashboards.md, made of the boards: `python -m dashboards.page` writes it."""

from pathlib import Path

from dashboards.build import boards, uid
from dashboards.tiles import Board, Kind, Site, Tile

DOCUMENT = Path(__file__).parents[1] / "docs" / "dashboards.md"

_INTRODUCTION = """\
# Boards

Grafana 11.6 or newer shows them. They are JSON files in `deploy/grafana/dashboards`, in English and Chinese, built
from typed Python in `dashboards/`. This page is made of the same source by `./run docs`.

## Bringing them into Grafana

Files do it all; no token is needed. Grafana reads them at its start and again when they change.

| from the repository | to | what |
|---|---|---|
| `deploy/grafana/provisioning/` | `/etc/grafana/provisioning/` | the data source and where the boards lie |
| `deploy/grafana/dashboards/` | `/etc/grafana/dashboards/thirdring/` | the boards |

Grafana's environment names Prometheus: `PROMETHEUS_URL=http://127.0.0.1:9090` (`/etc/default/grafana-server` with
Grafana's own packages). Prometheus itself is set up by `deploy/prometheus`; its scrape interval of 5 s is part of the
data source.

`./run setup dev` once, and then `./run dashboards build --config thirdring.toml --to FOLDER` writes them for a site
that promises other rings than three, or has another ringing tone: titles, colours and the histogram's bucket follow
`[policy]`. It says which files changed; built again, nothing changes. Boards that are provisioned cannot be edited in
place: save them as copies, with uids of their own.

The wall, without menus: `http://GRAFANA/d/thirdring-wall-en?kiosk` on a screen of 1920 × 1080; add
`&var-hotline=service` for one hotline.

## How to read them

- **Time.** Figures, tables and bars of rings cover the time chosen at the top right, by default today since midnight
  by the browser's clock; `$__range` below stands for it. Curves and columns have one point for each `$period`, chosen
  at the top.
- **no calls yet**: a share of no calls is not 100 % and not 0 %. **no data**: Prometheus has no such series, so it
  does not read the service, or the service is older than the board.
- Counts grow by `increase`, which reaches a few seconds beyond what was scraped: a count over a short time may be off
  by one. The exact numbers are in the API. Shares are not touched, as both sides are extrapolated alike.
- Colours of the share come from the target of the sheet (95 %), those of rings from the policy. Counters begin at 0
  with the service; Prometheus keeps what was before.
- The heat map asks for each hour of a day beginning at midnight by the browser's time zone. Where a day is changed by
  daylight saving, the hours after the change are one off.
- No board shows a phone number. Agents' names are on the agents' board only, in the order of names.

What is missing yet: boards of tickets, callbacks and the 21 objectives, agents by state, and links from a figure to
its calls.
"""


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
    if tile.kind is Kind.HEAT:
        asked = asked.split(" or ")[0] + " or … the other 23 hours"
    return f"\n**{tile.title}** · {chinese.title} ({tile.kind}): {tile.meaning}\n\n```\n{asked}\n```\n"


if __name__ == "__main__":
    DOCUMENT.write_text(document(), encoding="utf-8")
