"""The sheet's board: the 21 objectives as they stand, where something can still be done first, and how they went."""

from dashboards import promql, rows
from dashboards.figures import Figure, figures, row
from dashboards.objectives_top import top
from dashboards.questions import ROWS
from dashboards.rows import IDENTIFIER
from dashboards.tiles import Board, Column, Kind, Place, Query, Saying, Site, Step, Tile, lowered
from dashboards.tones import Tone
from dashboards.units import days
from dashboards.words import TONES, lines, lines_by_number, standings
from metrics.objectives.standing import Status
from metrics.prometheus import catalogue
from metrics.prometheus.metric import Metric
from metrics.prometheus.sheet_samples import LIGHTS


def objectives(site: Site) -> Board:
    return Board(
        "objectives",
        site.say("Objectives", "质量目标"),
        site.say(
            "The quality sheet: 21 objectives in their current periods, those at risk first, and the periods before.",
            "21 项质量目标的本期状况（待达标的在前）及往期结果。",
        ),
        (
            *top(site),
            *lowered(
                (*_counts(site), _sheet(site), _standings(site), _closed(site), _missed(site), _duties(site)), ROWS
            ),
        ),
        since="now-30d",
        periods=False,
        hotlines=False,
        objectives=True,
    )


def _counts(site: Site) -> tuple[Tile, ...]:
    say = site.say
    shown = (
        (Status.AT_RISK, say("At risk", "待达标"), say("Not reached, and can be.", "尚未达标，仍可补救。")),
        (Status.MISSED, say("Missed", "未达标"), say("Cannot be reached any more.", "本期已无法达标。")),
        (Status.MET, say("Met", "达标"), say("Reached as things stand.", "目前达标。")),
        (Status.NO_DATA, say("Nothing yet", "无记录"), say("Nothing to judge yet.", "尚无可考核的事项。")),
    )
    status = promql.series(catalogue.OBJECTIVE_STATUS)
    return figures(
        (
            Figure(
                title,
                meaning,
                promql.counted(f"sum({status} == bool {LIGHTS[one]})"),
                (Step(None, Tone.NEUTRAL), Step(1, TONES[one])),
            )
            for one, title, meaning in shown
        ),
        row(0, 4, 6, 6, 6, 6),
    )


def _ranked(site: Site) -> tuple[Saying, ...]:
    """The standings by the numbers of promql.rank."""
    rising = (Status.AT_RISK, Status.MISSED, Status.MET, Status.NO_DATA)
    order = {LIGHTS[status]: rank for rank, status in enumerate(rising)}
    return tuple(Saying(order[one.value], one.text, one.tone) for one in standings(site))


def _sheet(site: Site) -> Tile:
    say = site.say
    standing = say("standing", "状态")
    return Tile(
        say("The sheet", "质量目标考核表"),
        say(
            "At risk first: what can still be won. Then missed, met, and nothing yet. A share of nothing is no share.",
            "待达标的在前（仍可补救），其后为未达标、达标、无记录；无可考核项则无完成率。",
        ),
        (
            Query(promql.rank(catalogue.OBJECTIVE_STATUS), standing, sayings=_ranked(site), width=110),
            Query(_share_of(catalogue.OBJECTIVE_RATIO), say("share", "完成率"), unit="percentunit", width=110),
            Query(_by_line(catalogue.OBJECTIVE_TARGET.name), say("target", "标准"), unit="percentunit", width=110),
            Query(_by_line(catalogue.OBJECTIVE_MET.name), say("met", "达标数"), unit="locale", width=120),
            Query(_by_line(catalogue.OBJECTIVE_ELIGIBLE.name), say("of", "总数"), unit="locale", width=120),
            Query(_days_left(), say("time left", "剩余时间"), unit=days(site), width=120),
        ),
        Place(0, 4, 24, 23),
        Kind.TABLE,
        decimals=None,
        key="objective",
        words=lines(site),
        ranked_by=standing,
    )


def _share_of(ratio: Metric) -> str:
    return promql.truncated(_by_line(ratio.name))


def _days_left() -> str:
    return f"{_by_line(catalogue.OBJECTIVE_LEFT.name)} / 86400"


def _by_line(name: str) -> str:
    return f"max by (objective) ({name})"


def _standings(site: Site) -> Tile:
    return Tile(
        site.say("Standings over time", "状态变化"),
        site.say(
            "Each line as it stood, minute by minute: grey nothing yet, green met, orange at risk, red missed.",
            "各项状态的变化，按分钟记录：灰色无记录、绿色达标、橙色待达标、红色未达标。",
        ),
        tuple(
            Query(promql.over_time(f'max({promql.RECORDED_STANDINGS}{{objective="{one.key}"}})'), lines(site)[one.key])
            for one in site.objectives
        ),
        Place(0, 27, 24, 18),
        Kind.LIGHTS,
        steps=tuple(Step(LIGHTS[said] or None, tone) for said, tone in TONES.items()),
        sayings=standings(site),
        rare=True,
    )


def _closed(site: Site) -> Tile:
    return Tile(
        site.say("Closed periods", "往期结果"),
        site.say(
            "The share of the lines chosen above in each period, as it was when the period was closed.",
            "上方所选各项在往期封存时的完成率。",
        ),
        (),
        Place(0, 45, 24, 10),
        Kind.CURVES,
        unit="percentunit",
        decimals=1,
        highest=1,
        sql=rows.statement("periods"),
        words={number.rjust(2, "0"): text for number, text in lines_by_number(site).items()},
        back="365d",
        rare=True,
    )


def _missed(site: Site) -> Tile:
    say, share = site.say, "percentunit"
    return Tile(
        say("Closed and missed", "未达标的往期"),
        say("The last first; the API lists the cases behind each.", "最近的在前；具体事项可由 API 查询。"),
        (),
        Place(0, 55, 12, 10),
        Kind.ROWS,
        decimals=None,
        sql=rows.statement("missed_periods"),
        columns=(
            Column("objective", say("objective", "质量目标"), IDENTIFIER, words=lines_by_number(site)),
            Column("first_day", say("from", "自"), IDENTIFIER, width=110),
            Column("last_day", say("to", "至"), IDENTIFIER, width=110),
            Column("eligible", say("of", "总数"), "locale", width=100),
            Column("met", say("met", "达标数"), "locale", width=100),
            Column("ratio", say("share", "完成率"), share, width=90),
            Column("target", say("target", "标准"), share, width=90),
        ),
        rare=True,
        back="365d",
    )


def _duties(site: Site) -> Tile:
    say = site.say
    standing = {
        "due": say("due", "待完成"),
        "unsigned": say("to be signed", "待签字"),
        "done": say("done", "已完成"),
        "missed": say("missed", "未完成"),
    }
    return Tile(
        say("Duties", "例行任务"),
        say("Missed first, then by when they are due.", "未完成的在前，其后按到期先后。"),
        (),
        Place(12, 55, 12, 10),
        Kind.ROWS,
        decimals=None,
        sql=rows.duties(site),
        columns=(
            Column("duty", say("duty", "任务")),
            Column("objective", say("objective", "质量目标"), IDENTIFIER, words=lines_by_number(site)),
            rows.when("until", say("due", "到期")),
            Column("standing", say("standing", "状态"), words=standing, width=120),
        ),
        rare=True,
    )
