"""Boards as files: `python -m dashboards.build` writes those of deploy/grafana/dashboards."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

from grafana_foundation_sdk.builders.dashboard import (
    CustomVariable,
    Dashboard,
    DashboardLink,
    DatasourceVariable,
    IntervalVariable,
    QueryVariable,
    TextBoxVariable,
)
from grafana_foundation_sdk.cog.encoder import JSONEncoder
from grafana_foundation_sdk.models import dashboard as model

from dashboards.agents import agents
from dashboards.annotations import marks
from dashboards.frames import SOURCE
from dashboards.health import health
from dashboards.hotline import hotline
from dashboards.objectives import objectives
from dashboards.panels import panel
from dashboards.publishing import for_site
from dashboards.shift import shift
from dashboards.sources import POSTGRESQL_TYPE
from dashboards.tickets import tickets
from dashboards.tiles import Board, Site
from dashboards.wall import wall
from dashboards.words import lines_by_number
from metrics.calls.service_level import Policy
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Objective
from metrics.prometheus import catalogue

FOLDER = Path(__file__).parents[1] / "deploy" / "grafana" / "dashboards"
LANGUAGES = ("en", "zh")
WALLS = ("wall", "shift")  # which a playlist shows in turn
BOARDS = (wall, shift, hotline, agents, tickets, objectives, health)
SERVICE, TIMEZONE = "http://127.0.0.1:8080", "Asia/Shanghai"  # of a site that says nothing else; publishing says it
_ALERTS = "/alerting/list?search=datasource:%22${source:text}%22%20state:firing%20type:alerting"


def files(
    policy: Policy, values: Mapping[str, str] = MappingProxyType({}), objectives: Sequence[Objective] = OBJECTIVES
) -> dict[str, str]:
    """Each board in each language: its file's name and text, with a site's own values of text variables."""
    sites = [Site(language, policy, objectives) for language in LANGUAGES]
    made = {f"{uid(board, site)}.json": text(board, site) for site in sites for board in boards(site)}
    return {name: _written(for_site(json.loads(told), values)) for name, told in made.items()} if values else made


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
    walls = [f"thirdring-wall-{site.language}"] if board.slug in WALLS else []
    made.tags(["thirdring", f"thirdring-{site.language}", *walls]).timezone(TIMEZONE).refresh(board.refresh)
    made.time(board.since, "now").readonly().tooltip(model.DashboardCursorSync.CROSSHAIR)
    for number, tile in enumerate(board.tiles, 1):
        made.with_panel(panel(tile, number, site))
    _variables(made, board, site)
    others = DashboardLink(site.say("Boards", "看板")).type(model.DashboardLinkType.DASHBOARDS).as_dropdown(True)
    made.link(others.tags([f"thirdring-{site.language}"]).keep_time(True).include_vars(True))
    alerts = DashboardLink(site.say("Alerts", "告警")).type(model.DashboardLinkType.LINK).icon("bell")
    made.link(alerts.url(_ALERTS).tooltip(site.say("What fires by Prometheus's rules", "按规则正在触发的告警")))
    return _written(_marked(made.build(), marks(board, site)))


def _marked(made: model.Dashboard, found: list[dict[str, Any]]) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(json.dumps(made, cls=JSONEncoder))
    return {**told, "annotations": {"list": found}} if found else told


def _written(board: object) -> str:
    return json.dumps(board, cls=JSONEncoder, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def _variables(made: Dashboard, board: Board, site: Site) -> None:
    source = DatasourceVariable("source").label(site.say("Data source", "数据源")).type("prometheus")
    made.with_variable(source)
    if board.hotlines:
        made.with_variable(_hotlines(site))
    if board.slug in WALLS:
        made.with_variable(_hidden("site", site.say("Third Ring", "三声之内")))
    if board.objectives:
        made.with_variable(_objectives(site))
    if board.periods:
        hour = model.VariableOption(text="1h", value="1h", selected=True)
        period = IntervalVariable("period").label(site.say("Period", "时段")).values("5m,15m,30m,1h,6h,1d,7d")
        made.with_variable(period.current(hour))

    if board.marked or any(tile.sql for tile in board.tiles):
        _of_database(made, site)


def _of_database(made: Dashboard, site: Site) -> None:
    made.with_variable(DatasourceVariable("database").label(site.say("Database", "数据库")).type(POSTGRESQL_TYPE))
    service = TextBoxVariable("service").label(site.say("Service", "服务地址")).default_value(SERVICE)
    made.with_variable(service.current(model.VariableOption(text=SERVICE, value=SERVICE, selected=True)))
    made.with_variable(_hidden("timezone", TIMEZONE))


def _hidden(name: str, value: str) -> TextBoxVariable:
    made = TextBoxVariable(name).default_value(value).hide(model.VariableHide.HIDE_VARIABLE)
    return made.current(model.VariableOption(text=value, value=value, selected=True))


def _objectives(site: Site) -> CustomVariable:
    """Grafana's form is `text : value`, so that no title may have a colon or a comma of its own."""
    titles = {number: text.replace(",", "、") for number, text in lines_by_number(site).items()}
    made = CustomVariable("objective").label(site.say("Objective", "质量目标")).multi(True).include_all(True)
    everyone = model.VariableOption(text=site.say("All", "全部"), value="$__all", selected=True)
    return made.values(", ".join(f"{text} : {number}" for number, text in titles.items())).current(everyone)


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
