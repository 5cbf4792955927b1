"""The words for values of labels and columns, in the language of a site."""

from collections.abc import Mapping

from dashboards.tiles import GREEN, GREY, ORANGE, RED, Saying, Site
from metrics.sheet import LIGHTS
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
    "pending": ("waiting", "待回访"),
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
    "machine_suspected": ("machine suspected", "疑似语音信箱"),
    "failed": ("failed", "呼叫失败"),
}
_DISPOSITIONS: _CHOOSE = {
    "answered": ("answered", "已接听"),
    "abandoned": ("hung up", "主叫放弃"),
    "timeout": ("given up", "超时"),
    "no_agent": ("nobody to ring", "无坐席"),
    "closed": ("closed", "未受理"),
    "failed": ("failed", "失败"),
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


def callback_states(site: Site) -> dict[str, str]:
    return _in(site, _CALLBACK_STATES)


def callback_outcomes(site: Site) -> dict[str, str]:
    return _in(site, _CALLBACK_OUTCOMES)


def dispositions(site: Site) -> dict[str, str]:
    return _in(site, _DISPOSITIONS)


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


def standings(site: Site, prefix: str = "") -> tuple[Saying, ...]:
    """As thirdring_objective_status has them."""
    words = {
        "no_data": (site.say("no data", "无数据"), GREY),
        "met": (site.say("met", "达标"), GREEN),
        "at_risk": (site.say("at risk", "有风险"), ORANGE),
        "missed": (site.say("missed", "未达标"), RED),
    }
    return tuple(Saying(LIGHTS[status], prefix + words[status][0], words[status][1]) for status in LIGHTS)
