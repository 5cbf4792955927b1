"""What every panel has: place, words where nothing is, colours, and its questions to Prometheus or PostgreSQL."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from grafana_foundation_sdk.builders import bargauge, common, heatmap, stat, statetimeline, table, timeseries
from grafana_foundation_sdk.builders.dashboard import FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog import variants
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.cog.runtime import UnknownDataquery
from grafana_foundation_sdk.models import dashboard as model

from dashboards.sources import POSTGRESQL_TYPE
from dashboards.tiles import Kind, Query, Saying, Site, Tile

SOURCE = model.DataSourceRef(type_val="prometheus", uid="${source}")
DATABASE = model.DataSourceRef(type_val=POSTGRESQL_TYPE, uid="${database}")
NO_CALLS_COLOR = "#8e8e8e"

AnyPanel = TypeVar(
    "AnyPanel", stat.Panel, timeseries.Panel, table.Panel, bargauge.Panel, heatmap.Panel, statetimeline.Panel
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
    made.title("" if tile.large else tile.title).unit(tile.unit).thresholds(_thresholds(tile))
    made.no_value(_no_data(tile, site))
    made.mappings([*sayings(tile.sayings), _no_calls(site)])
    made.color_scheme(colors(model.FieldColorModeId.THRESHOLDS))
    if tile.decimals is not None:
        made.decimals(tile.decimals)
    if tile.lowest is not None and tile.kind not in (Kind.HEAT, Kind.LIGHTS):
        made.min(tile.lowest)
    if tile.highest is not None:
        made.max(tile.highest)
    if tile.back:
        made.time_from(tile.back)
    return made


def queries(tile: Tile, shape: Callable[[Dataquery], Dataquery]) -> list[Builder[variants.Dataquery]]:
    return [shape(_query(query, chr(ord("A") + index))) for index, query in enumerate(tile.queries)]


def _query(query: Query, name: str) -> Dataquery:
    return Dataquery().datasource(SOURCE).ref_id(name).expr(query.expr).legend_format(query.legend or "__auto")


def _thresholds(tile: Tile) -> ThresholdsConfig:
    steps = [model.Threshold(value=step.since, color=step.color) for step in tile.steps]
    return ThresholdsConfig().mode(model.ThresholdsMode.ABSOLUTE).steps(steps)


def sayings(said: Sequence[Saying]) -> list[model.ValueMap]:
    found = {
        str(saying.value): model.ValueMappingResult(text=saying.text, color=saying.color, index=index)
        for index, saying in enumerate(said)
    }
    return [model.ValueMap(found)] if found else []


def worded(words: Mapping[str, str]) -> list[model.ValueMap]:
    found = {
        value: model.ValueMappingResult(text=text, index=index) for index, (value, text) in enumerate(words.items())
    }
    return [model.ValueMap(found)]


def colors(mode: model.FieldColorModeId) -> Builder[model.FieldColor]:
    return FieldColor().mode(mode)


def named(made: AnyPanel, words: Mapping[str, str]) -> AnyPanel:
    """Series by other names than those of their labels' values."""
    for value, text in words.items():
        made.override_by_name(value, [model.DynamicConfigValue("displayName", text)])
    return made


def reduced() -> common.ReduceDataOptions:
    return common.ReduceDataOptions().calcs(["lastNotNull"])


def _no_data(tile: Tile, site: Site) -> str:
    if tile.nothing:
        return tile.nothing
    if tile.rare or any(query.rare for query in tile.queries):
        return site.say("none", "无")
    if tile.large:
        return site.say("no data", "无数据")
    if tile.sql:
        return site.say("nothing in this time, or PostgreSQL is not reached", "此时段内无记录，或未能连接 PostgreSQL")
    return site.say("no data: does Prometheus read the service?", "无数据：Prometheus 是否在读取本服务？")


def _no_calls(site: Site) -> model.SpecialValueMap:
    """A share of nothing is not 100 % and not 0 %."""
    said = model.ValueMappingResult(text=site.say("no calls yet", "尚无来电"), color=NO_CALLS_COLOR, index=9)
    match = model.SpecialValueMatch.NULL_AND_NAN
    return model.SpecialValueMap(model.DashboardSpecialValueMapOptions(match=match, result=said))
