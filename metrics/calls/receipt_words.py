"""The words of receipts, in English and in Chinese."""

from collections.abc import Callable
from typing import Literal, NamedTuple

from metrics.calls.service_level import Excluded
from telephony.facts import Disposition, Measurement

Language = Literal["en", "zh"]


class Words(NamedTuple):
    ordinal: Callable[[int], str]
    answered: str
    late: str
    early: str
    one_phone: str
    two_phones: str
    phones: str
    answered_silent: str
    answered_untimed: str
    untimed: str
    ended: dict[Disposition, str]
    in_ring: str
    nothing_rang: str
    ringing: str
    waiting: str
    outbound: str
    outbound_unanswered: str
    not_counted: str
    missed: str
    excluded: dict[Excluded, str]
    within: str
    measurement: dict[Measurement, str]
    stop: str


def figure_ordinal(number: int) -> str:
    """2nd, 11th."""
    suffix = "th" if number % 100 in (11, 12, 13) else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{suffix}"


EN = Words(
    ordinal=figure_ordinal,
    answered="answered at {at} s, in the {ring} ring, {margin}: {phones}",
    late="{by} s late",
    early="{by} s before the limit",
    one_phone="phone {agent} rang from {since} to {until}",
    two_phones="phone {first} rang first, from {since}, and {agent} answered at {until}",
    phones="{count} phones rang from {since}, and {agent} answered at {until}",
    answered_untimed="answered by {agent}; when, and after how much ringing, is not known",
    untimed="not answered; how long it rang is not known",
    answered_silent="answered by {agent} at {until} without any ringing, {waited} s after the call came in",
    ended={
        Disposition.ABANDONED: "not answered: the caller hung up at {until}, {rang}",
        Disposition.TIMEOUT: "not answered: the switch gave up at {until}, {rang}",
        Disposition.NO_AGENT: "not answered: nobody could be rung; the wait ended at {until}, {rang}",
        Disposition.CALLBACK_REQUESTED: "not answered: the caller asked by key to be called back at {until}, {rang}",
        Disposition.CLOSED: "not answered: the switch ended the call at {until} without trying anybody, {rang}",
        Disposition.FAILED: "not answered: the call failed at {until}, {rang}",
    },
    in_ring="after {at} s of ringing, in the {ring} ring",
    nothing_rang="after {waited} s in which nothing rang",
    ringing="still ringing, since {since}",
    waiting="still waiting, and nothing has rung",
    outbound="outbound call, answered at {until}",
    outbound_unanswered="outbound call, not answered",
    not_counted="; not counted: {why}",
    missed="; missed",
    excluded={
        Excluded.INTERNAL: "a call from inside",
        Excluded.TEST_CALL: "a test call",
        Excluded.OUTSIDE_SERVICE_HOURS: "outside service hours",
        Excluded.SHORT_ABANDON: "the caller left too soon for anybody to answer",
        Excluded.CALLBACK_REQUESTED: "the caller asked for a callback instead of waiting",
        Excluded.UNKNOWN_AFTER_GAP: "the link to the PBX was lost meanwhile, and whether it was in time is not known",
        Excluded.NO_MEASUREMENT: "the recording has no times (timestampevents)",
    },
    within=", within ±{margin} s",
    measurement={
        Measurement.RECOVERED: " (recovered from the switch's own records after a gap{within})",
        Measurement.ESTIMATED: " (estimated: the link to the PBX was down meanwhile)",
    },
    stop="",
)

ZH = Words(
    ordinal=str,
    answered="振铃 {at} 秒时接听，第 {ring} 声，{margin}：{phones}",
    late="超时 {by} 秒",
    early="距时限还有 {by} 秒",
    one_phone="话机 {agent} 从 {since} 振铃至 {until}",
    two_phones="话机 {first} 从 {since} 最先振铃，{agent} 于 {until} 接听",
    phones="{count} 部话机从 {since} 起振铃，{agent} 于 {until} 接听",
    answered_untimed="{agent} 已接听；何时接听、振铃多久无从得知",
    untimed="未接听；振铃多久无从得知",
    answered_silent="{agent} 于 {until} 直接接听，未振铃，来电进线后 {waited} 秒",
    ended={
        Disposition.ABANDONED: "未接听：来电人于 {until} 挂机，{rang}",
        Disposition.TIMEOUT: "未接听：交换机于 {until} 放弃等待，{rang}",
        Disposition.NO_AGENT: "未接听：无可用坐席，等待于 {until} 结束，{rang}",
        Disposition.CALLBACK_REQUESTED: "未接听：来电人于 {until} 按键要求回电，{rang}",
        Disposition.CLOSED: "未接听：交换机于 {until} 结束通话，未尝试任何坐席，{rang}",
        Disposition.FAILED: "未接听：呼叫于 {until} 失败，{rang}",
    },
    in_ring="已振铃 {at} 秒，第 {ring} 声",
    nothing_rang="等待 {waited} 秒，无话机振铃",
    ringing="从 {since} 起仍在振铃",
    waiting="仍在等待，尚无话机振铃",
    outbound="呼出电话，对方于 {until} 接听",
    outbound_unanswered="呼出电话，未接通",
    not_counted="；不计入统计：{why}",
    missed="；计为未达标",
    excluded={
        Excluded.INTERNAL: "内部来电",
        Excluded.TEST_CALL: "测试来电",
        Excluded.OUTSIDE_SERVICE_HOURS: "非服务时间",
        Excluded.SHORT_ABANDON: "来电人很快挂机",
        Excluded.CALLBACK_REQUESTED: "来电人要求回电，未再等待",
        Excluded.UNKNOWN_AFTER_GAP: "期间与交换机的连接中断，是否及时无从得知",
        Excluded.NO_MEASUREMENT: "录制中没有时间（timestampevents）",
    },
    within="，误差不超过 ±{margin} 秒",
    measurement={
        Measurement.RECOVERED: "（中断后由交换机自身记录补全{within}）",
        Measurement.ESTIMATED: "（估算：期间与交换机的连接中断）",
    },
    stop="。",
)

WORDS: dict[Language, Words] = {"en": EN, "zh": ZH}
