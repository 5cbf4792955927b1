"""The top of the agents' board: is every ringing phone picked up? If not, when, why not, and which calls were these?"""

from dashboards import promql, rows
from dashboards.questions import ROWS
from dashboards.rows import IDENTIFIER
from dashboards.tiles import Column, Kind, Place, Query, Site, Sizes, Tile
from dashboards.units import seconds
from dashboards.words import attempt_outcomes, dispositions
from metrics.prometheus import catalogue

VAIN_ROWS = 8


def top(site: Site) -> tuple[Tile, ...]:
    return _picked_up(site), _when_not(site), _why_not(site), _calls(site)


def _picked_up(site: Site) -> Tile:
    rang, answered = 'outcome=~"answered|dropped|no_answer"', 'outcome="answered"'
    share = promql.share(promql.grown(catalogue.ATTEMPTS, where=answered), promql.grown(catalogue.ATTEMPTS, where=rang))
    return Tile(
        site.say("Is every ringing phone picked up?", "振铃的话机都有人接吗？"),
        site.say(
            "Of the phones that rang until somebody answered or the ringing was given up, those that were answered.",
            "振铃至接听或放弃的话机中，被接听的比例。",
        ),
        (Query(promql.stated(share)),),
        Place(0, 0, 6, ROWS),
        unit="percentunit",
        decimals=1,
        nothing=site.say("no calls yet", "尚无来电"),
        sizes=Sizes(18, 72),
    )


def _when_not(site: Site) -> Tile:
    missed = 'outcome=~"no_answer|busy|dropped|failed"'
    return Tile(
        site.say("When not? Attempts by period", "何时没有人接？（按时段）"),
        site.say(
            "Attempts that reached a phone which nobody picked up, or that was put down at once.",
            "话机振铃未接、占线、接起即挂或未接通的次数。",
        ),
        (Query(promql.count(catalogue.ATTEMPTS, promql.PERIOD, missed, "outcome"), "{{outcome}}"),),
        Place(6, 0, 11, ROWS),
        Kind.TREND,
        stacked=True,
        words=attempt_outcomes(site),
    )


def _why_not(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Why not?", "为何没有人接？"),
        say(
            "Attempts that nobody picked up, by how they ended. The rows below show each.",
            "没有接起的振铃，按结果；下表列出每一次。",
        ),
        (),
        Place(17, 0, 7, ROWS),
        Kind.ROWS,
        decimals=0,
        sql=rows.statement("vain_outcomes"),
        columns=(
            Column("outcome", say("cause", "原因"), words=attempt_outcomes(site)),
            Column("attempts", say("attempts", "次数"), "none", width=90),
        ),
        rare=True,
    )


def _calls(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Attempts that nobody picked up", "没有接起的振铃"),
        say(
            "The last 200 of the time chosen, without names; the receipt shows the events that prove each.",
            "所选时间内最近 200 次，不显示坐席；点击“查看”可看到证明它的事件。",
        ),
        (),
        Place(0, ROWS, 24, VAIN_ROWS),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("vain_attempts"),
        columns=(
            rows.when("began_at", say("began", "开始")),
            Column("hotline", say("hotline", "热线"), IDENTIFIER),
            Column("outcome", say("cause", "原因"), words=attempt_outcomes(site), width=290),
            Column("ring_seconds", say("rang", "振铃时长"), seconds(site), width=120),
            Column("disposition", say("call ended", "来电结果"), words=dispositions(site), width=170),
            *rows.receipt(site),
        ),
        rare=True,
    )
