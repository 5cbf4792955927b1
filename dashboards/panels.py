"""Tiles as Grafana's panels: the only place, with `build`, that knows grafana-foundation-sdk."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from grafana_foundation_sdk.builders import bargauge, common, heatmap, stat, table, timeseries
from grafana_foundation_sdk.builders.dashboard import FieldColor, ThresholdsConfig
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common as looks
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.heatmap import HeatmapColorMode
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from dashboards.tiles import Kind, Query, Site, Tile

SOURCE = model.DataSourceRef(type_val="prometheus", uid="${source}")
WALL_TITLE_PIXELS = 44  # 2.8 cm on a screen of 55 inches; 2.5 cm can be read at five metres
_EVERY_BAR = 11_000  # points: what Prometheus gives at most; fewer would leave bars out

AnyPanel = TypeVar("AnyPanel", stat.Panel, timeseries.Panel, table.Panel, bargauge.Panel, heatmap.Panel)


def panel(tile: Tile, number: int, site: Site) -> Builder[model.Panel]:
    return _MAKERS[tile.kind](tile, number, site)


def _framed(made: AnyPanel, tile: Tile, number: int, site: Site) -> AnyPanel:
    x, y, width, height = tile.place
    made.id(number).description(tile.meaning).datasource(SOURCE).grid_pos(model.GridPos(h=height, w=width, x=x, y=y))
    made.title("" if tile.large else tile.title).unit(tile.unit).thresholds(_thresholds(tile))
    made.no_value(_no_data(tile, site))
    made.mappings([*_sayings(tile), _no_calls(site)])
    made.color_scheme(_colors(model.FieldColorModeId.THRESHOLDS))
    if tile.decimals is not None:
        made.decimals(tile.decimals)
    if tile.lowest is not None and tile.kind is not Kind.HEAT:
        made.min(tile.lowest)
    if tile.highest is not None:
        made.max(tile.highest)
    return made


def _thresholds(tile: Tile) -> ThresholdsConfig:
    steps = [model.Threshold(value=step.since, color=step.color) for step in tile.steps]
    return ThresholdsConfig().mode(model.ThresholdsMode.ABSOLUTE).steps(steps)


def _sayings(tile: Tile) -> list[model.ValueMap]:
    said = {
        str(saying.value): model.ValueMappingResult(text=saying.text, color=saying.color, index=index)
        for index, saying in enumerate(tile.sayings)
    }
    return [model.ValueMap(said)] if said else []


def _no_data(tile: Tile, site: Site) -> str:
    if any(query.rare for query in tile.queries):
        return site.say("none", "无")
    if tile.large:
        return site.say("no data", "无数据")
    return site.say("no data: does Prometheus read the service?", "无数据:Prometheus 是否在读取本服务?")


def _no_calls(site: Site) -> model.SpecialValueMap:
    """A share of no calls is not 100 % and not 0 %."""
    said = model.ValueMappingResult(text=site.say("no calls yet", "尚无来电"), color="#8e8e8e", index=9)
    match = model.SpecialValueMatch.NULL_AND_NAN
    return model.SpecialValueMap(model.DashboardSpecialValueMapOptions(match=match, result=said))


def _colors(mode: model.FieldColorModeId) -> Builder[model.FieldColor]:
    return FieldColor().mode(mode)


def _queries(tile: Tile, shape: Callable[[Dataquery], Dataquery]) -> Sequence[Dataquery]:
    return [shape(_query(query, chr(ord("A") + index))) for index, query in enumerate(tile.queries)]


def _query(query: Query, name: str) -> Dataquery:
    return Dataquery().datasource(SOURCE).ref_id(name).expr(query.expr).legend_format(query.legend or "__auto")


def _figure(tile: Tile, number: int, site: Site) -> stat.Panel:
    made = _framed(stat.Panel(), tile, number, site).targets(list(_queries(tile, Dataquery.instant)))
    made.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"])).graph_mode(looks.BigValueGraphMode.NONE)
    made.color_mode(looks.BigValueColorMode.BACKGROUND if tile.large else looks.BigValueColorMode.VALUE)
    if tile.large:
        made.display_name(tile.title).text_mode(looks.BigValueTextMode.VALUE_AND_NAME).wide_layout(False)
        made.text(common.VizTextDisplayOptions().title_size(WALL_TITLE_PIXELS))
    return made


def _trend(tile: Tile, number: int, site: Site) -> timeseries.Panel:
    made = _framed(timeseries.Panel(), tile, number, site)
    made.color_scheme(_colors(model.FieldColorModeId.PALETTE_CLASSIC))
    in_periods = any("$period" in query.expr for query in tile.queries)

    def shape(query: Dataquery) -> Dataquery:
        return query.range().interval("$period") if in_periods else query.range()

    made.targets(list(_queries(tile, shape))).fill_opacity(10).line_width(2)
    if in_periods:
        made.max_data_points(_EVERY_BAR)
    if tile.stacked:
        made.draw_style(looks.GraphDrawStyle.BARS).fill_opacity(70).line_width(0)
        made.stacking(common.StackingConfig().mode(looks.StackingMode.NORMAL))
    if any(step.since is not None for step in tile.steps):
        made.thresholds_style(common.GraphThresholdsStyleConfig().mode(looks.GraphThresholdsStyleMode.DASHED))
    return made


def _bars(tile: Tile, number: int, site: Site) -> bargauge.Panel:
    def shape(query: Dataquery) -> Dataquery:
        return query.instant().format(PromQueryFormat.HEATMAP)  # which makes single buckets of "up to and with"

    made = _framed(bargauge.Panel(), tile, number, site).targets(list(_queries(tile, shape)))
    made.reduce_options(common.ReduceDataOptions().calcs(["lastNotNull"]))
    return made.orientation(looks.VizOrientation.HORIZONTAL).display_mode(looks.BarGaugeDisplayMode.BASIC)


def _table(tile: Tile, number: int, site: Site) -> table.Panel:
    """A row for each agent, a column for each query, in the order of names."""

    def shape(query: Dataquery) -> Dataquery:
        return query.instant().format(PromQueryFormat.TABLE)

    names = {f"Value #{chr(ord('A') + index)}": query.legend for index, query in enumerate(tile.queries)}
    names["agent"] = site.say("agent", "坐席")
    made = _framed(table.Panel(), tile, number, site).targets(list(_queries(tile, shape)))
    made.transformations(
        [
            model.DataTransformerConfig("filterFieldsByName", options={"include": {"pattern": "^(agent|Value.*)$"}}),
            model.DataTransformerConfig("joinByField", options={"byField": "agent", "mode": "outer"}),
            model.DataTransformerConfig("organize", options={"renameByName": names}),
        ]
    )
    return made.sort_by([common.TableSortByFieldState().display_name(names["agent"]).desc(False)])


def _heat(tile: Tile, number: int, site: Site) -> heatmap.Panel:
    """Points at midnight by the browser's time zone, a day apart, for the last four weeks."""

    def shape(query: Dataquery) -> Dataquery:
        return query.range().interval("1d")

    made = _framed(heatmap.Panel(), tile, number, site).targets(list(_queries(tile, shape)))
    made.time_from("28d").calculate(False).show_value(looks.VisibilityMode.NEVER)
    made.rows_frame(heatmap.RowsHeatmapOptions().layout(looks.HeatmapCellLayout.GE))
    return made.color(heatmap.HeatmapColorOptions().mode(HeatmapColorMode.SCHEME).scheme("Oranges").steps(32))


_MAKERS: dict[Kind, Callable[[Tile, int, Site], Builder[model.Panel]]] = {
    Kind.FIGURE: _figure,
    Kind.TREND: _trend,
    Kind.BARS: _bars,
    Kind.TABLE: _table,
    Kind.HEAT: _heat,
}
