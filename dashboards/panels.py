"""Tiles as Grafana's panels; with `frames`, `tables` and `build` the only files that know grafana-foundation-sdk."""

from collections.abc import Callable

from grafana_foundation_sdk.builders import bargauge, common, heatmap, stat, statetimeline, timeseries
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common as looks
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.heatmap import HeatmapColorMode
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from dashboards.frames import SqlQuery, colors, framed, named, queries, reduced
from dashboards.sizes import fitting
from dashboards.tables import of_hours, of_rows, of_series
from dashboards.tiles import Kind, Site, Tile

_EVERY_BAR = 11_000  # points: what Prometheus gives at most; fewer would leave bars out


def panel(tile: Tile, number: int, site: Site) -> Builder[model.Panel]:
    return _MAKERS[tile.kind](tile, number, site)


def _figure(tile: Tile, number: int, site: Site) -> stat.Panel:
    made = framed(stat.Panel(), tile, number, site).targets(queries(tile, Dataquery.instant))
    made.reduce_options(reduced()).graph_mode(looks.BigValueGraphMode.NONE)
    made.color_mode(looks.BigValueColorMode.BACKGROUND if tile.large else looks.BigValueColorMode.VALUE)
    if tile.large:
        made.display_name(tile.title).text_mode(looks.BigValueTextMode.VALUE_AND_NAME).wide_layout(False)
        made.text(common.VizTextDisplayOptions().title_size(tile.title_pixels or fitting(tile.title, tile.place.width)))
    return named(made, tile.words)


def _trend(tile: Tile, number: int, site: Site) -> timeseries.Panel:
    made = framed(timeseries.Panel(), tile, number, site)
    made.color_scheme(colors(model.FieldColorModeId.PALETTE_CLASSIC))
    in_periods = any("$period" in query.expr for query in tile.queries)

    def shape(query: Dataquery) -> Dataquery:
        return query.range().interval("$period") if in_periods else query.range()

    made.targets(queries(tile, shape)).fill_opacity(10).line_width(2)
    if in_periods:
        made.max_data_points(_EVERY_BAR)
    if tile.stacked:
        made.draw_style(looks.GraphDrawStyle.BARS).fill_opacity(70).line_width(0)
        made.stacking(common.StackingConfig().mode(looks.StackingMode.NORMAL))
    return named(_dashed(made, tile), tile.words)


def _curves(tile: Tile, number: int, site: Site) -> timeseries.Panel:
    made = framed(timeseries.Panel(), tile, number, site).targets([SqlQuery(tile.sql, "time_series")])
    made.color_scheme(colors(model.FieldColorModeId.PALETTE_CLASSIC)).line_width(2)
    made.show_points(looks.VisibilityMode.ALWAYS).point_size(7)
    return named(_dashed(made, tile), tile.words)


def _dashed(made: timeseries.Panel, tile: Tile) -> timeseries.Panel:
    """A line at every limit."""
    if any(step.since is not None for step in tile.steps):
        made.thresholds_style(common.GraphThresholdsStyleConfig().mode(looks.GraphThresholdsStyleMode.DASHED))
    return made


def _bars(tile: Tile, number: int, site: Site) -> bargauge.Panel:
    def shape(query: Dataquery) -> Dataquery:
        return query.instant().format(PromQueryFormat.HEATMAP)  # which makes single buckets of "up to and with"

    made = framed(bargauge.Panel(), tile, number, site).targets(queries(tile, shape))
    made.reduce_options(reduced())
    return made.orientation(looks.VizOrientation.HORIZONTAL).display_mode(looks.BarGaugeDisplayMode.BASIC)


def _heat(tile: Tile, number: int, site: Site) -> heatmap.Panel:
    """A point a day, for each of 24 rows."""
    made = framed(heatmap.Panel(), tile, number, site).targets([SqlQuery(tile.sql, "time_series")])
    made.calculate(False).show_value(looks.VisibilityMode.NEVER)
    made.rows_frame(heatmap.RowsHeatmapOptions().layout(looks.HeatmapCellLayout.GE))
    return made.color(heatmap.HeatmapColorOptions().mode(HeatmapColorMode.SCHEME).scheme("Oranges").steps(32))


def _lights(tile: Tile, number: int, site: Site) -> statetimeline.Panel:
    made = framed(statetimeline.Panel(), tile, number, site).targets(queries(tile, Dataquery.range))
    made.show_value(looks.VisibilityMode.NEVER).row_height(0.85).merge_values(True)
    return named(made, tile.words)


_MAKERS: dict[Kind, Callable[[Tile, int, Site], Builder[model.Panel]]] = {
    Kind.FIGURE: _figure,
    Kind.TREND: _trend,
    Kind.BARS: _bars,
    Kind.TABLE: of_series,
    Kind.HEAT: _heat,
    Kind.LIGHTS: _lights,
    Kind.ROWS: of_rows,
    Kind.HOURS: of_hours,
    Kind.CURVES: _curves,
}
