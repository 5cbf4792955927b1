"""Tiles as Grafana's panels; with `frames`, `tables` and `build` the only files that know grafana-foundation-sdk."""

from collections.abc import Callable
from typing import cast

from grafana_foundation_sdk.builders import barchart, common, stat, statetimeline, text, timeseries
from grafana_foundation_sdk.builders.dashboard import DashboardLink
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.cog.builder import Builder
from grafana_foundation_sdk.models import common as looks
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models import statetimeline as timeline
from grafana_foundation_sdk.models.text import TextMode

from dashboards.frames import SqlQuery, asked, colors, framed, named, queries, reduced, surface
from dashboards.rows import IDENTIFIER, SERVICE
from dashboards.tables import of_hours, of_rows, of_series
from dashboards.tiles import Kind, Query, Shows, Site, Tile
from dashboards.tones import paint

_TEXT_MODES = {
    Shows.BOTH: looks.BigValueTextMode.VALUE_AND_NAME,
    Shows.VALUE: looks.BigValueTextMode.VALUE,
}
_TICK_LETTERS = 5
_TEXT_PIXELS = 26  # of a row of the grid, inside a panel of two
_MOST_TILES = 24  # hours of a day
NAME = "name"  # the column that says what a tile is called
_EVERY_BAR = 11_000  # points: what Prometheus gives at most; fewer would leave bars out


def panel(tile: Tile, number: int, site: Site) -> Builder[model.Panel]:
    return _MAKERS[tile.kind](tile, number, site)


def _heading(tile: Tile, number: int, _site: Site) -> text.Panel:
    """Grafana leaves these styles in a text's HTML; the line is as high as the panel inside."""
    x, y, width, height = tile.place
    style = f"font-size:{tile.sizes.title}px;line-height:{_TEXT_PIXELS * height}px;text-align:center;white-space:nowrap"
    made = text.Panel().id(number).title("").description(tile.meaning).transparent(True)
    made.grid_pos(model.GridPos(h=height, w=width, x=x, y=y)).mode(TextMode.HTML)
    return made.content(f'<div style="{style}">{tile.title}</div>')


def _figure(tile: Tile, number: int, site: Site) -> stat.Panel:
    made = framed(stat.Panel(), tile, number, site).targets(queries(asked(tile, site), Dataquery.instant))
    made.reduce_options(reduced()).graph_mode(looks.BigValueGraphMode.NONE).wide_layout(False)
    made.color_mode(looks.BigValueColorMode.BACKGROUND_SOLID if tile.large else looks.BigValueColorMode.VALUE)
    made.text(common.VizTextDisplayOptions().title_size(tile.sizes.title).value_size(tile.sizes.value))
    if tile.large:
        made.justify_mode(looks.BigValueJustifyMode.CENTER)
        made.text_mode(_TEXT_MODES[tile.shows])
    if tile.large and not _has_legends(tile):
        made.display_name(tile.title)
    else:
        made.orientation(looks.VizOrientation.HORIZONTAL if tile.in_rows else looks.VizOrientation.VERTICAL)
        made.wide_layout(tile.in_rows)
    for index, query in enumerate(tile.queries):
        _own(made, index, query, tile)
    if tile.link:
        link = DashboardLink(tile.title).type(model.DashboardLinkType.LINK).url(SERVICE + tile.link)
        made.data_links([link.target_blank(True)])
    return named(made, tile.words, colored=False)  # a number is bright only where it is wrong


def _has_legends(tile: Tile) -> bool:
    return any(query.legend for query in tile.queries)


def _tiles(tile: Tile, number: int, site: Site) -> stat.Panel:
    """In a grid. A chart's hours would be 12 pixels high, whatever it is told; 08 is a name and no number."""
    made = framed(stat.Panel(), tile, number, site).targets([SqlQuery(tile.sql, "table")])
    made.reduce_options(reduced().values(True).limit(_MOST_TILES)).graph_mode(looks.BigValueGraphMode.NONE)
    made.color_mode(looks.BigValueColorMode.BACKGROUND_SOLID).text_mode(looks.BigValueTextMode.VALUE_AND_NAME)
    made.justify_mode(looks.BigValueJustifyMode.CENTER).orientation(looks.VizOrientation.AUTO).wide_layout(False)
    made.override_by_name(NAME, [model.DynamicConfigValue("unit", IDENTIFIER)])
    return made.text(common.VizTextDisplayOptions().title_size(tile.sizes.title).value_size(tile.sizes.value))


def _own(made: stat.Panel, index: int, query: Query, tile: Tile) -> None:
    """One colour and unit for whatever a query returns."""
    told = []
    if query.tone is not None:
        fixed = model.FieldColor(mode=model.FieldColorModeId.FIXED, fixed_color=paint(query.tone, surface(tile)))
        told.append(model.DynamicConfigValue("color", fixed))
    if query.unit:
        told.append(model.DynamicConfigValue("unit", query.unit))
    if told:
        made.override_by_query(chr(ord("A") + index), told)


def _trend(tile: Tile, number: int, site: Site) -> timeseries.Panel:
    in_periods = any("$period" in query.expr for query in tile.queries)

    def shape(query: Dataquery) -> Dataquery:
        return query.range().interval("$period") if in_periods else query.range()

    made = _drawn(framed(timeseries.Panel(), tile, number, site), tile).targets(queries(tile.queries, shape))
    if in_periods:
        made.max_data_points(_EVERY_BAR)
    return named(_dashed(made, tile), tile.words)


def _curves(tile: Tile, number: int, site: Site) -> timeseries.Panel:
    made = _drawn(framed(timeseries.Panel(), tile, number, site), tile).targets([SqlQuery(tile.sql, "time_series")])
    if not tile.stacked:
        made.show_points(looks.VisibilityMode.ALWAYS).point_size(7).fill_opacity(0)
    return named(_dashed(made, tile), tile.words)


def _drawn(made: timeseries.Panel, tile: Tile) -> timeseries.Panel:
    """Lines, or bars upon each other that begin where their period does."""
    made.color_scheme(colors(model.FieldColorModeId.PALETTE_CLASSIC))
    if not tile.stacked:
        return made.fill_opacity(10).line_width(2)
    made.draw_style(looks.GraphDrawStyle.BARS).fill_opacity(80).line_width(0)
    made.bar_alignment(looks.BarAlignment.AFTER).bar_width_factor(0.8)
    return made.stacking(common.StackingConfig().mode(looks.StackingMode.NORMAL))


def _dashed(made: timeseries.Panel, tile: Tile) -> timeseries.Panel:
    """A line at every limit."""
    if any(step.since is not None for step in tile.steps):
        made.thresholds_style(common.GraphThresholdsStyleConfig().mode(looks.GraphThresholdsStyleMode.DASHED))
    return made


def _bars(tile: Tile, number: int, site: Site) -> barchart.Panel:
    made = framed(barchart.Panel(), tile, number, site).targets([SqlQuery(tile.sql, "table")])
    made.stacking(looks.StackingMode.NORMAL).fill_opacity(90).line_width(0).group_width(0.8)
    made.show_value(looks.VisibilityMode.NEVER).color_scheme(colors(model.FieldColorModeId.PALETTE_CLASSIC))
    made.orientation(looks.VizOrientation.VERTICAL).x_tick_label_max_length(_TICK_LETTERS)
    legend = common.VizLegendOptions().show_legend(True).display_mode(looks.LegendDisplayMode.LIST)
    return named(made.legend(legend.placement(looks.LegendPlacement.BOTTOM)), tile.words)


class _AllRows(statetimeline.Panel):
    """Without buttons to turn pages: 0, which the builder refuses. Left out, Grafana shows 20 rows."""

    def build(self) -> model.Panel:
        made = super().build()
        cast("timeline.Options", made.options).per_page = 0
        return made


def _lights(tile: Tile, number: int, site: Site) -> statetimeline.Panel:
    made = framed(_AllRows(), tile, number, site).targets(queries(tile.queries, Dataquery.range))
    made.show_value(looks.VisibilityMode.NEVER).row_height(0.85).merge_values(True)
    return named(made, tile.words)


_MAKERS: dict[Kind, Callable[[Tile, int, Site], Builder[model.Panel]]] = {
    Kind.HEADING: _heading,
    Kind.FIGURE: _figure,
    Kind.TREND: _trend,
    Kind.BARS: _bars,
    Kind.TILES: _tiles,
    Kind.TABLE: of_series,
    Kind.LIGHTS: _lights,
    Kind.ROWS: of_rows,
    Kind.HOURS: of_hours,
    Kind.CURVES: _curves,
}
