"""The sheet's board: the 21 objectives as they stand, where something can still be done first, and how they went."""

from dashboards import promql, rows
from dashboards.tiles import GREEN, GREY, ORANGE, RED, Board, Column, Kind, Place, Query, Saying, Site, Step, Tile
from dashboards.words import lines, lines_by_number, standings
from metrics import catalogue
from metrics.objectives.standing import Status
from metrics.sheet import LIGHTS


def objectives(site: Site) -> Board:
    return Board(
        "objectives",
        site.say("Objectives", "考核指标"),
        site.say(
            "The quality sheet: 21 objectives in their current periods, those at risk first, and the periods before.",
            "质量目标考核表：21 项指标的本期状况（有风险的在前）及历史各期。",
        ),
        (*_counts(site), _sheet(site), *_history(site), *_missed(site)),
        since="now-30d",
        periods=False,
        hotlines=False,
        objectives=True,
    )


def _counts(site: Site) -> tuple[Tile, ...]:
    say = site.say
    shown = {
        "at_risk": (say("At risk", "有风险"), ORANGE, say("Not reached, and can be.", "尚未达标，仍可补救。")),
        "missed": (say("Missed", "未达标"), RED, say("Cannot be reached any more.", "本期已无法达标。")),
        "met": (say("Met", "达标"), GREEN, say("Reached as things stand.", "目前达标。")),
        "no_data": (say("No data", "无数据"), GREY, say("Nothing to judge yet.", "尚无可考核的数据。")),
    }
    return tuple(
        Tile(
            title,
            meaning,
            (Query(f"sum({promql.series(catalogue.OBJECTIVE_STATUS)} == bool {LIGHTS[Status(status)]})"),),
            Place(6 * index, 0, 6, 4),
            steps=(Step(None, GREY), Step(1, color)),
        )
        for index, (status, (title, color, meaning)) in enumerate(shown.items())
    )


def _ranked(site: Site) -> tuple[Saying, ...]:
    """The standings by the numbers of promql.rank."""
    falling = (Status.NO_DATA, Status.MET, Status.MISSED, Status.AT_RISK)
    order = {LIGHTS[status]: rank for rank, status in enumerate(falling)}
    return tuple(Saying(order[one.value], one.text, one.color) for one in standings(site))


def _sheet(site: Site) -> Tile:
    say = site.say
    standing = say("standing", "状态")
    return Tile(
        say("The sheet", "考核表"),
        say(
            "At risk first: what can still be won. Then missed, met, and no data. A share of nothing is no data.",
            "有风险的在前（仍可补救），其后为未达标、达标、无数据；无可考核项即为无数据。",
        ),
        (
            Query(promql.rank(catalogue.OBJECTIVE_STATUS), standing, sayings=_ranked(site)),
            Query(_by_line(catalogue.OBJECTIVE_RATIO.name), say("share", "实际"), unit="percentunit"),
            Query(_by_line(catalogue.OBJECTIVE_TARGET.name), say("target", "目标"), unit="percentunit"),
            Query(_by_line(catalogue.OBJECTIVE_MET.name), say("met", "达标数")),
            Query(_by_line(catalogue.OBJECTIVE_ELIGIBLE.name), say("of", "总数")),
            Query(_by_line(catalogue.OBJECTIVE_LEFT.name), say("time left", "剩余时间"), unit="s"),
        ),
        Place(0, 4, 24, 22),
        Kind.TABLE,
        decimals=None,
        key="objective",
        words=lines(site),
        worst_first=standing,
    )


def _by_line(name: str) -> str:
    return f"max by (objective) ({name})"


def _history(site: Site) -> tuple[Tile, ...]:
    say = site.say
    return (
        Tile(
            say("Standings over time", "状态变化"),
            say("Each line's light as it was, minute by minute.", "各项指标灯的历史，按分钟记录。"),
            (Query(promql.RECORDED_STANDINGS, "{{objective}}"),),
            Place(0, 26, 12, 18),
            Kind.LIGHTS,
            sayings=standings(site),
            words=lines(site),
        ),
        Tile(
            say("Closed periods", "历期结果"),
            say(
                "The share of the lines chosen above in each period, as it was when the period was closed.",
                "上方所选指标各期关账时的结果。",
            ),
            (),
            Place(12, 26, 12, 18),
            Kind.CURVES,
            unit="percentunit",
            decimals=1,
            highest=1,
            sql=rows.statement("periods"),
            words={number.rjust(2, "0"): text for number, text in lines_by_number(site).items()},
            back="365d",
        ),
    )


def _missed(site: Site) -> tuple[Tile, ...]:
    say = site.say
    share = "percentunit"
    standing = {
        "due": say("due", "待完成"),
        "unsigned": say("to be signed", "待签字"),
        "done": say("done", "已完成"),
        "missed": say("missed", "未完成"),
    }
    return (
        Tile(
            say("Closed and missed", "未达标的历期"),
            say("The last first; the API lists the cases behind each.", "最近的在前；具体事项可由 API 查询。"),
            (),
            Place(0, 44, 14, 10),
            Kind.ROWS,
            decimals=None,
            sql=rows.statement("missed_periods"),
            columns=(
                Column("objective", say("objective", "指标"), words=lines_by_number(site)),
                Column("first_day", say("from", "自")),
                Column("last_day", say("to", "至")),
                Column("eligible", say("of", "总数")),
                Column("met", say("met", "达标数")),
                Column("ratio", say("share", "实际"), share),
                Column("target", say("target", "目标"), share),
            ),
            rare=True,
            back="365d",
        ),
        Tile(
            say("Duties", "例行任务"),
            say("Missed first, then by when they are due.", "未完成的在前，其后按期限。"),
            (),
            Place(14, 44, 10, 10),
            Kind.ROWS,
            decimals=None,
            sql=rows.duties(site),
            columns=(
                Column("duty", say("duty", "任务")),
                Column("objective", say("objective", "指标"), words=lines_by_number(site)),
                rows.when("until", say("due", "期限")),
                Column("standing", say("standing", "状态"), words=standing),
            ),
            rare=True,
        ),
    )
