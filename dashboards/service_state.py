"""The state of Third Ring itself, in one number and its words: whether the figures beside it can be believed."""

from dashboards import promql
from dashboards.tiles import Place, Query, Saying, Shows, Site, Sizes, Tile
from dashboards.tones import Tone
from metrics.prometheus import catalogue

_LINK_DOWN, _JOURNAL, _DATABASE, _STALE, _ESTIMATED, _WELL = 1, 2, 3, 4, 5, 10
_STALE_SECONDS = 300
ESTIMATED_AT_MOST = 0.005  # of the calls; as the alert MeasurementIncomplete has it
_NOW = (
    f"({promql.up()} == 0) - 1",  # promql.AWAY
    f"(min({catalogue.LINK_UP.name}) == 0) + {_LINK_DOWN}",
    f"(max({catalogue.JOURNAL_TROUBLE.name}) == 1) * 0 + {_JOURNAL}",
    f"(max({catalogue.STORE_TROUBLE.name}) == 1) * 0 + {_DATABASE}",
    f"(max({catalogue.FIGURES_AGE.name}) > {_STALE_SECONDS}) * 0 + {_STALE}",
)
"""What may be wrong now, the worst first."""


def now() -> str:
    return _worst(*_NOW)


def of_time_chosen() -> str:
    """Now, and whether the calls of the time chosen were heard in full."""
    return _worst(*_NOW, f"({promql.estimated_share()} > {ESTIMATED_AT_MOST}) * 0 + {_ESTIMATED}")


def _worst(*worst_first: str) -> str:
    """One value always."""
    return " or ".join((*worst_first, f"{promql.up()} * 0 + {_WELL}", f"vector({promql.UNREAD})"))


def sayings(site: Site) -> tuple[Saying, ...]:
    say = site.say
    return (
        Saying(_WELL, say("System runs", "系统正常"), Tone.NEUTRAL),
        Saying(promql.AWAY, say("SYSTEM AWAY: the figures stand still", "系统中断，数字已停止更新"), Tone.MISSED),
        Saying(promql.UNREAD, say("NO DATA: Prometheus does not read the system", "无数据：未能读取系统"), Tone.MISSED),
        Saying(_LINK_DOWN, say("PBX LINK DOWN: new calls are not seen", "交换机连接中断，看不到新来电"), Tone.MISSED),
        Saying(_JOURNAL, say("EVENT LOG CANNOT WRITE: do not restart", "事件日志写不进磁盘，请勿重启"), Tone.MISSED),
        Saying(
            _DATABASE,
            say("Database away: calls are kept, figures late", "数据库中断，来电已保留，数字延迟"),
            Tone.AT_RISK,
        ),
        Saying(_STALE, say("Figures are old", "数字未更新"), Tone.AT_RISK),
    )


def answers(site: Site) -> tuple[Saying, ...]:
    """The same in a word or two: whether the figures can be believed."""
    say = site.say
    return (
        Saying(_WELL, say("yes", "可信"), Tone.FINE),
        Saying(promql.AWAY, say("SYSTEM AWAY", "系统中断"), Tone.MISSED),
        Saying(promql.UNREAD, say("NO DATA", "无数据"), Tone.MISSED),
        Saying(_LINK_DOWN, say("PBX LINK DOWN", "交换机连接中断"), Tone.MISSED),
        Saying(_JOURNAL, say("EVENT LOG STUCK", "事件日志写不进"), Tone.MISSED),
        Saying(_DATABASE, say("database away", "数据库中断"), Tone.AT_RISK),
        Saying(_STALE, say("figures are old", "数字未更新"), Tone.AT_RISK),
        Saying(_ESTIMATED, say("calls estimated", "部分来电为估算"), Tone.AT_RISK),
    )


def tile(site: Site, place: Place, sizes: Sizes) -> Tile:
    say = site.say
    return Tile(
        say("State of the system", "系统状态"),
        say(
            "Whether the figures on this screen can be believed: is Third Ring read, does the PBX send events, can "
            "journal and database be written?",
            "屏上数字是否可信：系统能否读取、交换机是否有事件传入、事件日志与数据库能否写入。",
        ),
        (Query(now()),),
        place,
        sayings=sayings(site),
        large=True,
        shows=Shows.VALUE,
        sizes=sizes,
    )
