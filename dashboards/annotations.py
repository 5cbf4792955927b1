"""What is marked on the curves of a board: restarts, gaps in the link to a PBX, alerts, major incidents.

As Grafana takes them, for grafana-foundation-sdk knows fewer fields. Grafana marks where a series is above 0.
"""

from typing import Any

from dashboards.rows import statement
from dashboards.sources import POSTGRESQL_TYPE
from dashboards.tiles import Board, Site
from dashboards.tones import EVENTS
from metrics.prometheus import catalogue

_STEP = "15s"  # the shortest gap that is marked; over a long time Grafana takes longer steps
_FIRING = 'alertstate="firing",severity="critical",alertname!="HotlineRingingPastTarget"'
"""A warning may stand all day, and each call that rings too long has a row of its own: both would cover the curves."""
_SEEN = "[$__rate_interval]"  # so that what is shorter than a step is marked too


def marks(board: Board, site: Site) -> list[dict[str, Any]]:
    return [_restarts(site), _gaps(site), _alerts(site), _incidents(site)] if board.marked else []


def _restarts(site: Site) -> dict[str, Any]:
    name = site.say("Restarts", "系统重启")
    expr = f"max({catalogue.STARTED.name}) * 1000"
    return _of_prometheus("restart", name, expr, site.say("System started", "系统启动")) | {"useValueForTime": True}


def _gaps(site: Site) -> dict[str, Any]:
    name = site.say("PBX gaps", "连接中断")
    expr = f"min_over_time({catalogue.LINK_UP.name}{_SEEN}) == bool 0"
    return _of_prometheus("gap", name, expr, f"{name} · {{{{pbx}}}}")


def _alerts(site: Site) -> dict[str, Any]:
    name = site.say("Critical alerts", "紧急告警")
    expr = f"max by (alertname) (max_over_time(ALERTS{{{_FIRING}}}{_SEEN}))"
    return _of_prometheus("alert", name, expr, f"{name} · {{{{alertname}}}}")


def _incidents(site: Site) -> dict[str, Any]:
    name = site.say("Major incidents", "重大事件")
    sql = statement("incidents").replace("${name}", name)
    asked = {"refId": "Anno", "rawSql": sql, "format": "table", "editorMode": "code", "rawQuery": True}
    return _mark("incident", name, {"type": POSTGRESQL_TYPE, "uid": "${database}"}, asked)


def _of_prometheus(kind: str, name: str, expr: str, title: str) -> dict[str, Any]:
    asked = {"refId": "Anno", "expr": expr, "interval": _STEP}
    return _mark(kind, name, {"type": "prometheus", "uid": "${source}"}, asked) | {"titleFormat": title}


def _mark(kind: str, name: str, source: dict[str, str], target: dict[str, Any]) -> dict[str, Any]:
    told = {"name": name, "datasource": source, "enable": True, "hide": False, "iconColor": EVENTS[kind]}
    return told | {"target": target}
