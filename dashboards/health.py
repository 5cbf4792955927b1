"""The service's board: can the figures be believed, and if not, where is it stuck?"""

from dashboards import promql
from dashboards.health_top import CALLS_ROWS, top
from dashboards.questions import ROWS
from dashboards.tiles import Board, Kind, Place, Query, Site, Step, Tile, lowered
from dashboards.tones import Tone
from dashboards.units import a_second, seconds
from dashboards.words import measurements
from metrics.prometheus import catalogue
from metrics.prometheus.metric import Metric


def health(site: Site) -> Board:
    return Board(
        "health",
        site.say("Service health", "系统状态"),
        site.say(
            "Links, lag, journal, completeness and PostgreSQL of the service itself.",
            "系统自身的交换机连接、延迟、事件日志、记录完整率与数据库。",
        ),
        (
            *top(site),
            *lowered((*_links(site), *_journal(site), *_events(site), *_machine(site)), ROWS + CALLS_ROWS),
        ),
        since="now-6h",
        periods=False,
        hotlines=False,
    )


def _links(site: Site) -> tuple[Tile, ...]:
    return _frames(site), _link_trouble(site), _lag(site)


def _frames(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Frames read", "读取的帧"),
        say("AMI frames a second from each PBX, noise included.", "每秒从各交换机读取的 AMI 帧，含无关事件。"),
        (Query(_rate(catalogue.LINK_FRAMES, "pbx"), "{{pbx}}"),),
        Place(0, 4, 8, 8),
        Kind.TREND,
        unit=a_second(site),
        decimals=None,
    )


def _link_trouble(site: Site) -> Tile:
    say = site.say
    counters = {
        catalogue.LINK_RECONNECTS: say("made again", "重新连接"),
        catalogue.LINK_FAILURES: say("failed", "失败"),
        catalogue.LINK_REFUSED: say("login refused", "登录被拒"),
        catalogue.LINK_OVERSIZED: say("frame too long", "帧过长"),
    }
    return Tile(
        say("Trouble of the links", "连接异常"),
        say("Over the time chosen above, by PBX.", "所选时间内，按交换机。"),
        tuple(
            Query(promql.while_read(promql.count(metric, by="pbx")), f"{text} {{{{pbx}}}}")
            for metric, text in counters.items()
        ),
        Place(8, 4, 8, 8),
        steps=(Step(None, Tone.FINE), Step(1, Tone.AT_RISK)),
    )


def _lag(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Lag of events", "事件延迟"),
        say(
            "From the PBX's own Timestamp of an event to its being applied; a batch's oldest.",
            "从交换机事件自身的 Timestamp 到被处理；取每批最早的事件。",
        ),
        tuple(
            Query(promql.quantile(at, catalogue.LAG, promql.RATE), name)
            for at, name in ((0.5, say("half", "中位数")), (0.99, "99 %"))
        ),
        Place(16, 4, 8, 8),
        Kind.TREND,
        unit=seconds(site),
        decimals=None,
    )


def _journal(site: Site) -> tuple[Tile, ...]:
    return _behind(site), _waiting(site), _journal_bytes(site), _journal_events(site)


def _behind(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Behind", "落后时间"),
        say("Age of what PostgreSQL does not reflect yet.", "PostgreSQL 尚未反映的最早事件的时长。"),
        (Query(promql.most(catalogue.STORE_BEHIND_SECONDS), "PostgreSQL"),),
        Place(0, 12, 8, 8),
        Kind.TREND,
        unit=seconds(site),
        decimals=None,
    )


def _waiting(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Waiting", "等待处理"),
        say(
            "Events not yet in PostgreSQL, events not yet safe on disk, frames not yet taken from the links.",
            "尚未入库的事件、尚未落盘的事件、尚未从连接取走的帧。",
        ),
        (
            Query(promql.most(catalogue.STORE_BEHIND), say("not in PostgreSQL", "未入库事件")),
            Query(promql.most(catalogue.JOURNAL_UNSAVED), say("not on disk", "未落盘事件")),
            Query(promql.total(catalogue.LINK_WAITING), say("not taken", "未取走的帧")),
            Query(promql.most(catalogue.STORE_WAITING), say("calls not in PostgreSQL", "未入库来电")),
        ),
        Place(8, 12, 8, 8),
        Kind.TREND,
    )


def _journal_bytes(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Event log on disk", "事件日志占用"),
        say("What the event log takes, in bytes.", "事件日志占用的磁盘空间。"),
        (Query(promql.stated(promql.most(catalogue.JOURNAL_BYTES))),),
        Place(16, 12, 4, 8),
        unit="bytes",
        decimals=1,
    )


def _journal_events(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Events kept", "保留事件数"),
        say("How many events the event log keeps.", "事件日志保留的事件数。"),
        (Query(promql.stated(promql.most(catalogue.JOURNAL_EVENTS))),),
        Place(20, 12, 4, 8),
    )


def _events(site: Site) -> tuple[Tile, ...]:
    return _events_read(site), _unexpected(site), _by_measurement(site), _rejected(site)


def _events_read(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Events read", "读取的事件"),
        say("AMI events a second that mean something, by name.", "每秒有意义的 AMI 事件，按名称。"),
        _or_none(f"{_rate(catalogue.EVENTS, 'event')} > 0", "{{event}}", site),
        Place(0, 20, 11, 8),
        Kind.TREND,
        unit=a_second(site),
        decimals=None,
    )


def _or_none(expr: str, legend: str, site: Site) -> tuple[Query, Query]:
    """A line at 0 where the service is read and there is nothing of it: no data is another thing."""
    none = Query(f"0 * ({promql.up()} == 1) unless on () ({expr})", site.say("none", "无"))
    return Query(expr, legend, rare=True), none


def _unexpected(site: Site) -> Tile:
    say = site.say
    unexpected = promql.grown(catalogue.UNEXPECTED, promql.RATE, by="event, state")
    return Tile(
        say("Events that fitted no state", "不符合状态的事件"),
        say("Counted by event and state of the call; none is good.", "按事件与来电状态计数；没有为好。"),
        _or_none(f"{unexpected} > 0", "{{event}} · {{state}}", site),
        Place(11, 20, 5, 8),
        Kind.TREND,
    )


def _by_measurement(site: Site) -> Tile:
    return Tile(
        site.say("Calls by measurement", "来电（按记录方式）"),
        site.say("Over the time chosen above.", "所选时间内。"),
        (Query(promql.while_read(promql.count(catalogue.BY_MEASUREMENT, by="measurement")), "{{measurement}}"),),
        Place(16, 20, 4, 8),
        in_rows=True,
        words=measurements(site),
    )


def _rejected(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Calls refused", "数据库拒收的来电"),
        say("Left out of the database; the log says why.", "未写入数据库；原因见运行日志。"),
        (Query(promql.counted(promql.count(catalogue.STORE_REJECTED))),),
        Place(20, 20, 4, 8),
        steps=(Step(None, Tone.FINE), Step(1, Tone.MISSED)),
    )


def _machine(site: Site) -> tuple[Tile, ...]:
    return _disk(site), _disk_over_time(site), _figures_age(site)


def _disk(site: Site) -> Tile:
    say = site.say
    free = promql.share(f"min({catalogue.DISK_FREE.name})", f"min({catalogue.DISK_SIZE.name})")
    return Tile(
        say("Room on the disk", "磁盘余量"),
        say("Of the disk of data_dir, which journal and embedded database share.", "data_dir 所在磁盘的剩余比例。"),
        (Query(promql.stated(free)),),
        Place(0, 28, 6, 5),
        unit="percentunit",
        decimals=1,
        steps=(Step(None, Tone.MISSED), Step(0.05, Tone.AT_RISK), Step(0.15, Tone.FINE)),
    )


def _disk_over_time(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Disk over time", "磁盘余量变化"),
        say("Free bytes; the alert looks at how fast they go.", "剩余字节数。"),
        (Query(f"min({catalogue.DISK_FREE.name})", say("free", "剩余")),),
        Place(6, 28, 12, 5),
        Kind.TREND,
        unit="bytes",
        decimals=1,
    )


def _figures_age(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Figures read", "数据读取时间"),
        say(
            "Age of what was last read from PostgreSQL for tickets, callbacks and objectives.",
            "工单、回访与质量目标数据最近一次读取距今的时间。",
        ),
        (Query(promql.stated(promql.most(catalogue.FIGURES_AGE))),),
        Place(18, 28, 6, 5),
        unit=seconds(site),
        steps=(Step(None, Tone.FINE), Step(60, Tone.AT_RISK), Step(300, Tone.MISSED)),
    )


def _rate(metric: Metric, by: str) -> str:
    return f"sum by ({by}) (rate({promql.series(metric)}[{promql.RATE}]))"
