"""Boards as files: `python -m dashboards.build` writes those of deploy/grafana/dashboards."""

import json
from collections.abc import Mapping
from pathlib import Path

from grafana_foundation_sdk.builders.dashboard import (
    Dashboard,
    DashboardLink,
    DatasourceVariable,
    IntervalVariable,
    QueryVariable,
)
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as model

from dashboards.agents import agents
from dashboards.health import health
from dashboards.hotline import hotline
from dashboards.panels import SOURCE, panel
from dashboards.tiles import Board, Site
from dashboards.wall import wall
from metrics import catalogue
from metrics.service_level import Policy

FOLDER = Path(__file__).parents[1] / "deploy" / "grafana" / "dashboards"
LANGUAGES = ("en", "zh")
BOARDS = (wall, hotline, agents, health)


def files(policy: Policy) -> dict[str, str]:
    """Each board in each language: its file's name and text."""
    sites = [Site(language, policy) for language in LANGUAGES]
    return {f"{uid(board, site)}.json": text(board, site) for site in sites for board in boards(site)}


def boards(site: Site) -> tuple[Board, ...]:
    return tuple(make(site) for make in BOARDS)


def uid(board: Board, site: Site) -> str:
    return f"thirdring-{board.slug}-{site.language}"


def write(folder: Path, texts: Mapping[str, str]) -> list[str]:
    """The names of the files that were not so before."""
    folder.mkdir(parents=True, exist_ok=True)
    changed = [name for name, text in texts.items() if _read(folder / name) != text]
    for name in changed:
        (folder / name).write_text(texts[name], encoding="utf-8")
    return changed


def text(board: Board, site: Site) -> str:
    made = Dashboard(f"Third Ring · {board.title}").uid(uid(board, site)).description(board.meaning)
    made.tags(["thirdring", f"thirdring-{site.language}"]).timezone("browser").refresh(board.refresh)
    made.time(board.since, "now").readonly().tooltip(model.DashboardCursorSync.CROSSHAIR)
    for number, tile in enumerate(board.tiles, 1):
        made.with_panel(panel(tile, number, site))
    _variables(made, board, site)
    others = DashboardLink(site.say("Boards", "看板")).type(model.DashboardLinkType.DASHBOARDS).as_dropdown(True)
    made.link(others.tags([f"thirdring-{site.language}"]).keep_time(True).include_vars(True))
    return json.dumps(made.build(), cls=JSONEncoder, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _variables(made: Dashboard, board: Board, site: Site) -> None:
    source = DatasourceVariable("source").label(site.say("Data source", "数据源")).type("prometheus")
    made.with_variable(source)
    if board.hotlines:
        made.with_variable(_hotlines(site))
    if board.periods:
        hour = model.VariableOption(text="1h", value="1h", selected=True)
        period = IntervalVariable("period").label(site.say("Period", "时段")).values("5m,15m,30m,1h,6h,1d,7d")
        made.with_variable(period.current(hour))


def _hotlines(site: Site) -> QueryVariable:
    everyone = model.VariableOption(text=site.say("All", "全部"), value="$__all", selected=True)
    asked: dict[str, object] = {"query": f"label_values({catalogue.COUNTED.name}, hotline)", "refId": "hotlines"}
    made = QueryVariable("hotline").label(site.say("Hotline", "热线")).datasource(SOURCE).query(asked)
    made.multi(True).include_all(True).all_value(".*").current(everyone)
    return made.refresh(model.VariableRefresh.ON_TIME_RANGE_CHANGED).sort(model.VariableSort.ALPHABETICAL_ASC)


def _read(path: Path) -> str | None:
    return path.read_text(encoding="utf-8") if path.exists() else None


if __name__ == "__main__":
    write(FOLDER, files(Policy()))
