"""The hotline's board: what arrived, how long it rang, who gave up, and the service level as others count it."""

from dashboards import promql
from dashboards.hotline_rows import by_day, by_weekday, missed_calls
from dashboards.tiles import GREEN, ORANGE, Board, Kind, Place, Query, Site, Step, Tile
from dashboards.words import dispositions
from metrics import catalogue

_INBOUND = 'direction="inbound"'
_YES, _NO = 'answered="yes"', 'answered="no"'


def hotline(site: Site) -> Board:
    return Board(
        "hotline",
        site.say("Hotline", "热线"),
        site.say(
            "Arrivals, rings, abandons, attempts and the variants of the service level, of one or all hotlines.",
            "一条或全部热线的来电量、铃声数、放弃、振铃尝试与各种口径的服务水平。",
        ),
        (
            *_figures(site),
            *_arrivals(site),
            *_rings(site),
            *_unanswered(site),
            *_levels(site),
            by_day(site),
            by_weekday(site),
            missed_calls(site),
        ),
    )


def _figures(site: Site) -> tuple[Tile, ...]:
    say = site.say
    answered = site.say("Answer speed", "平均接听速度")
    return (
        Tile(
            say("Calls", "来电"),
            say("Inbound calls that ended, of every disposition.", "已结束的来电，不论结果。"),
            (Query(promql.count(catalogue.CALLS, where=_INBOUND)),),
            Place(0, 0, 4, 4),
        ),
        Tile(
            say("Counted", "计入考核"),
            say("Inbound calls that the target is judged on.", "按目标考核的来电。"),
            (Query(promql.count(catalogue.COUNTED)),),
            Place(4, 0, 4, 4),
        ),
        Tile(
            site.within,
            say("Counted calls answered in time, of all counted.", "计入考核的来电中按时接听的比例。"),
            (Query(promql.within_share()),),
            Place(8, 0, 4, 4),
            unit="percentunit",
            decimals=1,
            steps=site.share_steps,
        ),
        Tile(
            say("Missed", "超时未接"),
            say("Counted calls answered too late or not at all.", "计入考核的来电中，接听过晚或始终未接听的数量。"),
            (Query(promql.missed()),),
            Place(12, 0, 4, 4),
            steps=(Step(None, GREEN), Step(1, ORANGE)),
        ),
        Tile(
            say("Not counted", "不计入考核"),
            say("Calls shown apart, such as short abandons.", "单独列示的来电，如短时放弃。"),
            (Query(promql.count(catalogue.NOT_COUNTED)),),
            Place(16, 0, 4, 4),
        ),
        Tile(
            answered,
            say(
                "Mean wait of answered counted calls, from entering the hotline to the answer (ASA).",
                "计入考核且已接听的来电从进入热线到接听的平均等待时间（ASA）。",
            ),
            (Query(promql.mean(catalogue.WAIT, where=_YES)),),
            Place(20, 0, 4, 4),
            unit="s",
            decimals=1,
        ),
    )


def _arrivals(site: Site) -> tuple[Tile, ...]:
    say = site.say
    return (
        Tile(
            say("Arrivals by disposition", "来电量（按结果）"),
            say("Inbound calls of each period, by what the switch saw.", "每个时段的来电，按交换机所见结果划分。"),
            (Query(promql.count(catalogue.CALLS, promql.PERIOD, _INBOUND, "disposition"), "{{disposition}}"),),
            Place(0, 4, 12, 8),
            Kind.TREND,
            stacked=True,
            words=dispositions(site),
        ),
        Tile(
            site.within,
            say("Of the counted calls of each period; the line is the target.", "每个时段计入考核的来电；横线为目标。"),
            (Query(promql.within_share(promql.PERIOD), site.within),),
            Place(12, 4, 12, 8),
            Kind.TREND,
            unit="percentunit",
            decimals=1,
            steps=site.share_steps,
            highest=1,
        ),
    )


def _rings(site: Site) -> tuple[Tile, ...]:
    say = site.say
    bucket = promql.grown(catalogue.RINGS, where=_YES, by="le", suffix="_bucket")
    given_up = promql.grown(catalogue.RINGS, where=_NO, by="le", suffix="_bucket")
    return (
        Tile(
            say("Rings heard until the answer", "接听前铃声数分布"),
            say("Answered counted calls by the ring they were answered at.", "已接听的计入考核来电，按第几声铃接听。"),
            (Query(bucket, "{{le}}"),),
            Place(0, 24, 8, 9),
            Kind.BARS,
        ),
        Tile(
            say("Rings heard in vain", "未接听来电的铃声数分布"),
            say("Unanswered counted calls by the rings they heard.", "未接听的计入考核来电，按听到的铃声数。"),
            (Query(given_up, "{{le}}"),),
            Place(8, 24, 8, 9),
            Kind.BARS,
        ),
        Tile(
            say("Ring time", "振铃时长"),
            say(
                "Of answered counted calls in each period: half rang no longer than the lower line, 95 % the upper.",
                "每个时段已接听来电的振铃时长：中位数与 95 百分位。",
            ),
            (
                Query(promql.quantile(0.5, catalogue.RING, promql.PERIOD, _YES), say("half", "中位数")),
                Query(promql.quantile(0.95, catalogue.RING, promql.PERIOD, _YES), "95 %"),
            ),
            Place(16, 24, 8, 9),
            Kind.TREND,
            unit="s",
            decimals=1,
        ),
    )


def _unanswered(site: Site) -> tuple[Tile, ...]:
    say = site.say
    abandoned = _INBOUND + ',disposition="abandoned"'
    short = promql.count(catalogue.NOT_COUNTED, promql.PERIOD, 'reason="short_abandon"')
    return (
        Tile(
            say("Abandons", "放弃"),
            say("Callers who hung up first; the short ones are not counted.", "主叫先挂断的来电；短时放弃不计入考核。"),
            (
                Query(promql.count(catalogue.CALLS, promql.PERIOD, abandoned), say("all", "全部")),
                Query(short, say("of them short", "其中短时放弃")),
            ),
            Place(0, 33, 8, 8),
            Kind.TREND,
        ),
        Tile(
            say("Not counted, by reason", "不计入考核（按原因）"),
            say("Calls of each period that are shown apart, and why.", "每个时段单独列示的来电及原因。"),
            (Query(promql.count(catalogue.NOT_COUNTED, promql.PERIOD, by="reason"), "{{reason}}"),),
            Place(8, 33, 8, 8),
            Kind.TREND,
            stacked=True,
        ),
        Tile(
            say("Attempts by outcome", "振铃尝试（按结果）"),
            say(
                "Tries at one device, of all hotlines: a call may need several.",
                "对单台话机的振铃尝试（全部热线）；一通来电可有多次。",
            ),
            (Query(promql.count(catalogue.ATTEMPTS, promql.PERIOD, by="outcome"), "{{outcome}}"),),
            Place(16, 33, 8, 8),
            Kind.TREND,
            stacked=True,
        ),
    )


def _levels(site: Site) -> tuple[Tile, ...]:
    say = site.say
    in_level = 'in_level="yes"'
    in_bucket = f"{_YES},{promql.limit_bucket(site.policy)}"
    answered_in_level = promql.grown(catalogue.QUEUE_CALLS, where=f"{_YES},{in_level}")
    histogram = promql.share(
        promql.grown(catalogue.RING, where=in_bucket, suffix="_bucket"), promql.grown(catalogue.RING, suffix="_count")
    )
    return (
        Tile(
            say("Service level, as each counts it", "服务水平（各种口径）"),
            say(
                "Ours, by the verdicts and again by the histogram of ring times; Asterisk's SL: answered in level, of "
                "answered; SL2: answered or gone in level, of all queued.",
                "本系统按判定与按直方图各算一次；Asterisk 的 SL：水平内接听 / 已接听；SL2：水平内接听或离开 / "
                "全部排队。",
            ),
            (
                Query(promql.within_share(), site.within),
                Query(histogram, say("by the histogram", "按直方图")),
                Query(promql.share(answered_in_level, promql.grown(catalogue.QUEUE_CALLS, where=_YES)), "SL"),
                Query(
                    promql.share(
                        promql.grown(catalogue.QUEUE_CALLS, where=in_level), promql.grown(catalogue.QUEUE_CALLS)
                    ),
                    "SL2",
                ),
            ),
            Place(0, 41, 16, 5),
            unit="percentunit",
            decimals=1,
        ),
        Tile(
            say("As `queue show` says it", "与 `queue show` 对照"),
            say(
                "SL and SL2 since the service started, to hold against Asterisk's own.",
                "服务启动以来的 SL 与 SL2，供与 Asterisk 自身数据核对。",
            ),
            (
                Query(promql.most(catalogue.QUEUE_SL, by="hotline"), "SL {{hotline}}"),
                Query(promql.most(catalogue.QUEUE_SL2, by="hotline"), "SL2 {{hotline}}"),
            ),
            Place(16, 41, 8, 5),
            unit="percentunit",
            decimals=1,
        ),
    )
