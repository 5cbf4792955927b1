"""The desk's board: what is open and due, who is still to be called back, and how fast both go."""

from dashboards import promql, rows
from dashboards.figures import AT_RISK_FROM_ONE, MISSED_FROM_ONE, Figure, figures, row
from dashboards.questions import ROWS
from dashboards.tickets_lists import lists
from dashboards.tickets_top import top
from dashboards.tiles import CALLBACK_RATE, Board, Kind, Place, Query, Saying, Site, Tile, lowered
from dashboards.tones import Tone
from dashboards.units import minutes
from dashboards.words import callback_outcomes, callback_states, categories, reasons, statuses
from metrics.prometheus import catalogue
from metrics.prometheus.metric import Metric
from ticketing.tickets.categories import SHORT_CALL

_ACTIVE = 'status=~"open|dispatched|in_progress"'


def tickets(site: Site) -> Board:
    return Board(
        "tickets",
        site.say("Tickets and callbacks", "工单与回访"),
        site.say(
            "What is open and due, today's callback rate, who is still to be called, and the calls behind it.",
            "未办结与将到时限的工单、今日回访率、待拨打名单及其通话依据；不显示姓名与号码。",
        ),
        (
            *top(site),
            *lowered((*_figures(site), *lists(site), *_tables(site), *_speed(site)), ROWS),
        ),
        hotlines=False,
    )


def _figures(site: Site) -> tuple[Tile, ...]:
    open_ones = figures((*_tickets(site), *_late(site)), row(0, 4, *[4] * 6))
    day = figures((*_day(site), *_needed(site)), row(4, 4, *[4] * 6)[1:])
    return *open_ones, _rate(site), *day


def _tickets(site: Site) -> tuple[Figure, ...]:
    say = site.say
    return (
        Figure(
            say("Open tickets", "未办结工单"),
            say("Not resolved; short calls are left out.", "尚未办结的工单，不含短时来电。"),
            promql.counted(promql.total(catalogue.TICKETS, f'{_ACTIVE},category!="{SHORT_CALL}"')),
        ),
        Figure(
            say("Overdue", "超时工单"),
            say("Open tickets whose resolution is late.", "已过办结时限的工单。"),
            promql.counted(promql.total(catalogue.TICKETS_OVERDUE)),
            MISSED_FROM_ONE,
        ),
        Figure(
            say("Due within the hour", "一小时内到期"),
            say("Open tickets whose resolution is due within the hour.", "一小时内到办结时限的工单。"),
            promql.counted(promql.total(catalogue.TICKETS_DUE_SOON)),
            AT_RISK_FROM_ONE,
        ),
    )


def _late(site: Site) -> tuple[Figure, ...]:
    say = site.say
    return (
        Figure(
            say("Complaints overdue", "投诉超时未回复"),
            say("Complaints whose first answer is late.", "首次回复已超时的投诉。"),
            promql.counted(promql.most(catalogue.COMPLAINTS_OVERDUE)),
            MISSED_FROM_ONE,
        ),
        Figure(
            say("Incidents unreported", "重大事件未报告"),
            say("Major incidents whose report is not written or not sent.", "尚未写成或未报送的重大事件。"),
            promql.counted(promql.most(catalogue.INCIDENTS_WITHOUT_REPORT)),
            AT_RISK_FROM_ONE,
        ),
        Figure(
            say("Callbacks overdue", "超时未拨打"),
            say("Open callbacks that are late and may be made now.", "已超时且现在可拨打的回访。"),
            promql.counted(promql.total(catalogue.CALLBACKS_OVERDUE)),
            MISSED_FROM_ONE,
        ),
    )


def _rate(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Called back today", "今日回访率"),
        say(
            "Reached today, of those to be called back; categories that want no follow-up are left out.",
            "今日已接通 ÷ 今日应回访；不需回访的类别（默认为咨询、打错电话）不计。",
        ),
        _of_the_same_reading(),
        Place(0, 4, 4, 4),
        unit="percentunit",
        decimals=1,
        nothing=say("none yet", "尚无应回访"),
    )


def _of_the_same_reading() -> tuple[Query, ...]:
    """As the counts beside it, which are read apart from the sheet: 3 of 6 is never beside 40 %."""
    read = (catalogue.DAY_RATIO, catalogue.DAY_NEEDED, catalogue.DAY_REACHABLE)
    rate, needed, can = (promql.most(one) for one in read)
    share = promql.truncated(rate)
    return (
        Query(f"{share} and {needed} == 0", tone=Tone.FINE),
        Query(f"{share} and {needed} > 0 and {can} == 1", tone=Tone.AT_RISK),
        Query(f"{share} and {needed} > 0 and {can} == 0", tone=Tone.MISSED),
        Query(promql.unstated(rate)),
    )


def _day(site: Site) -> tuple[Figure, ...]:
    say = site.say
    return (
        Figure(
            say("To call back today", "今日应回访"),
            say("Issues resolved today: tickets that want a follow-up.", "今日办结的问题：类别需要回访的工单。"),
            promql.counted(promql.most(catalogue.DAY_ELIGIBLE)),
        ),
        Figure(
            say("Reached today", "今日已接通"),
            say("Proven by a connected call; a tick does not count.", "以接通的通话为证；手工勾选不算。"),
            promql.counted(promql.most(catalogue.DAY_REACHED)),
        ),
        Figure(
            say("Not reached yet", "今日未访到"),
            say("Not reached yet.", "尚未接通。"),
            promql.counted(promql.most(catalogue.DAY_MISSING)),
        ),
    )


def _needed(site: Site) -> tuple[Figure, ...]:
    say, target = site.say, round(100 * site.target(CALLBACK_RATE))
    return (
        Figure(
            say(f"Needed for {target} %", f"达 {target}% 还差"),
            say("So many more before midnight.", "今日还须接通的单数。"),
            promql.counted(promql.most(catalogue.DAY_NEEDED)),
        ),
        Figure(
            say(f"Can {target} % be reached?", f"今日能否达 {target}%"),
            say("Enough of the missing may still be called today.", "今日仍可拨打的数量是否足够。"),
            promql.stated(promql.most(catalogue.DAY_REACHABLE)),
            sayings=(Saying(1, say("yes", "能"), Tone.FINE), Saying(0, say("NO", "不能"), Tone.MISSED)),
        ),
    )


def _tables(site: Site) -> tuple[Tile, ...]:
    return _by_category(site), _by_reason(site), _past_days(site)


def _by_category(site: Site) -> Tile:
    say, late = site.say, site.say("overdue", "已超时")
    by_status = (
        (promql.total(catalogue.TICKETS, f'status="{status}"', "category"), statuses(site)[status])
        for status in ("open", "dispatched", "in_progress", "resolved")
    )
    in_time = (
        (promql.total(catalogue.TICKETS_DUE_SOON, by="category"), say("due soon", "将到期")),
        (promql.total(catalogue.TICKETS_OVERDUE, by="category"), late),
    )
    return Tile(
        say("Tickets by category", "工单（按类别）"),
        say("Neither closed nor cancelled, by status; of the open ones, the late.", "未关闭、未取消的工单。"),
        tuple(Query(expr, title, width=115) for expr, title in (*by_status, *in_time)),
        Place(0, 36, 14, 11),
        Kind.TABLE,
        key="category",
        words=categories(site),
        worst_first=late,
    )


def _by_reason(site: Site) -> Tile:
    say = site.say
    by_state = (
        Query(promql.total(catalogue.CALLBACKS, f'state="{state}"', "reason"), callback_states(site)[state])
        for state in ("pending", "calling")
    )
    return Tile(
        say("Open callbacks by reason", "待拨打（按原因）"),
        say("Waiting, being called, and of them the late.", "等待、正在拨打，以及其中已超时的。"),
        (*by_state, Query(promql.total(catalogue.CALLBACKS_OVERDUE, by="reason"), say("overdue", "已超时"))),
        Place(14, 36, 10, 6),
        Kind.TABLE,
        key="reason",
        words=reasons(site),
    )


def _past_days(site: Site) -> Tile:
    say = site.say
    return Tile(
        say("Callback rate of past days", "每日回访率"),
        say("As each day was closed; the line is the target.", "每日封存时的回访率；横线为标准。"),
        (),
        Place(14, 42, 10, 5),
        Kind.CURVES,
        unit="percentunit",
        decimals=1,
        steps=site.steps_of(CALLBACK_RATE),
        highest=1,
        sql=rows.statement("callback_days"),
        words={"rate": say("callback rate", "回访率")},
        back="90d",
    )


def _speed(site: Site) -> tuple[Tile, ...]:
    say = site.say
    return (
        _took(site, say("First response", "首次响应时长"), catalogue.TICKET_FIRST_RESPONSE, 0),
        _took(site, say("Resolution", "办结时长"), catalogue.TICKET_RESOLUTION, 8),
        Tile(
            say("Attempts to call back", "回访拨打（按结果）"),
            say("Of each period, by how they ended.", "每个时段的回访拨打及结果。"),
            (Query(promql.count(catalogue.CALLBACK_ATTEMPTS, promql.PERIOD, by="outcome"), "{{outcome}}"),),
            Place(16, 47, 8, 8),
            Kind.TREND,
            stacked=True,
            words=callback_outcomes(site),
        ),
    )


def _took(site: Site, title: str, metric: Metric, x: int) -> Tile:
    """Buckets are wide, so that these are about right, not exact."""
    say = site.say
    return Tile(
        title,
        say(
            "Pauses left out; half took no longer than the lower line, 95 % no longer than the upper.",
            "不含暂停；中位数与 95 百分位。",
        ),
        (
            Query(f"{promql.recorded_quantile(0.5, metric, promql.PERIOD)} / 60", say("half", "中位数")),
            Query(f"{promql.recorded_quantile(0.95, metric, promql.PERIOD)} / 60", "95%"),
        ),
        Place(x, 47, 8, 8),
        Kind.TREND,
        unit=minutes(site),
    )
