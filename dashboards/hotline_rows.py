"""The part of the hotline's board that PostgreSQL answers: what was missed, when and why, and the hours of the week."""

from dashboards import rows
from dashboards.tiles import Column, Kind, Place, Site, Tile
from dashboards.words import causes, promise_words, weekdays


def when_missed(site: Site) -> Tile:
    return Tile(
        site.say("When not? Missed calls by hour", "何时没有做到？（每小时未达标来电）"),
        site.say(
            "Counted calls of each hour that were answered too late, or not at all. None is good.",
            "每小时计入考核的来电中，接听过晚与始终未接的数量；没有为好。",
        ),
        (),
        Place(6, 0, 11, 8),
        Kind.CURVES,
        stacked=True,
        sql=rows.statement("missed_by_hour"),
        words={"late": site.say("answered late", "接听过晚"), "unanswered": site.say("not answered", "未接听")},
        rare=True,
    )


def why_missed(site: Site) -> Tile:
    return Tile(
        site.say("Why not?", "为何没有做到？"),
        site.say(
            "Missed calls of the time chosen by cause, the most frequent first. The rows below show each of them.",
            "所选时间内未达标来电的原因，最多的在前；下表列出每一通。",
        ),
        (),
        Place(17, 0, 7, 8),
        Kind.ROWS,
        decimals=0,
        sql=rows.statement("causes"),
        columns=(
            Column("cause", site.say("cause", "原因"), words=causes(site)),
            Column("calls", site.say("calls", "通数"), "none", width=80),
        ),
        rare=True,
    )


def missed_calls(site: Site) -> Tile:
    return Tile(
        site.say("Calls that missed the target", "未达标来电"),
        site.say(
            "The last 200 of the time chosen; a click on the receipt shows the events that prove it.",
            "所选时间内最近 200 通；点击“查看”可看到证明它的事件。",
        ),
        (),
        Place(0, 8, 24, 9),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("missed_calls"),
        columns=rows.call_columns(site),
        rare=True,
    )


def by_weekday(site: Site) -> Tile:
    return Tile(
        site.say("Counted calls by weekday and hour", "来电分布（星期 × 小时）"),
        site.say(
            "Of the last four weeks, by the site's own time zone: when people are needed.",
            "最近四周计入考核的来电，按项目所在时区：何时需要人手。",
        ),
        (),
        Place(0, 47, 24, 10),
        Kind.HOURS,
        sql=rows.statement("hours_of_week"),
        words=weekdays(site),
        back="28d",
    )


def rings_heard(site: Site) -> Tile:
    return Tile(
        site.say("Rings that callers heard", "来电人听到的振铃声数"),
        site.say(
            "Counted calls by the rings they heard: answered in time, answered late, not answered.",
            "计入考核的来电，按听到的振铃声数：按时接听、接听过晚、未接听。",
        ),
        (),
        Place(0, 29, 16, 9),
        Kind.BARS,
        sql=rows.statement("rings"),
        words=promise_words(site),
    )
