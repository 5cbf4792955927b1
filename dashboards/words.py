"""The words for values of labels and columns, in the language of a site."""

from collections.abc import Mapping

from dashboards.promql import AWAY, NONE, UNREAD
from dashboards.tiles import Saying, Site
from dashboards.tones import Tone
from metrics.objectives.standing import Status
from metrics.prometheus.sheet_samples import LIGHTS
from ticketing.shifts.patterns import TITLES
from ticketing.tickets.categories import CATEGORIES

_CHOOSE = Mapping[str, tuple[str, str]]

_STATUSES: _CHOOSE = {
    "open": ("open", "待处理"),
    "dispatched": ("dispatched", "已派工"),
    "in_progress": ("in progress", "处理中"),
    "resolved": ("resolved", "已办结"),
    "closed": ("closed", "已关闭"),
    "cancelled": ("cancelled", "已取消"),
}
_PRIORITIES: _CHOOSE = {"critical": ("critical", "特急"), "urgent": ("urgent", "紧急"), "normal": ("normal", "一般")}
_REASONS: _CHOOSE = {
    "missed_call": ("missed call", "未接来电"),
    "resolved_ticket": ("resolved ticket", "办结回访"),
    "requested": ("asked for", "客户要求"),
}
_CALLBACK_STATES: _CHOOSE = {
    "pending": ("waiting", "待拨打"),
    "calling": ("being called", "正在拨打"),
    "reached": ("reached", "已接通"),
    "unreachable": ("unreachable", "联系不上"),
    "cancelled": ("cancelled", "已取消"),
}
_CALLBACK_OUTCOMES: _CHOOSE = {
    "reached": ("reached", "已接通"),
    "too_short": ("too short", "通话过短"),
    "busy": ("busy", "占线"),
    "no_answer": ("no answer", "无人接听"),
    "agent_no_answer": ("agent did not pick up", "坐席未接"),
    "hung_up": ("agent hung up", "坐席挂断"),
    "machine_suspected": ("machine suspected", "疑似语音信箱"),
    "quiet_hours": ("in quiet hours", "免打扰时段接通"),
    "failed": ("failed", "呼叫失败"),
}
_DISPOSITIONS: _CHOOSE = {
    "answered": ("answered", "已接听"),
    "abandoned": ("caller hung up", "客户挂机"),
    "timeout": ("nobody answered", "无人接听"),
    "no_agent": ("no agent available", "无可用坐席"),
    "callback_requested": ("asked for a callback", "按键要求回电"),
    "closed": ("not put through", "未转人工"),
    "failed": ("failed", "失败"),
}
_CAUSES: _CHOOSE = {
    "housekeeper_away": ("housekeeper was away", "管家不在"),
    "rang_out": ("rang, nobody picked up", "振铃无人接"),
    "nobody_free": ("nobody was free", "无人空闲"),
    "nobody_signed_in": ("nobody was signed in", "无人签入"),
    "rang_out_first": ("another phone rang out first", "前一话机振铃未接"),
    "answered_late": ("picked up late", "接起过晚"),
}
_ATTEMPT_OUTCOMES: _CHOOSE = {
    "answered": ("answered", "已接听"),
    "no_answer": ("rang out", "振铃未接"),
    "busy": ("busy or rejected", "忙或拒接"),
    "cancelled": ("answered elsewhere or gone", "他人已接或来电已挂"),
    "dropped": ("picked up and dropped", "接起即挂"),
    "failed": ("phone not reached", "未接通话机"),
}
_NOT_COUNTED: _CHOOSE = {
    "short_abandon": ("short abandon", "短时放弃"),
    "callback_requested": ("asked for a callback", "按键要求回电"),
    "outside_service_hours": ("outside service hours", "非服务时间"),
    "test_call": ("test call", "测试来电"),
    "unknown_after_gap": ("unknown after a gap", "中断后不明"),
}
_MEASUREMENTS: _CHOOSE = {
    "measured": ("measured", "实测"),
    "recovered": ("recovered", "补全"),
    "estimated": ("estimated", "估算"),
}
_AGENT_STATES: _CHOOSE = {"idle": ("idle", "空闲"), "ringing": ("ringing", "振铃"), "talking": ("talking", "通话")}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")


def _in(site: Site, words: _CHOOSE) -> dict[str, str]:
    return {key: site.say(english, chinese) for key, (english, chinese) in words.items()}


def statuses(site: Site) -> dict[str, str]:
    return _in(site, _STATUSES)


def priorities(site: Site) -> dict[str, str]:
    return _in(site, _PRIORITIES)


def reasons(site: Site) -> dict[str, str]:
    return _in(site, _REASONS)


def shifts(site: Site) -> dict[str, str]:
    """Others are called as the settings name them."""
    return {name: site.say(english, chinese) for name, (chinese, english) in TITLES.items()}


def callback_states(site: Site) -> dict[str, str]:
    return _in(site, _CALLBACK_STATES)


def callback_outcomes(site: Site) -> dict[str, str]:
    return _in(site, _CALLBACK_OUTCOMES)


def dispositions(site: Site) -> dict[str, str]:
    return _in(site, _DISPOSITIONS)


def promise_words(site: Site) -> dict[str, str]:
    """How the promise was kept with a counted call."""
    return {
        "within": site.say("in time", "按时接听"),
        "late": site.say("answered late", "接听过晚"),
        "unanswered": site.say("not answered", "未接听"),
    }


def causes(site: Site) -> dict[str, str]:
    """Of counted calls that missed the target, as docs/measurement.md defines them."""
    return _in(site, _CAUSES)


def attempt_outcomes(site: Site) -> dict[str, str]:
    return _in(site, _ATTEMPT_OUTCOMES)


def not_counted(site: Site) -> dict[str, str]:
    return _in(site, _NOT_COUNTED)


def measurements(site: Site) -> dict[str, str]:
    return _in(site, _MEASUREMENTS)


def others(site: Site) -> dict[str, str]:
    """Devices that belong to no agent of the settings."""
    return {"other": site.say("other phones", "其他话机")}


def agent_states(site: Site) -> dict[str, str]:
    return _in(site, _AGENT_STATES)


def categories(site: Site) -> dict[str, str]:
    """A site's own categories keep their keys."""
    return {key: site.say(one.en, one.zh) for key, one in CATEGORIES.items()}


def weekdays(site: Site) -> dict[str, str]:
    names = _WEEKDAYS_ZH if site.language == "zh" else _WEEKDAYS
    return {str(number): name for number, name in enumerate(names, 1)}


def lines(site: Site) -> dict[str, str]:
    """The sheet's lines by the key that metrics have, numbered as on paper."""
    return {one.key: f"{one.id:02} {site.title_of(one)}" for one in site.objectives}


def lines_by_number(site: Site) -> dict[str, str]:
    return {str(one.id): f"{one.id:02} {site.title_of(one)}" for one in site.objectives}


TONES = {
    Status.NO_DATA: Tone.NEUTRAL,
    Status.MET: Tone.FINE,
    Status.AT_RISK: Tone.AT_RISK,
    Status.MISSED: Tone.MISSED,
}
"""Of the sheet's standings, in the order of thirdring_objective_status."""


def standings(site: Site) -> tuple[Saying, ...]:
    """As thirdring_objective_status has them."""
    words = {
        Status.NO_DATA: site.say("nothing yet", "无记录"),
        Status.MET: site.say("met", "达标"),
        Status.AT_RISK: site.say("at risk", "待达标"),
        Status.MISSED: site.say("missed", "未达标"),
    }
    return tuple(Saying(LIGHTS[status], words[status], tone) for status, tone in TONES.items())


def no_value(site: Site) -> tuple[Saying, ...]:
    """For the numbers of promql.stated that are no values."""
    return (
        Saying(AWAY, site.say("away", "系统中断"), Tone.NEUTRAL),
        Saying(UNREAD, site.say("no data", "无数据"), Tone.NEUTRAL),
        Saying(NONE, site.say("none", "无"), Tone.NEUTRAL),
    )
