"""All boards as a person reads them at one moment: their queries asked of a real Prometheus and PostgreSQL."""

import json
import math
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import aiohttp

from dashboards import build
from dashboards.tiles import Board, Kind, Site, Tile
from kit.database.pool import Session
from lab import filled
from tests.unit.dashboards.shown import Panel, Series, Shown, of_rows, of_series

DAY = 86_400
POINTS = 200  # of a curve: what is on it does not depend on how finely it is drawn
_BACK = {"28d": 28 * DAY, "90d": 90 * DAY, "365d": 365 * DAY}
_PERIOD_SECONDS = 3600


class Screens(NamedTuple):
    """`panels`: by the board's slug, then by the panel's title. `silent`: questions without an answer."""

    panels: dict[str, dict[str, Panel]]
    silent: set[str]

    def cell(self, board: str, title: str) -> Shown:
        """Of a panel that shows one thing."""
        [[cell]] = self.panels[board][title]
        return cell

    def text(self, board: str, title: str) -> str:
        return self.cell(board, title).text

    def texts(self, board: str, title: str) -> dict[str, str]:
        """Of a panel with one row: by the names in it."""
        [row] = self.panels[board][title]
        return {cell.title: cell.text for cell in row}

    def rows(self, board: str, title: str) -> list[dict[str, str]]:
        return [{cell.title: cell.text for cell in row} for row in self.panels[board][title]]

    def each(self, board: str, *types: str) -> Iterator[tuple[str, Panel]]:
        kinds = {panel.title: panel.kind for panel in BOARDS[board].tiles}
        return ((title, panel) for title, panel in self.panels[board].items() if kinds[title] in types)


BOARDS = {board.slug: board for board in build.boards(Site())}


class Reader:
    """`scrape_seconds`: how often its Prometheus reads the service; Grafana's rate interval follows it.
    `curve_seconds`: how much of a curve's end is looked at; 0: all.
    """

    def __init__(
        self, http: aiohttp.ClientSession, database: "Session", zone: str, scrape_seconds: int, curve_seconds: int = 0
    ) -> None:
        self._http, self._database, self._zone = http, database, zone
        self._scrape, self._curve = scrape_seconds, curve_seconds

    async def screens(self, at: float) -> Screens:
        found: dict[str, dict[str, Panel]] = {}
        silent: set[str] = set()
        for slug, board in BOARDS.items():
            made = json.loads(build.text(board, Site()))["panels"]
            found[slug] = {
                tile.title: await self._panel(board, tile, panel, at, silent)
                for tile, panel in zip(board.tiles, made, strict=True)
                if tile.kind is not Kind.HEADING
            }
        return Screens(found, silent)

    async def _panel(self, board: Board, tile: Tile, panel: dict[str, Any], at: float, silent: set[str]) -> Panel:
        span = self._span(board, tile, at)
        if tile.sql:
            [target] = panel["targets"]
            rows = [dict(row) for row in await self._database.fetch(filled.sql(target["rawSql"], span, self._zone))]
            if not any(value is not None for row in rows for value in row.values()):
                silent.add(tile.sql)
            return of_rows(panel, rows, self._zone)
        answers = {target["refId"]: await self._asked(tile, target["expr"], span) for target in panel["targets"]}
        numbers = {
            target["expr"]: [value for one in answers[target["refId"]] for value in one.values]
            for target in panel["targets"]
        }
        silent |= {expr for expr, values in numbers.items() if not any(map(math.isfinite, values))}
        return of_series(panel, answers, self._zone)

    def _span(self, board: Board, tile: Tile, at: float) -> filled.Span:
        midnight = datetime.fromtimestamp(at, ZoneInfo(self._zone)).replace(hour=0, minute=0, second=0, microsecond=0)
        opened = {"now/d": midnight.timestamp(), "now-6h": at - DAY / 4, "now-30d": at - 30 * DAY}
        return filled.Span(at - _BACK[tile.back] if tile.back else opened[board.since], at)

    async def _asked(self, tile: Tile, expr: str, span: filled.Span) -> Sequence[Series]:
        """As Grafana puts the question for this panel."""
        since = span.until - self._curve if self._curve else span.since
        step = max(self._scrape, round((span.until - since) / POINTS))
        if "$period" in expr:
            since, step = span.since, _PERIOD_SECONDS
        text = filled.promql(expr, span, rate=f"{max(step + self._scrape, 4 * self._scrape)}s")
        if tile.kind not in (Kind.TREND, Kind.LIGHTS):
            return await self.instant(text, span.until)
        begin = since // step * step
        form = {"query": text, "start": f"{begin}", "end": f"{span.until}", "step": f"{step}"}
        result = await self._post("/api/v1/query_range", form)
        instants = [begin + at * step for at in range(int((span.until - begin) // step) + 1)]
        return [Series(one["metric"], _on_grid(one["values"], instants)) for one in result]

    async def instant(self, expr: str, at: float) -> Sequence[Series]:
        result = await self._post("/api/v1/query", {"query": expr, "time": f"{at}"})
        return [Series(one["metric"], [float(one["value"][1])]) for one in result]

    async def _post(self, path: str, form: dict[str, str]) -> list[dict[str, Any]]:
        async with self._http.post(path, data=form) as answer:
            told = json.loads(await answer.text())
        assert told["status"] == "success", (form, told)
        found: list[dict[str, Any]] = told["data"]["result"]
        return found


def _on_grid(values: Sequence[tuple[float, str]], instants: Sequence[float]) -> list[float]:
    """NaN where there is nothing, so that what has ended is seen to have ended."""
    told = {round(float(at)): float(value) for at, value in values}
    return [told.get(round(at), math.nan) for at in instants]
