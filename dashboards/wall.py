"""The board on the wall: what rings, how today stands, who waits, and whether any of it can be believed."""

from dashboards import promql
from dashboards.tiles import BLUE, GREEN, GREY, ORANGE, RED, Board, Place, Query, Saying, Site, Step, Tile
from metrics import catalogue

_WAITING = 'state=~"arrived|queued|ringing"'


def wall(site: Site) -> Board:
    return Board(
        "wall",
        site.say("Wall", "大屏"),
        site.say(
            "For a screen of 1920 × 1080 in kiosk mode, read at five metres. Names nobody.",
            "供 1920 × 1080 大屏以 kiosk 模式显示,五米外可读;不显示任何人名。",
        ),
        (*_now(site), *_today(site), *_believed(site)),
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
                f"振铃最久的来电正听到第几声铃。第 {site.rings} 声为橙色,超过为红色。",
            ),
            (Query(promql.rings_now()),),
            Place(0, 0, 9, 12),
            steps=(Step(None, GREEN), Step(site.rings, ORANGE), Step(site.rings + 1, RED)),
            sayings=(Saying(0, say("quiet", "无振铃"), GREY),),
            large=True,
        ),
        Tile(
            f"{site.within} {say('today', '(今日)')}",
            say(
                "Of the counted calls since midnight, those answered in time. The same rule as every receipt.",
                "今日零点以来计入考核的来电中按时接听的比例,规则与每通来电的判定依据相同。",
            ),
            (Query(promql.within_share()),),
            Place(9, 0, 9, 12),
            unit="percentunit",
            decimals=1,
            steps=site.share_steps,
            large=True,
        ),
        Tile(
            say("Callers waiting", "等待来电"),
            say(
                "Callers who ring, queue or listen to an announcement and have no agent yet.",
                "正在振铃、排队或听提示音,尚未接通坐席的来电。",
            ),
            (Query(promql.total(catalogue.IN_PROGRESS, _WAITING)),),
            Place(18, 0, 6, 12),
            steps=(Step(None, GREEN), Step(1, ORANGE)),
            large=True,
        ),
    )


def _today(site: Site) -> tuple[Tile, ...]:
    say = site.say
    return (
        Tile(
            say("Calls today", "今日来电"),
            say("Inbound calls that ended since midnight, the short ones too.", "今日零点以来结束的来电,含短时放弃。"),
            (Query(promql.count(catalogue.CALLS, where='direction="inbound"')),),
            Place(0, 12, 6, 9),
            large=True,
        ),
        Tile(
            say("Missed today", "今日超时未接"),
            say(
                "Counted calls that were answered too late or not at all.",
                "计入考核的来电中,接听过晚或始终未接听的数量。",
            ),
            (Query(promql.missed()),),
            Place(6, 12, 6, 9),
            steps=(Step(None, GREEN), Step(1, ORANGE)),
            large=True,
        ),
        Tile(
            say("Hung up today", "今日放弃"),
            say(
                "Inbound calls whose caller hung up before an agent answered, the short ones too.",
                "坐席接听前主叫挂断的来电,含短时放弃。",
            ),
            (Query(promql.count(catalogue.CALLS, where='direction="inbound",disposition="abandoned"')),),
            Place(12, 12, 6, 9),
            large=True,
        ),
        Tile(
            say("Talking now", "正在通话"),
            say("Inbound calls that talk with an agent or are on hold.", "正与坐席通话或保持中的来电。"),
            (Query(promql.total(catalogue.IN_PROGRESS, 'state=~"talking|held"')),),
            Place(18, 12, 6, 9),
            steps=(Step(None, BLUE),),
            large=True,
        ),
    )


def _believed(site: Site) -> tuple[Tile, ...]:
    say = site.say
    return (
        Tile(
            say("Service", "服务"),
            say("Whether Prometheus can read Third Ring.", "Prometheus 能否读取 Third Ring。"),
            (Query(f"min(up{{{promql.JOB}}})"),),
            Place(0, 21, 8, 6),
            sayings=(Saying(1, say("runs", "正常"), GREEN), Saying(0, say("DOWN", "已停止"), RED)),
            large=True,
        ),
        Tile(
            say("Link to the PBX", "PBX 链路"),
            say(
                "Whether events come in from every PBX; down if one is.", "所有 PBX 是否都有事件传入;一条断开即为断开。"
            ),
            (Query(f"min({catalogue.LINK_UP.name})"),),
            Place(8, 21, 8, 6),
            sayings=(Saying(1, say("up", "正常"), GREEN), Saying(0, say("DOWN", "断开"), RED)),
            large=True,
        ),
        Tile(
            say("Measured in full", "完整测量"),
            say(
                "Of the calls that ended since the service started, those measured or recovered and not estimated.",
                "服务启动以来结束的来电中,实测或补全(非估算)的比例。",
            ),
            (Query(f"min({catalogue.COMPLETENESS.name})"),),
            Place(16, 21, 8, 6),
            unit="percentunit",
            decimals=1,
            steps=(Step(None, ORANGE), Step(0.995, GREEN)),
            large=True,
        ),
    )
