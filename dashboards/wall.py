"""The board on the wall: the two promises, who waits and who is free, and the 21 lights of the sheet."""

from dashboards import in_hand, promql
from dashboards.figures import AT_RISK_FROM_ONE, Figure, row, walls_figures
from dashboards.promises import share
from dashboards.tiles import (
    CALLBACK_RATE,
    THREE_RINGS,
    Board,
    Place,
    Query,
    Saying,
    Site,
    Sizes,
    Step,
    Tile,
)
from dashboards.tones import Tone
from dashboards.wall_head import head
from dashboards.words import standings
from metrics.prometheus import catalogue

_WAITING = 'state=~"arrived|queued|ringing"'
_PROMISE, _FIGURE, _LIGHT = Sizes(44, 120), Sizes(32, 66), Sizes(22, 36)
_PROMISES_FROM, _FIGURES_FROM, _LIGHTS_FROM = 2, 10, 15
_LIGHT_ROWS, _LIGHTS_A_ROW = 4, 7


def wall(site: Site) -> Board:
    return Board(
        "wall",
        site.say("Wall", "大屏"),
        site.say(
            "For a screen of 1920 × 1080 without Grafana's bars: the two promises, who waits and who is free, and the "
            "21 lines of the sheet. Names nobody.",
            "供 1920 × 1080 大屏使用（隐藏 Grafana 各栏）：两项承诺、待接与空闲、21 项质量目标；不显示任何人名。",
        ),
        (*head(site), *_promises(site), *_figures(site), *_lights(site)),
        refresh="5s",
        marked=False,
        periods=False,
        hotlines=False,
    )


def _promises(site: Site) -> tuple[Tile, ...]:
    return _three_rings(site), _callback_rate(site), _longest_ringing(site)


def _three_rings(site: Site) -> Tile:
    say = site.say
    return _promise(
        site,
        THREE_RINGS,
        say(f"Answered by ring {site.rings} today", f"今日{site.rings_in_chinese}声内接听"),
        say(
            "Line 10 of the sheet, today: counted calls answered in time, with the sheet's own figure and light.",
            "质量目标第 10 项（当日）：计入考核的来电中按时接听的比例，数字与灯色均与考核表相同。",
        ),
        say("no calls", "尚无来电"),
        0,
    )


def _callback_rate(site: Site) -> Tile:
    say = site.say
    return _promise(
        site,
        CALLBACK_RATE,
        say("Called back today", "今日回访率"),
        say(
            "Line 9 of the sheet, today: issues resolved today whose resident was reached by a real call.",
            "质量目标第 9 项（当日）：今日办结的问题中，已由真实通话接通业主的比例。",
        ),
        say("none yet", "尚无办结"),
        8,
    )


def _longest_ringing(site: Site) -> Tile:
    say, rings = site.say, site.rings
    return Tile(
        say("Longest ringing (rings)", "最长振铃（声）"),
        say(
            f"Which ring the caller hears who has been ringing longest. Orange at ring {rings}, red after it.",
            f"振铃最久的来电正听到第几声。第 {rings} 声为橙色，之后为红色。",
        ),
        (Query(promql.stated(promql.rings_now())),),
        Place(16, _PROMISES_FROM, 8, 8),
        steps=(Step(None, Tone.FINE), Step(rings, Tone.AT_RISK), Step(rings + 1, Tone.MISSED)),
        sayings=(Saying(0, say("none", "无振铃"), Tone.NEUTRAL),),
        nothing=say("none", "无振铃"),
        large=True,
        sizes=_PROMISE,
    )


def _promise(site: Site, line: int, title: str, meaning: str, nothing: str, x: int) -> Tile:
    return Tile(
        title,
        meaning,
        share(site, line),
        Place(x, _PROMISES_FROM, 8, 8),
        unit="percentunit",
        decimals=1,
        large=True,
        nothing=nothing,
        sizes=_PROMISE,
    )


def _figures(site: Site) -> tuple[Tile, ...]:
    found = (*_callers(site), *_called_back(site))
    return walls_figures(found, row(_FIGURES_FROM, 5, *[4] * 6), _FIGURE)


def _callers(site: Site) -> tuple[Figure, ...]:
    say = site.say
    none_free = (Step(None, Tone.AT_RISK), Step(1, Tone.NEUTRAL))
    crowded = (Step(None, Tone.NEUTRAL), Step(3, Tone.AT_RISK))
    return (
        Figure(
            say("Callers waiting", "待接来电"),
            say(
                "Callers who ring, queue or listen and have no agent yet. Orange from 3.",
                "振铃、排队或听提示音而尚未接通的来电；3 通起为橙色。",
            ),
            promql.counted(promql.total(catalogue.IN_PROGRESS, _WAITING)),
            crowded,
        ),
        Figure(
            say("Agents idle", "空闲坐席"),
            say(
                "Agents of the settings who have no call. Orange where nobody is free.",
                "设置中没有通话的坐席；无人空闲时为橙色。",
            ),
            promql.agents("idle"),
            none_free,
        ),
        Figure(
            say("Agents talking", "通话坐席"),
            say("Agents who talk with a caller now.", "正在通话的坐席。"),
            promql.agents("talking"),
        ),
    )


def _called_back(site: Site) -> tuple[Figure, ...]:
    say, target = site.say, round(100 * site.target(CALLBACK_RATE))
    return (
        Figure(
            say("Not reached", "今日未访到"),
            say("Issues resolved today whose resident was not reached yet.", "今日已办结、应回访而尚未接通的工单。"),
            promql.counted(promql.most(catalogue.DAY_MISSING)),
        ),
        Figure(
            say(f"More for {target} %", f"达 {target}% 还差"),
            say(
                f"How many of them have to be reached today for {target} %.", f"今日还须接通多少单才能达到 {target}%。"
            ),
            promql.counted(promql.most(catalogue.DAY_NEEDED)),
            AT_RISK_FROM_ONE,
        ),
        Figure(
            say("To be called", "待拨打"),
            say(
                "All open callbacks: missed calls, resolved issues, and who asked.",
                "全部待拨打：未接来电回电、办结回访与客户要求。",
            ),
            promql.counted(promql.total(catalogue.CALLBACKS)),
        ),
    )


def _lights(site: Site) -> tuple[Tile, ...]:
    """Seven lines a panel, so that all names have one size."""
    rows = [site.objectives[at : at + _LIGHTS_A_ROW] for at in range(0, len(site.objectives), _LIGHTS_A_ROW)]
    return tuple(
        Tile(
            site.say(f"Lines {row[0].id} to {row[-1].id} of the sheet", f"质量目标第 {row[0].id} 至 {row[-1].id} 项"),
            site.say(
                "Each line in its current period: met, in hand (at risk by the sheet, but nothing missed and over a "
                "third of the period left), at risk (not reached, and can be), missed, or nothing yet.",
                "各项在本期的状态：达标、进行中（考核表上为待达标，但尚无一项超时，且本期剩余超过三分之一）、"
                "待达标（仍可补救）、未达标或无记录。",
            ),
            tuple(Query(in_hand.light(one), f"{one.id} {site.title_of(one)}") for one in row),
            Place(0, _LIGHTS_FROM + _LIGHT_ROWS * index, 24, _LIGHT_ROWS),
            sayings=(*standings(site), in_hand.saying(site)),
            nothing=site.say("nothing yet", "无记录"),
            large=True,
            sizes=_LIGHT,
        )
        for index, row in enumerate(rows)
    )
