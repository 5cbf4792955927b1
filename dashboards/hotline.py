"""The hotline's board: what arrived, how long it rang, who gave up, and the service level as others count it."""

from dashboards import promql
from dashboards.figures import AT_RISK_FROM_ONE, Figure, figures, row
from dashboards.hotline_rows import by_weekday, missed_calls, rings_heard, when_missed, why_missed
from dashboards.service_levels import levels
from dashboards.tiles import Board, Kind, Place, Query, Site, Sizes, Tile
from dashboards.units import seconds
from dashboards.words import attempt_outcomes, dispositions, not_counted
from metrics.prometheus import catalogue

_INBOUND = 'direction="inbound"'
_YES = 'answered="yes"'


def hotline(site: Site) -> Board:
    return Board(
        "hotline",
        site.say("Hotline", "热线"),
        site.say(
            f"Do we keep the {site.rings} rings? If not, when and why not, and which calls.",
            f"{site.rings_in_chinese}声内接听是否做到？没有做到的是哪些来电、何时、为何。",
        ),
        (
            _kept(site),
            when_missed(site),
            why_missed(site),
            missed_calls(site),
            *_figures(site),
            *_arrivals(site),
            rings_heard(site),
            _ring_time(site),
            *_unanswered(site),
            *levels(site),
            by_weekday(site),
        ),
    )


def _kept(site: Site) -> Tile:
    return Tile(
        site.say(f"Do we keep the {site.rings} rings?", f"{site.rings_in_chinese}声内接听做到了吗？"),
        site.say(
            "Counted calls of the time chosen that were answered in time, of all counted. Orange and red are below the "
            "target of line 10. Prometheus counts a call when it is answered or ends, and only what it has read: the "
            "rows below, from PostgreSQL, have every call at its arrival, those included from before Prometheus ran.",
            "所选时间内计入考核的来电中按时接听的比例；低于第 10 项标准为橙色或红色。"
            "本数取自 Prometheus，在接听或结束时计数，只含其读取到的；下表取自 PostgreSQL，按来电时间列出全部来电，"
            "含 Prometheus 启用前的来电。两者不一致时以下表为准。",
        ),
        (Query(promql.stated(promql.truncated(promql.within_share()))),),
        Place(0, 0, 6, 8),
        unit="percentunit",
        decimals=1,
        steps=site.share_steps,
        nothing=site.say("no calls yet", "尚无来电"),
        sizes=Sizes(18, 72),
    )


def _figures(site: Site) -> tuple[Tile, ...]:
    return figures((*_counts(site), _missed(site), _saved(site), *_apart(site)), row(17, 4, 3, 4, 4, 4, 4, 5))


def _counts(site: Site) -> tuple[Figure, ...]:
    say = site.say
    return (
        Figure(
            say("Calls", "来电"),
            say("Inbound calls that ended, of every disposition.", "已结束的来电，不论结果。"),
            promql.counted(promql.count(catalogue.CALLS, where=_INBOUND)),
        ),
        Figure(
            say("Counted", "计入考核"),
            say(
                "Inbound calls that the target is judged on, those that still talk included: they may be more than the "
                "calls that ended.",
                "按标准考核的来电，含仍在通话中的，因此可能多于已结束的来电。",
            ),
            promql.counted(promql.count(catalogue.COUNTED)),
        ),
    )


def _missed(site: Site) -> Figure:
    return Figure(
        site.say("Missed", "未达标来电"),
        site.say(
            "Counted calls answered too late or not at all, counted by Prometheus as the share above. Where the rows "
            "above are more or fewer, the rows are right.",
            "计入考核的来电中，接听过晚或始终未接听的数量，与上方比例同取自 Prometheus；与上表不一致时以上表为准。",
        ),
        promql.counted(promql.missed()),
        AT_RISK_FROM_ONE,
    )


def _saved(site: Site) -> Figure:
    return Figure(
        site.say("Saved", "支援救回"),
        site.say(
            "Calls that one more phone answered in time, because the service had it ring (rescue.enabled).",
            "由系统呼叫的支援话机及时接起的来电（rescue.enabled）。",
        ),
        promql.counted(promql.count(catalogue.RESCUES, where='result="saved"')),
    )


def _apart(site: Site) -> tuple[Figure, ...]:
    say = site.say
    return (
        Figure(
            say("Not counted", "不计入考核"),
            say("Calls shown apart, such as short abandons.", "单独列示的来电，如短时放弃。"),
            promql.counted(promql.count(catalogue.NOT_COUNTED)),
        ),
        Figure(
            say("Average speed of answer", "平均接听速度"),
            say(
                "Mean wait of answered counted calls, from entering the hotline to the answer (ASA).",
                "计入考核且已接听的来电从进入热线到接听的平均等待时间（ASA）。",
            ),
            promql.stated(promql.mean(catalogue.WAIT, where=_YES)),
            unit=seconds(site),
            decimals=1,
            nothing=say("no calls yet", "尚无来电"),
        ),
    )


def _arrivals(site: Site) -> tuple[Tile, ...]:
    say = site.say
    return (
        Tile(
            say("Arrivals by disposition", "来电量（按结果）"),
            say("Inbound calls of each period, by what the switch saw.", "每个时段的来电，按交换机所见结果划分。"),
            (Query(promql.count(catalogue.CALLS, promql.PERIOD, _INBOUND, "disposition"), "{{disposition}}"),),
            Place(0, 21, 12, 8),
            Kind.TREND,
            stacked=True,
            words=dispositions(site),
        ),
        Tile(
            site.within,
            say("Of the counted calls of each period; the line is the target.", "每个时段计入考核的来电；横线为标准。"),
            (Query(promql.within_share(promql.PERIOD), site.within),),
            Place(12, 21, 12, 8),
            Kind.TREND,
            unit="percentunit",
            decimals=1,
            steps=site.share_steps,
            highest=1,
        ),
    )


def _ring_time(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Ring time", "振铃时长"),
        say(
            "Of answered counted calls in each period: half rang no longer than the lower line, 95 % the upper.",
            "每个时段已接听来电的振铃时长：中位数与 95 百分位。",
        ),
        (
            Query(promql.quantile(0.5, catalogue.RING, promql.PERIOD, _YES), say("half", "中位数")),
            Query(promql.quantile(0.95, catalogue.RING, promql.PERIOD, _YES), "95%"),
        ),
        Place(16, 29, 8, 9),
        Kind.TREND,
        unit=seconds(site),
        decimals=1,
    )


def _unanswered(site: Site) -> tuple[Tile, ...]:
    return _abandons(site), _not_counted(site), _attempts(site)


def _abandons(site: Site) -> Tile:
    say, abandoned = site.say, _INBOUND + ',disposition="abandoned"'
    short = promql.count(catalogue.NOT_COUNTED, promql.PERIOD, 'reason="short_abandon"')
    return Tile(
        say("Abandons", "放弃"),
        say("Callers who hung up first; the short ones are not counted.", "客户挂机的来电；短时放弃不计入考核。"),
        (
            Query(promql.count(catalogue.CALLS, promql.PERIOD, abandoned), say("all", "全部")),
            Query(short, say("of them short", "其中短时放弃")),
        ),
        Place(0, 38, 8, 9),
        Kind.TREND,
    )


def _not_counted(site: Site) -> Tile:
    return Tile(
        site.say("Not counted, by reason", "不计入考核（按原因）"),
        site.say("Calls of each period that are shown apart, and why.", "每个时段单独列示的来电及原因。"),
        (Query(promql.count(catalogue.NOT_COUNTED, promql.PERIOD, by="reason"), "{{reason}}"),),
        Place(8, 38, 8, 9),
        Kind.TREND,
        stacked=True,
        words=not_counted(site),
    )


def _attempts(site: Site) -> Tile:
    return Tile(
        site.say("Attempts by outcome", "振铃尝试（按结果）"),
        site.say(
            "Tries at one device, of all hotlines: a call may need several.",
            "对单台话机的振铃尝试（全部热线）；一通来电可有多次。",
        ),
        (Query(promql.count(catalogue.ATTEMPTS, promql.PERIOD, by="outcome"), "{{outcome}}"),),
        Place(16, 38, 8, 9),
        Kind.TREND,
        stacked=True,
        words=attempt_outcomes(site),
    )
