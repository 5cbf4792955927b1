"""What a person reads on a panel of Grafana 11.6, from the panel's JSON and the answers to its queries.

Held against the real one: docs/pictures/states-en.png shows a list and a curve of a new site, a table and a figure of
a stopped one.

A panel is rows of cells. A figure, a chart and lights have one row, with a cell for each series; a table has its rows.
Where nothing came back there is one cell without a title: the mapping of null in a figure, else `noValue`.
"""

import math
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from tests.unit.dashboards.cells import Json, config, said

DRAWN = "drawn"  # of a curve or of bars: something is there to see
Rows = Sequence[Mapping[str, Any]]  # of PostgreSQL


class Shown(NamedTuple):
    title: str
    text: str
    color: str = ""


class Series(NamedTuple):
    labels: Mapping[str, str]
    values: Sequence[float]  # the oldest first; one only of an instant


Answers = Mapping[str, Sequence[Series]]  # of Prometheus, by refId
Panel = list[list[Shown]]


def of_series(panel: Json, answers: Answers, zone: str = "UTC") -> Panel:
    return _SERIES[panel["type"]](panel, answers, zone) or [[_nothing(panel)]]


def of_rows(panel: Json, rows: Rows, zone: str = "UTC") -> Panel:
    return (_ROWS[panel["type"]](panel, rows, zone) if rows else []) or [[_nothing(panel)]]


def _nothing(panel: Json) -> Shown:
    defaults = panel["fieldConfig"]["defaults"]
    if panel["type"] != "stat":
        return Shown("", defaults["noValue"])
    return Shown("", *said(defaults, None))


def _named(panel: Json, answers: Answers) -> list[tuple[str, Json, Series]]:
    found = []
    for target in panel["targets"]:
        for series in answers.get(target["refId"], ()):
            name = _legend(target["legendFormat"], series)
            found.append((name, config(panel, name, target["refId"]), series))
    return found


def _legend(pattern: str, series: Series) -> str:
    """`__auto` is seen nowhere: it is of one series, whose panel has the title."""
    return re.sub(r"\{\{(\w+)\}\}", lambda label: series.labels.get(label[1], ""), pattern.replace("__auto", ""))


def _figures(panel: Json, answers: Answers, zone: str) -> Panel:
    found = _named(panel, answers)
    row = [Shown(has.get("displayName", name), *said(has, one.values[-1], zone)) for name, has, one in found]
    return [row] if row else []


def _lights(panel: Json, answers: Answers, zone: str) -> Panel:
    """As they stand at the right edge; empty where they have ended before."""
    found = _named(panel, answers)
    row = [Shown(has.get("displayName", name), *_light(has, one.values[-1], zone)) for name, has, one in found]
    return [row] if row else []


def _light(has: Json, value: float, zone: str) -> tuple[str, str]:
    return ("", "") if math.isnan(value) else said(has, value, zone)


def _curves(panel: Json, answers: Answers, zone: str) -> Panel:
    row = [_drawn(has.get("displayName", name), has, one.values) for name, has, one in _named(panel, answers)]
    return [row] if row else []


def _drawn(title: str, has: Json, values: Sequence[float]) -> Shown:
    seen = any(math.isfinite(value) for value in values)
    return Shown(title, DRAWN if seen else "", said(has, 0.0)[1])


def _joined(panel: Json, answers: Answers, zone: str) -> Panel:
    """A row for each value of the key, a column for each query; sorted by what is written in the panel."""
    told = {one["id"]: one["options"] for one in panel["transformations"]}
    key, names = told["joinByField"]["byField"], told["organize"]["renameByName"]
    cells: dict[str, dict[str, float]] = {}
    refs = [target["refId"] for target in panel["targets"] if answers.get(target["refId"])]
    for ref in refs:
        for series in answers[ref]:
            cells.setdefault(series.labels.get(key, ""), {})[ref] = series.values[-1]
    titles = {ref: names["Value" if len(panel["targets"]) == 1 else f"Value #{ref}"] for ref in refs}
    found = []
    for value, row in cells.items():
        columns = [(names[key], value, ""), *((titles[ref], row.get(ref), ref) for ref in refs)]
        found.append([_cell(panel, title, one, zone) for title, one, _ in columns])
    return _sorted(panel, found, [{names[key]: value, **{titles[ref]: row.get(ref) for ref in refs}}
                                  for value, row in cells.items()])  # fmt: skip


def _sorted(panel: Json, rows: Panel, values: Sequence[Mapping[str, Any]]) -> Panel:
    [by] = panel["options"]["sortBy"]
    held = [row.get(by["displayName"]) for row in values]
    keys = [-math.inf if one is None else one for one in held]  # a name is always there
    order = sorted(zip(rows, keys, strict=True), key=lambda row: row[1], reverse=by["desc"])
    return [row for row, _ in order]


def _cell(panel: Json, column: str, value: Any, zone: str) -> Shown:
    has = config(panel, column)
    text, color = said(has, value, zone)
    background = has.get("custom.cellOptions", {}).get("type") == "color-background"
    return Shown(has.get("displayName", column), text, color if background else "")


def _table(panel: Json, rows: Rows, zone: str) -> Panel:
    return [[_cell(panel, column, value, zone) for column, value in row.items()] for row in rows]


def _sql_curves(panel: Json, rows: Rows, zone: str) -> Panel:
    metrics: dict[str, list[float]] = {}
    for row in rows:
        metrics.setdefault(row["metric"], []).append(row["value"])
    return _curves(
        {**panel, "targets": [{"refId": name, "legendFormat": name} for name in metrics]},
        {name: [Series({}, values)] for name, values in metrics.items()},
        zone,
    )


def _tiles(panel: Json, rows: Rows, zone: str) -> Panel:
    """A figure for each row, named by its text."""
    column, _ = rows[0]
    named, has = config(panel, column), panel["fieldConfig"]["defaults"]
    pairs = [list(row.values()) for row in rows]
    return [[Shown(said(named, name, zone)[0], *said(has, value, zone)) for name, value in pairs]]


def _bars(panel: Json, rows: Rows, zone: str) -> Panel:
    """The sums of the parts that bars are made of, in the colour of each."""
    parts = list(rows[0])[1:]
    found = []
    for part in parts:
        has = config(panel, part)
        text, color = said(has, float(sum(row[part] for row in rows)), zone)
        found.append(Shown(has.get("displayName", part), text, color))
    return [found]


_SERIES: dict[str, Callable[[Json, Answers, str], Panel]] = {
    "stat": _figures,
    "timeseries": _curves,
    "state-timeline": _lights,
    "table": _joined,
}
_ROWS: dict[str, Callable[[Json, Rows, str], Panel]] = {
    "table": _table,
    "timeseries": _sql_curves,
    "barchart": _bars,
    "stat": _tiles,
}
