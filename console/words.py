"""What the API says by a key, in the words of people: states, outcomes, reasons, actions. Pure."""

from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from dashboards import words as boards
from dashboards.tiles import Site
from kit.i18n import Language
from kit.roles import Role
from metrics.calls.receipt_words import WORDS
from metrics.calls.rescued import Rescue
from metrics.calls.service_level import Excluded
from telephony.facts import Direction, Measurement, TransferKind
from ticketing.callbacks.callback import Way
from ticketing.clocks.pauses import PauseReason
from ticketing.tickets.procedures import PROCEDURES
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Source


class Said(NamedTuple):
    en: str
    zh: str


Table = Mapping[str, Said]

_ROLES: Table = {
    Role.WORKMAN: Said("workman", "维修工"),
    Role.AGENT: Said("agent", "坐席"),
    Role.DISPATCHER: Said("dispatcher", "部门主管"),
    Role.MANAGER: Said("manager", "经理"),
    Role.ADMIN: Said("administrator", "管理员"),
    Role.METRICS: Said("metrics only", "仅监控"),
    Role.WALL: Said("wall screen", "大屏"),
    Role.RELAY: Said("relay of alerts", "告警转发"),
}
_DIRECTIONS: Table = {
    Direction.INBOUND: Said("call that came in", "来电"),
    Direction.OUTBOUND: Said("call from here", "呼出电话"),
    Direction.INTERNAL: Said("call from inside", "内部通话"),
}
_OUTBOUND: Table = {Excluded.OUTBOUND: Said("a call from here", "呼出电话")}
_TRANSFERS: Table = {
    TransferKind.BLIND: Said("handed on without asking", "直接转接"),
    TransferKind.ATTENDED: Said("handed on after asking", "询问后转接"),
    TransferKind.PARKED: Said("parked, and fetched from there", "停泊后由他人接起"),
}
_MEASUREMENTS: Table = {
    Measurement.MEASURED: Said("heard live from the switch, to the millisecond", "实时听取交换机事件，精确到毫秒"),
    Measurement.RECOVERED: Said("filled in from the switch's own records", "由交换机自身记录补全"),
    Measurement.ESTIMATED: Said(
        "estimated: the link to the switch was down, or a clock was set", "估算：期间连接中断或时钟被调整"
    ),
}
_RESCUES: Table = {
    Rescue.ASKED: Said("more phones rang; none of them had it", "已呼叫支援，支援未接起"),
    Rescue.TAKEN: Said("a helper answered; not counted as in time", "支援接起，未计入达标"),
    Rescue.SAVED: Said("saved: a helper answered in time", "已救回：支援及时接起"),
}
_SOURCES: Table = {
    Source.CALL: Said("by a call to the hotline", "热线来电"),
    Source.HAND: Said("written down by hand", "人工登记"),
    Source.API: Said("by another program", "其他系统登记"),
    Source.WALK_IN: Said("in person, at the desk", "业主来访"),
    Source.VISIT: Said("on a visit", "上门走访"),
}
_PAUSES: Table = {
    PauseReason.WAITING_FOR_PARTS: Said("waiting for parts", "待配件"),
    PauseReason.WAITING_FOR_OWNER: Said("waiting for the resident", "待业主"),
    PauseReason.WAITING_FOR_OTHERS: Said("waiting for others", "待第三方"),
}
_WAYS: Table = {
    Way.CLICK: Said("by a click", "点击拨打"),
    Way.BY_HAND: Said("dialled by hand", "手动拨打"),
    Way.INBOUND: Said("they called themselves", "客户再次来电"),
    Way.MANUAL: Said("as somebody wrote down", "人工登记"),
}
_DONE: Table = {
    Action.DISPATCH: Said("given out", "派工"),
    Action.START: Said("begun", "开始处理"),
    Action.RETURN: Said("sent back", "退单"),
    Action.HAND_OVER: Said("handed over", "转单"),
    Action.PAUSE: Said("paused", "暂停"),
    Action.RESUME: Said("goes on", "继续"),
    Action.RESOLVE: Said("resolved", "办结"),
    Action.CLOSE: Said("closed", "关闭"),
    Action.REOPEN: Said("opened again", "重新打开"),
    Action.CANCEL: Said("cancelled", "取消"),
    "opened": Said("opened", "受理"),
    "answered": Said("answered the call", "接听来电"),
    "given": Said("given by rule", "按规则派单"),
    "took": Said("took the next ticket", "领取工单"),
    "personal data deleted by age": Said("personal data deleted by age", "个人信息到期删除"),
    "given back": Said("given back to the desk", "交回客服部"),
    "renamed": Said("goes on under another user name", "用户名已更改"),
    "amended": Said("changed: {0}", "修改：{0}"),
    "step done": Said("step done: {0}", "手续完成：{0}"),
    "step waived": Said("step waived: {0}", "手续免办：{0}"),
    "step undone": Said("step not done after all: {0}", "手续改为未完成：{0}"),
    "merged into": Said("goes on as {0}", "并入工单 {0}"),
    "took in": Said("took in {0}", "并入了工单 {0}"),
    "split": Said("a part goes on as {0}", "拆分出工单 {0}"),
    "split from": Said("split from {0}", "由工单 {0} 拆分"),
    "short call": Said("the caller hung up at once", "短时来电"),
    "got through": Said("they got through: {0}", "客户已打通：{0}"),
    "called back": Said("they were called back: {0}", "已回电：{0}"),
    "number withheld": Said("nobody to call: the number is withheld", "未显示号码，无法回电"),
    "answered by link": Said("the complainant answered by link: {0} of 5", "投诉人通过链接评价：{0} 分"),
    "calls at any hour": Said("calls in quiet hours allowed", "允许免打扰时段拨打"),
    "no calls at any hour": Said("no calls in quiet hours any more", "免打扰时段不再拨打"),
}
_FIELDS: Table = {
    "category": Said("category", "类别"),
    "priority": Said("priority", "优先级"),
    "difficult": Said("difficulty", "疑难"),
    "title": Said("title", "标题"),
    "household": Said("household", "住户"),
    "place_id": Said("place", "公共部位"),
    "contact": Said("contact", "联系人"),
    "phone": Said("phone", "电话"),
    "complaint": Said("complaint", "投诉处理"),
    "rating": Said("rating", "评价"),
    "rating_comment": Said("comment", "评价内容"),
    "nothing": Said("nothing", "无变化"),
}


@cache
def words(language: Language) -> Mapping[str, Mapping[str, str]]:
    site = Site(language)
    return {
        "status": boards.statuses(site),
        "priority": boards.priorities(site),
        "disposition": boards.dispositions(site),
        "outcome": boards.attempt_outcomes(site),
        "callback_reason": boards.reasons(site),
        "callback_state": boards.callback_states(site),
        "callback_outcome": boards.callback_outcomes(site),
        "excluded": {str(why): said for why, said in WORDS[language].excluded.items()} | _in(language, _OUTBOUND),
        "role": _in(language, _ROLES),
        "direction": _in(language, _DIRECTIONS),
        "transfer": _in(language, _TRANSFERS),
        "measurement": _in(language, _MEASUREMENTS),
        "rescue": _in(language, _RESCUES),
        "source": _in(language, _SOURCES),
        "pause": _in(language, _PAUSES),
        "way": _in(language, _WAYS),
        "done": _in(language, _DONE),
        "field": _in(language, _FIELDS),
        "step": {
            step.key: step.zh if language == "zh" else step.en for one in PROCEDURES.values() for step in one.steps
        },
    }


def _in(language: Language, table: Table) -> dict[str, str]:
    return {key: getattr(said, language) for key, said in table.items()}
