"""The agents' board, for those who lead them: sorted by name, never by who did best, and not for a wall."""

from dashboards import promql
from dashboards.agents_top import VAIN_ROWS, top
from dashboards.figures import Figure, figures, row
from dashboards.questions import ROWS
from dashboards.tiles import Board, Kind, Place, Query, Saying, Site, Sizes, Tile, lowered
from dashboards.tones import Tone
from dashboards.units import minutes, seconds
from dashboards.words import agent_states, attempt_outcomes, others, shifts
from metrics.prometheus import catalogue


def agents(site: Site) -> Board:
    return Board(
        "agents",
        site.say("Agents", "坐席"),
        site.say(
            "What rang where and what became of it. In the order of names: it is no ranking, and belongs on no wall.",
            "各坐席的振铃与结果。按名称排序，不作排名，不上大屏。",
        ),
        (*top(site), *lowered((*_now(site), _table(site), *_trends(site), *_talk(site)), ROWS + VAIN_ROWS)),
    )


def _now(site: Site) -> tuple[Tile, ...]:
    """How many, not who."""
    say = site.say
    return (
        Tile(
            say("Agents now", "坐席现状"),
            say(
                "Agents of the settings by what they do; idle is also whose phone is off.",
                "设置中的坐席按状态的人数；话机关机者也算空闲。",
            ),
            (Query(promql.total(catalogue.AGENTS, by="state"), "{{state}}"),),
            Place(0, 0, 8, 5),
            words=agent_states(site),
        ),
        Tile(
            say("Agents over time", "坐席状态变化"),
            say("How many were idle, ringing and talking.", "空闲、振铃、通话的人数。"),
            (Query(promql.total(catalogue.AGENTS, by="state"), "{{state}}"),),
            Place(14, 0, 10, 5),
            Kind.TREND,
            words=agent_states(site),
        ),
        _shifts(site),
    )


def _shifts(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Are there enough people?", "各班人数够吗？"),
        say(
            "Each shift, now and within a day: too few where fewer people are entered, or are there, than it needs. "
            "It leads to the roster.",
            "各班次当前及 24 小时内的排班：已排或在岗人数不足时为缺人。点击可查看排班。",
        ),
        (Query(promql.most(catalogue.SHIFT_SHORT, by="shift"), "{{shift}}", rare=True),),
        Place(8, 0, 6, 5),
        sayings=(
            Saying(0, say("enough", "人数够"), Tone.FINE),
            Saying(1, say("too few", "缺人"), Tone.MISSED),
        ),
        in_rows=True,
        words=shifts(site),
        link="/shifts",
        sizes=Sizes(18, 28),
    )


def _table(site: Site) -> Tile:
    say = site.say
    columns = attempt_outcomes(site)
    queries = (
        Query(promql.count(catalogue.ATTEMPTS, where=f'outcome="{outcome}"', by="agent"), column)
        for outcome, column in columns.items()
    )
    return Tile(
        say("Attempts by agent", "坐席振铃明细"),
        say(
            "Tries at an agent's devices in the time chosen above, by how they ended. Other phones belong to nobody.",
            "所选时间内各坐席话机的每次振铃及结果；“其他话机”不属于任何坐席。",
        ),
        tuple(queries),
        Place(0, 5, 24, 10),
        Kind.TABLE,
        words=others(site),
    )


def _trends(site: Site) -> tuple[Tile, ...]:
    return (
        _by_agent(
            site.say("Answered", "已接听"),
            site.say("Answered attempts of each period, by agent.", "每个时段各坐席接听的次数。"),
            "answered",
            site,
            0,
        ),
        _by_agent(
            site.say("Rang in vain", "振铃未接"),
            site.say(
                "Attempts of each period that rang until they were given up, by agent.",
                "每个时段各坐席振铃至超时的次数。",
            ),
            "no_answer",
            site,
            12,
        ),
    )


def _by_agent(title: str, meaning: str, outcome: str, site: Site, x: int) -> Tile:
    attempts = promql.count(catalogue.ATTEMPTS, promql.PERIOD, f'outcome="{outcome}"', "agent")
    return Tile(
        title,
        meaning,
        (Query(attempts, "{{agent}}"),),
        Place(x, 15, 12, 8),
        Kind.TREND,
        stacked=True,
        words=others(site),
    )


def _talk(site: Site) -> tuple[Tile, ...]:
    say = site.say
    mean, all_of_them = (
        Figure(
            say("Mean talk time", "平均通话时长"),
            say("From answer to end of answered calls, hold and transfers included.", "从接听到结束，含保持与转接。"),
            promql.stated(promql.mean(catalogue.TALK)),
            unit=seconds(site),
        ),
        Figure(
            say("Talk time in all", "通话总时长"),
            say("Of all answered calls that ended.", "所有已结束的已接听来电。"),
            promql.counted(f"{promql.grown(catalogue.TALK, suffix='_sum')} / 60"),
            unit=minutes(site),
            decimals=1,
        ),
    )
    over_time = Tile(
        say("Mean talk time of each period", "各时段平均通话时长"),
        say("By the instant at which the call ended.", "按来电结束时刻归入时段。"),
        (Query(promql.mean(catalogue.TALK, promql.PERIOD), say("mean", "平均")),),
        Place(12, 23, 12, 7),
        Kind.TREND,
        unit=seconds(site),
    )
    return *figures((mean, all_of_them), row(23, 7, 6, 6)), over_time
