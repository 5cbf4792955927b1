"""The board on the wall: what rings, how today stands, who is still to be called, and the 21 lights of the sheet."""

from dashboards import promql
from dashboards.sizes import fitting
from dashboards.tiles import (
    BLUE,
    CALLBACK_RATE,
    GREEN,
    GREY,
    ORANGE,
    RED,
    Board,
    Place,
    Query,
    Saying,
    Site,
    Step,
    Tile,
)
from dashboards.words import standings
from metrics import catalogue

_WAITING = 'state=~"arrived|queued|ringing"'
_LIGHT_COLUMNS, _LIGHT_ROWS, _LIGHTS_FROM = 4, 3, 15
_LIGHT_TITLE_PIXELS = 28


def wall(site: Site) -> Board:
    return Board(
        "wall",
        site.say("Wall", "大屏"),
        site.say(
            "For a screen of 1920 × 1080 in kiosk mode: figures, and the sheet's lights by line, read at five metres. "
            "Names nobody.",
            "供 1920 × 1080 大屏以 kiosk 模式显示：数字与考核指标灯（按序号）五米外可读；不显示任何人名。",
        ),
        (*_now(site), *_callbacks(site), *_agents(site), *_lights(site), *_believed(site)),
        refresh="5s",
        periods=False,
    )


def _now(site: Site) -> tuple[Tile, ...]:
    say = site.say
    return (
        Tile(
            say("Rings heard now", "当前铃声数"),
            say(
                f"Which ring the caller who is ringing longest hears. Orange at ring {site.rings}, red beyond it.",
                f"振铃最久的来电正听到第几声铃。第 {site.rings} 声为橙色，超过为红色。",
            ),
            (Query(promql.rings_now()),),
            Place(0, 0, 6, 8),
            steps=(Step(None, GREEN), Step(site.rings, ORANGE), Step(site.rings + 1, RED)),
            sayings=(Saying(0, say("quiet", "无振铃"), GREY),),
            large=True,
        ),
        Tile(
            say(f"By ring {site.rings} today", f"今日 {site.rings} 声铃内接听"),
            say(
                "Of the counted calls since midnight, those answered in time. The same rule as every receipt.",
                "今日零点以来计入考核的来电中按时接听的比例，规则与每通来电的判定依据相同。",
            ),
            (Query(promql.within_share()),),
            Place(6, 0, 6, 8),
            unit="percentunit",
            decimals=1,
            steps=site.share_steps,
            large=True,
        ),
        Tile(
            say("Called back today", "今日回访率"),
            say(
                "Of the tickets resolved today that want a follow-up, those whose customer was reached today by a real "
                "call.",
                "今日办结且需回访的工单中，当日已由真实通话接通客户的比例。",
            ),
            (Query(promql.most(catalogue.DAY_RATIO)),),
            Place(12, 0, 6, 8),
            unit="percentunit",
            decimals=1,
            steps=site.steps_of(CALLBACK_RATE),
            large=True,
            nothing=say("none due", "尚无"),
        ),
        Tile(
            say("Callers waiting", "等待来电"),
            say(
                "Callers who ring, queue or listen to an announcement and have no agent yet.",
                "正在振铃、排队或听提示音，尚未接通坐席的来电。",
            ),
            (Query(promql.total(catalogue.IN_PROGRESS, _WAITING)),),
            Place(18, 0, 6, 8),
            steps=(Step(None, GREEN), Step(1, ORANGE)),
            large=True,
        ),
    )


def _callbacks(site: Site) -> tuple[Tile, ...]:
    say = site.say
    target = round(100 * site.target(CALLBACK_RATE))
    return (
        Tile(
            say("Not reached", "今日未回访"),
            say("Tickets of today's rate that nobody was reached about yet.", "今日应回访而尚未接通的工单数。"),
            (Query(promql.most(catalogue.DAY_MISSING)),),
            Place(0, 8, 4, 7),
            steps=(Step(None, GREEN), Step(1, ORANGE)),
            large=True,
        ),
        Tile(
            say(f"More for {target} %", f"{target}% 还差"),
            say(
                f"How many more have to be reached before midnight for {target} %.",
                f"今日零点前还须接通多少户才能达到 {target}%。",
            ),
            (Query(promql.most(catalogue.DAY_NEEDED)),),
            Place(4, 8, 4, 7),
            steps=(Step(None, GREEN), Step(1, ORANGE)),
            large=True,
        ),
        Tile(
            say("To call back", "待回访"),
            say(
                "All open callbacks: missed calls, resolved tickets, and who asked for one.",
                "全部待回访：未接来电、办结工单与客户要求。",
            ),
            (Query(promql.total(catalogue.CALLBACKS)),),
            Place(8, 8, 4, 7),
            steps=(Step(None, BLUE),),
            large=True,
        ),
    )


def _agents(site: Site) -> tuple[Tile, ...]:
    say = site.say
    shown = {
        "idle": (say("Agents idle", "空闲坐席"), (Step(None, RED), Step(1, GREEN))),
        "ringing": (say("Agents ringing", "振铃坐席"), (Step(None, BLUE),)),
        "talking": (say("Agents talking", "通话坐席"), (Step(None, BLUE),)),
    }
    return tuple(
        Tile(
            title,
            say("Agents of the settings by what they do, as a number.", "设置中的坐席按状态的人数。"),
            (Query(promql.total(catalogue.AGENTS, f'state="{state}"')),),
            Place(12 + 4 * index, 8, 4, 7),
            steps=steps,
            large=True,
        )
        for index, (state, (title, steps)) in enumerate(shown.items())
    )


def _slot(index: int) -> Place:
    row, column = divmod(index, 24 // _LIGHT_COLUMNS)
    return Place(column * _LIGHT_COLUMNS, _LIGHTS_FROM + row * _LIGHT_ROWS, _LIGHT_COLUMNS, _LIGHT_ROWS)


def _lights(site: Site) -> tuple[Tile, ...]:
    """A light a line, in the order of the paper sheet."""
    return tuple(
        Tile(
            site.title_of(one),
            site.say(
                f"Line {one.id} of the sheet in its current {one.period}: met, at risk, missed, or no data.",
                f"考核表第 {one.id} 项在本期的状态：达标、有风险、未达标或无数据。",
            ),
            (Query(promql.light(one.key)),),
            _slot(index),
            sayings=standings(site, f"{one.id} "),
            large=True,
            title_pixels=fitting(site.title_of(one), _LIGHT_COLUMNS, _LIGHT_TITLE_PIXELS),
        )
        for index, one in enumerate(site.objectives)
    )


def _believed(site: Site) -> tuple[Tile, ...]:
    say = site.say
    first = len(site.objectives)
    return (
        Tile(
            say("Service", "服务"),
            say("Whether Prometheus can read Third Ring.", "Prometheus 能否读取 Third Ring。"),
            (Query(f"min(up{{{promql.JOB}}})"),),
            _slot(first),
            sayings=(Saying(1, say("runs", "正常"), GREEN), Saying(0, say("DOWN", "已停止"), RED)),
            large=True,
            title_pixels=_LIGHT_TITLE_PIXELS,
        ),
        Tile(
            say("Link to the PBX", "PBX 链路"),
            say("Whether events come in from every PBX; down if one is.", "所有 PBX 是否都有事件传入。"),
            (Query(f"min({catalogue.LINK_UP.name})"),),
            _slot(first + 1),
            sayings=(Saying(1, say("up", "正常"), GREEN), Saying(0, say("DOWN", "断开"), RED)),
            large=True,
            title_pixels=_LIGHT_TITLE_PIXELS,
        ),
        Tile(
            say("Measured in full", "完整测量"),
            say(
                "Of the calls that ended since the service started, those measured or recovered and not estimated.",
                "服务启动以来结束的来电中，实测或补全（非估算）的比例。",
            ),
            (Query(f"min({catalogue.COMPLETENESS.name})"),),
            _slot(first + 2),
            unit="percentunit",
            decimals=1,
            steps=(Step(None, ORANGE), Step(0.995, GREEN)),
            large=True,
            title_pixels=_LIGHT_TITLE_PIXELS,
        ),
    )
