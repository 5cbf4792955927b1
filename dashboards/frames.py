"""What every panel has: place, words where nothing is, colours, and its questions to Prometheus or PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from grafana_foundation_sdk.builders import barchart, common, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.builders.dashboard import FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog import variants
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.runtime import UnknownDataquery
from grafana_foundation_sdk.models import dashboard as model

from dashboards import promql
from dashboards.sources import POSTGRESQL_TYPE
from dashboards.tiles import Kind, Query, Saying, Site, Tile
from dashboards.tones import OUTCOMES, Surface, Tone, paint
from dashboards.words import no_value

SOURCE = model.DataSourceRef(type_val="prometheus", uid="${source}")
DATABASE = model.DataSourceRef(type_val=POSTGRESQL_TYPE, uid="${database}")

AnyPanel = TypeVar(
    "AnyPanel",
    stat.Panel,
    timeseries.Panel,
    table.Panel,
    barchart.Panel,
    statetimeline.Panel,
)


class SqlQuery(Builder[variants.Dataquery]):
    """The SDK knows no PostgreSQL; Grafana's query of it is this much."""

    def __init__(self, sql: str, shape: str) -> None:
        self._sql, self._shape = sql, shape

    def build(self) -> variants.Dataquery:
        asked = {"refId": "A", "rawSql": self._sql, "format": self._shape, "editorMode": "code", "rawQuery": True}
        return UnknownDataquery({"datasource": DATABASE, **asked})


def framed(made: AnyPanel, tile: Tile, number: int, site: Site) -> AnyPanel:
    x, y, width, height = tile.place
    made.id(number).description(tile.meaning).datasource(DATABASE if tile.sql else SOURCE)
    made.grid_pos(model.GridPos(h=height, w=width, x=x, y=y))
    made.title(_title(tile)).unit(tile.unit).thresholds(_thresholds(tile))
    made.no_value(_no_data(tile, site))
    made.mappings([*_names(tile), *said(tile, site), *_special(tile, site)])
    made.color_scheme(colors(model.FieldColorModeId.THRESHOLDS))
    if tile.decimals is not None:
        made.decimals(tile.decimals)
    if tile.lowest is not None and tile.kind is not Kind.LIGHTS:
        made.min(tile.lowest)
    if tile.highest is not None:
        made.max(tile.highest)
    if tile.back:
        made.time_from(tile.back)
    return made


def _names(tile: Tile) -> list[model.ValueMap | model.RegexMap]:
    """Of tiles; those of series and of columns stand in overrides."""
    return worded(tile.words) if tile.kind is Kind.TILES else []


def _title(tile: Tile) -> str:
    """A large figure has its title inside, in letters that are read from afar; one that may have no series cannot."""
    if tile.headed:
        return ""
    return "" if tile.large and not any(query.rare for query in tile.queries) else tile.title


def surface(tile: Tile) -> Surface:
    if tile.large:
        return Surface.TILE
    return Surface.FIGURE if tile.kind is Kind.FIGURE else Surface.AREA


def said(tile: Tile, site: Site) -> list[model.ValueMap]:
    """Words for the tile's own values, and for those that are no values."""
    told = (*no_value(site), *tile.sayings) if tile.kind in (Kind.FIGURE, Kind.TILES) else tile.sayings
    return sayings(told, surface(tile))


def queries(found: Sequence[Query], shape: Callable[[Dataquery], Dataquery]) -> list[Builder[variants.Dataquery]]:
    return [shape(_query(query, chr(ord("A") + index))) for index, query in enumerate(found)]


def asked(tile: Tile, site: Site) -> tuple[Query, ...]:
    """A figure's queries and, where they may be without a series, what says why: nothing of itself is no good news."""
    if any("vector(" in query.expr for query in tile.queries):
        return tile.queries
    first = tile.queries[0]
    none = (Query(promql.none_of(first.expr), site.say("now", "目前")),) if first.rare else ()
    return *tile.queries, Query(promql.why_none(first.expr, first.rare), site.say("System", "系统")), *none


def _query(query: Query, name: str) -> Dataquery:
    return Dataquery().datasource(SOURCE).ref_id(name).expr(query.expr).legend_format(query.legend or "__auto")


def _thresholds(tile: Tile) -> ThresholdsConfig:
    on = surface(tile)
    steps = [model.Threshold(value=step.since, color=paint(step.tone, on)) for step in tile.steps]
    return ThresholdsConfig().mode(model.ThresholdsMode.ABSOLUTE).steps(steps)


def sayings(told: Sequence[Saying], on: Surface) -> list[model.ValueMap]:
    found = {
        str(saying.value): model.ValueMappingResult(text=saying.text, color=paint(saying.tone, on), index=index)
        for index, saying in enumerate(told)
    }
    return [model.ValueMap(found)] if found else []


def worded(words: Mapping[str, str], every: str = "") -> list[model.ValueMap | model.RegexMap]:
    """`every` stands for any text that has no word of its own."""
    found: list[model.ValueMap | model.RegexMap] = []
    if words:
        results = enumerate(words.items())
        found.append(
            model.ValueMap({value: model.ValueMappingResult(text=text, index=at) for at, (value, text) in results})
        )
    if every:
        result = model.ValueMappingResult(text=every, index=len(words))
        found.append(model.RegexMap(model.DashboardRegexMapOptions(pattern="/^.+$/", result=result)))
    return found


def colors(mode: model.FieldColorModeId) -> Builder[model.FieldColor]:
    return FieldColor().mode(mode)


def named(made: AnyPanel, words: Mapping[str, str], colored: bool = True) -> AnyPanel:
    """Series by other names than those of their labels' values, each in the colour of what it says."""
    for value, text in words.items():
        told = [model.DynamicConfigValue("displayName", text)]
        if colored and value in OUTCOMES:
            fixed = model.FieldColor(mode=model.FieldColorModeId.FIXED, fixed_color=OUTCOMES[value])
            told.append(model.DynamicConfigValue("color", fixed))
        made.override_by_name(value, told)
    return made


def reduced() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["last"])  # lastNotNull would make null of NaN


def _no_data(tile: Tile, site: Site) -> str:
    """Where nothing at all came back. Figures and tables say themselves whether the service is away."""
    if unread := _unread(tile):
        return unread.text
    if tile.kind is Kind.CURVES and tile.back:  # on a new site there are no rows of closed days
        return site.say("nothing in this time, or PostgreSQL is not reached", "此时段内无记录，或未能连接 PostgreSQL")
    if tile.kind is Kind.ROWS:  # while the service stores there is always a row
        return site.say("system away, or PostgreSQL is not reached", "系统中断，或未能连接 PostgreSQL")
    return site.say("no data", "无数据")


def _special(tile: Tile, site: Site) -> list[model.SpecialValueMap]:
    """NaN is a share of nothing: neither 100 % nor 0 %. Null is no data, and is never said to be no calls."""
    if tile.kind not in (Kind.FIGURE, Kind.TILES):
        return []
    match, on, unread = model.SpecialValueMatch, surface(tile), _unread(tile)
    words = {
        match.NA_N: (tile.nothing or site.say("none yet", "暂无"), Tone.NEUTRAL),
        match.NULL: (_no_data(tile, site), unread.tone if unread else Tone.NEUTRAL),
    }
    return [
        model.SpecialValueMap(
            model.DashboardSpecialValueMapOptions(
                match=one, result=model.ValueMappingResult(text=text, color=paint(tone, on), index=20 + index)
            )
        )
        for index, (one, (text, tone)) in enumerate(words.items())
    ]


def _unread(tile: Tile) -> Saying | None:
    """What the state of the system says where Prometheus reads nothing, which it also says where Prometheus is gone."""
    return next((one for one in tile.sayings if one.value == promql.UNREAD), None)
