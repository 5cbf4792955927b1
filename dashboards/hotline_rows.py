"""The part of the hotline's board that PostgreSQL answers: the hours of the week, and the calls behind a figure."""

from dashboards import rows
from dashboards.tiles import Kind, Place, Site, Tile
from dashboards.words import weekdays


def by_day(site: Site) -> Tile:
    return Tile(
        site.say("Counted calls by hour and day", "来电热力图（小时 × 日期）"),
        site.say(
            "A column is a day of the last four weeks, a row an hour of it, by the site's own time zone.",
            "每列为最近四周的一天，每行为当天的一个小时，按项目所在时区。",
        ),
        (),
        Place(0, 46, 24, 12),
        Kind.HEAT,
        sql=rows.statement("hours_of_day"),
        back="28d",
    )


def by_weekday(site: Site) -> Tile:
    return Tile(
        site.say("Counted calls by weekday and hour", "来电热力图（星期 × 小时）"),
        site.say(
            "Of the last four weeks, by the site's own time zone, from PostgreSQL: when people are needed.",
            "最近四周的计入考核来电，按项目所在时区，取自 PostgreSQL：何时需要人手。",
        ),
        (),
        Place(0, 58, 24, 9),
        Kind.HOURS,
        sql=rows.statement("hours_of_week"),
        words=weekdays(site),
        back="28d",
    )


def missed_calls(site: Site) -> Tile:
    return Tile(
        site.say("Calls that missed the target", "未达标的来电"),
        site.say(
            "The last 200 of the time chosen above; a click on the receipt shows the events that prove it.",
            "所选时间内最近 200 通；点击判定依据可查看证明它的事件。",
        ),
        (),
        Place(0, 67, 24, 11),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("missed_calls"),
        columns=rows.call_columns(site),
    )
