"""Tables: of series, of rows of PostgreSQL with links, and the hours of the week by colour.

A table without rows would say the same whether nothing happened or nothing was read. One of series has a row that says
that the service is away or unread, or that there is none; one of PostgreSQL has a row whose
first cell says "none", unless the service has stopped, which nobody knows the last of.
"""

from grafana_foundation_sdk.builders import common, table
from grafana_foundation_sdk.builders.prometheus import Dataquery
from grafana_foundation_sdk.models import common as looks
from grafana_foundation_sdk.models import dashboard as model
from grafana_foundation_sdk.models.prometheus import PromQueryFormat

from dashboards import promql
from dashboards.frames import SqlQuery, colors, framed, queries, sayings, worded
from dashboards.tiles import Column, Query, Site, Tile
from dashboards.tones import Surface

_TITLES = {
    "agent": ("agent", "坐席"),
    "category": ("category", "类别"),
    "objective": ("objective", "质量目标"),
    "hotline": ("hotline", "热线"),
    "reason": ("reason", "原因"),
}
_WEEKDAY = "weekday"
_HOUR_PIXELS = 60  # 24 of them and the weekday, beside the menu that Grafana 12 keeps open
_ROWS_OR_NONE = """select listed.* from wall.service left join (
{}
) as listed on true where stores or not (listed is null)"""
_NOTHING = model.DynamicConfigValue("noValue", "–")  # of a cell; the table's own word is for a table without rows


def of_series(tile: Tile, number: int, site: Site) -> table.Panel:
    """A row for each value of the key, a column for each query; in the order of names, or the worst first."""

    def shape(query: Dataquery) -> Dataquery:
        return query.instant().format(PromQueryFormat.TABLE)

    title = site.say(*_TITLES[tile.key])
    one = len(tile.queries) == 1
    names = {"Value" if one else f"Value #{chr(ord('A') + at)}": query.legend for at, query in enumerate(tile.queries)}
    names[tile.key] = title
    wanted = f"^({tile.key}|Value.*)$"
    first = tile.queries[0]
    none = [promql.row_of_none(first.expr, tile.key)] if first.rare else []
    told_apart = first._replace(expr=" or ".join([first.expr, promql.row_where_not_read(tile.key), *none]))
    made = framed(table.Panel(), tile, number, site).targets(queries((told_apart, *tile.queries[1:]), shape))
    made.transformations(
        [
            model.DataTransformerConfig("filterFieldsByName", options={"include": {"pattern": wanted}}),
            model.DataTransformerConfig("joinByField", options={"byField": tile.key, "mode": "outer"}),
            model.DataTransformerConfig("organize", options={"renameByName": names}),
        ]
    )
    told = [model.DynamicConfigValue("unit", "string")]  # an agent may be called 1001
    told.append(model.DynamicConfigValue("mappings", worded({**tile.words, **_in_place_of_rows(site)})))
    made.override_by_name(title, told)
    for query in tile.queries:
        _series_column(made, query)
    by = common.TableSortByFieldState().display_name(tile.worst_first or tile.ranked_by or title)
    return made.sort_by([by.desc(bool(tile.worst_first))]).cell_height(looks.TableCellHeight.SM)


def _in_place_of_rows(site: Site) -> dict[str, str]:
    return {
        "away": site.say("system away", "系统中断"),
        "unread": site.say("no data", "无数据"),
        "none": site.say("none", "无"),
    }


def _series_column(made: table.Panel, query: Query) -> None:
    no_value = worded(dict.fromkeys(map(str, (promql.AWAY, promql.UNREAD, promql.NONE)), "–"))
    told = [_NOTHING, model.DynamicConfigValue("mappings", [*sayings(query.sayings, Surface.AREA), *no_value])]
    if query.unit:
        told.append(model.DynamicConfigValue("unit", query.unit))
        told.append(model.DynamicConfigValue("decimals", 0 if query.unit == "locale" else 1))
    if query.width:
        told.append(model.DynamicConfigValue("custom.width", query.width))
    if query.sayings:
        background = looks.TableColoredBackgroundCellOptions(mode=looks.TableCellBackgroundDisplayMode.BASIC)
        told.append(model.DynamicConfigValue("custom.cellOptions", background))
    made.override_by_name(query.legend, told)


def of_rows(tile: Tile, number: int, site: Site) -> table.Panel:
    made = framed(table.Panel(), tile, number, site).targets([SqlQuery(_ROWS_OR_NONE.format(tile.sql), "table")])
    for at, column in enumerate(tile.columns):
        made.override_by_name(column.name, _row_column(column, "" if at else site.say("none", "无")))
    return made.cell_height(looks.TableCellHeight.SM)


def _row_column(column: Column, none: str) -> list[model.DynamicConfigValue]:
    """`none`: the word of the first column where there is no row."""
    told = [model.DynamicConfigValue("displayName", column.title), _NOTHING]
    if column.unit:
        told.append(model.DynamicConfigValue("unit", column.unit))
    if column.words or column.every or none:
        told.append(model.DynamicConfigValue("mappings", [*worded(column.words, column.every), *_of_null(none)]))
    if column.width:
        told.append(model.DynamicConfigValue("custom.width", column.width))
    if column.link:
        link = {"title": column.title, "url": column.link, "targetBlank": True}
        told.append(model.DynamicConfigValue("links", [link]))
    return told


def _of_null(text: str) -> list[model.SpecialValueMap]:
    result = model.ValueMappingResult(text=text, index=20)
    options = model.DashboardSpecialValueMapOptions(match=model.SpecialValueMatch.NULL, result=result)
    return [model.SpecialValueMap(options)] if text else []


def of_hours(tile: Tile, number: int, site: Site) -> table.Panel:
    """Coloured from the least to the most of all its numbers; the weekday is a text, so that it is none of them."""
    made = framed(table.Panel(), tile, number, site).targets([SqlQuery(tile.sql, "table")])
    made.width(_HOUR_PIXELS).color_scheme(colors(model.FieldColorModeId.CONTINUOUS_GREENS)).align(
        looks.FieldTextAlignment.CENTER
    )
    made.cell_options(looks.TableColoredBackgroundCellOptions(mode=looks.TableCellBackgroundDisplayMode.BASIC))
    plain = model.DynamicConfigValue("custom.cellOptions", looks.TableAutoCellOptions())
    said = model.DynamicConfigValue("mappings", worded(tile.words))
    named = model.DynamicConfigValue("displayName", site.say("day", "星期"))
    made.override_by_name(_WEEKDAY, [plain, said, named, model.DynamicConfigValue("custom.width", 110)])
    return made.cell_height(looks.TableCellHeight.SM)
