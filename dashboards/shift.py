"""The second wall: this shift. Each hour of today against the promise, who is on, what is due next, what is at risk."""

from dashboards import in_hand, promql, rows
from dashboards.figures import AT_RISK_FROM_ONE, Figure, row, walls_figures
from dashboards.tiles import Board, Kind, Place, Query, Saying, Site, Sizes, Step, Tile
from dashboards.tones import Tone
from dashboards.units import hours
from dashboards.wall_head import ROWS, head, heading
from dashboards.words import lines
from metrics.prometheus import catalogue
from metrics.prometheus.metric import Metric

_FIGURE, _RISK, _HOUR = Sizes(32, 66), Sizes(24, 36), Sizes(30, 44)
_FIGURES_FROM = 13
_NO_CALLS, _TO_COME, _UNKNOWN = -3, -4, -6  # of hours_of_today.sql


def shift(site: Site) -> Board:
    return Board(
        "shift",
        site.say("Wall: this shift", "大屏：当班"),
        site.say(
            "For a screen of 1920 × 1080, in turn with the wall: how each hour of today went, who is on, the callbacks "
            "due next, and what is at risk until when. Names nobody.",
            "供 1920 × 1080 大屏与“大屏”轮播：今日各小时、在岗坐席、即将到期的拨打、待达标事项及剩余时间；"
            "不显示任何人名。",
        ),
        (
            *head(site),
            *_headed(_by_hour(site)),
            *_headed(_at_risk(site)),
            *_on_duty(site),
            *_headed(_due_by_hour(site)),
        ),
        refresh="10s",
        marked=False,
        periods=False,
        hotlines=False,
    )


def _headed(tile: Tile) -> tuple[Tile, Tile]:
    x, y, width, _height = tile.place
    return heading(tile.title, tile.meaning, Place(x, y - ROWS, width, ROWS)), tile


def _by_hour(site: Site) -> Tile:
    say = site.say
    return Tile(
        say(f"Each hour of today: by ring {site.rings}?", f"今日每小时：{site.rings_in_chinese}声内接听了吗？"),
        say(
            "Of the counted calls of each hour, those answered in time. Orange and red are below the target of "
            "line 10; a dash is an hour without calls, a dot one that is still to come, a question mark one that is "
            "not known since the system stopped.",
            "每小时计入考核的来电中按时接听的比例；低于第 10 项标准为橙色或红色。"
            "横线为该小时无来电，圆点为尚未到的小时，问号为系统中断后情况不明的小时。",
        ),
        (),
        Place(0, 2 * ROWS, 16, 9),
        Kind.TILES,
        unit="percentunit",
        steps=site.share_steps,
        sayings=(
            Saying(_NO_CALLS, "–", Tone.NEUTRAL),
            Saying(_TO_COME, "·", Tone.NEUTRAL),
            Saying(_UNKNOWN, "?", Tone.NEUTRAL),
        ),
        sql=rows.statement("hours_of_today"),
        large=True,
        headed=True,
        sizes=_HOUR,
    )


def _at_risk(site: Site) -> Tile:
    return Tile(
        site.say("At risk, and hours left", "待达标及剩余小时"),
        site.say(
            "Lines of the sheet that are not met and can still be, with the hours until their period ends; without "
            "those in hand, of which nothing was missed and over a third of the period is left.",
            "尚未达标、仍可补救的质量目标，及其本期剩余小时数；不含尚无一项超时且本期剩余超过三分之一的。",
        ),
        (Query(in_hand.hours_left_at_risk(), "{{objective}}", rare=True),),
        Place(16, 2 * ROWS, 8, 9),
        unit=hours(site),
        decimals=1,
        steps=(Step(None, Tone.AT_RISK),),
        words=lines(site),
        large=True,
        headed=True,
        in_rows=True,
        sizes=_RISK,
    )


def _on_duty(site: Site) -> tuple[Tile, ...]:
    say = site.say
    people = say("Agents of the settings by what they do now.", "设置中的坐席按当前状态的人数。")
    work = say(
        "Callbacks and tickets that are late, and tickets due within the hour.",
        "超时未拨打、一小时内到期与超时的工单。",
    )
    found = (
        Figure(say("Agents idle", "空闲坐席"), people, promql.agents("idle")),
        Figure(say("Agents ringing", "振铃坐席"), people, promql.agents("ringing")),
        Figure(say("Agents talking", "通话坐席"), people, promql.agents("talking")),
        _late(say("Callbacks late", "超时未拨打"), work, catalogue.CALLBACKS_OVERDUE),
        _late(say("Due in an hour", "一小时内到期"), work, catalogue.TICKETS_DUE_SOON),
        _late(say("Tickets late", "超时工单"), work, catalogue.TICKETS_OVERDUE),
    )
    return walls_figures(found, row(_FIGURES_FROM, 5, *[4] * 6), _FIGURE)


def _late(title: str, meaning: str, metric: Metric) -> Figure:
    return Figure(title, meaning, promql.counted(promql.total(metric)), AT_RISK_FROM_ONE)


def _due_by_hour(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Callbacks by the hour they are due", "待拨打（按到期小时）"),
        say(
            "Open callbacks of the next twelve hours and those due later; what is late is due now.",
            "今后十二小时各小时到期的待拨打及之后到期的；已超时的归入当前小时。",
        ),
        (),
        Place(0, _FIGURES_FROM + 5 + ROWS, 24, 7),
        Kind.TILES,
        sql=rows.statement("callbacks_due"),
        words={"later": say("later", "之后"), "system": say("System", "系统")},
        large=True,
        headed=True,
        sizes=_FIGURE,
    )
