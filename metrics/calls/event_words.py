"""The lines of a receipt in plain words, in English and in Chinese. Pure."""

import re
from typing import NamedTuple

from metrics.calls.receipt_words import Language


class Meaning(NamedTuple):
    """A pattern of effects, and its meaning with the groups and the phone filled in."""

    effect: re.Pattern[str]
    en: str
    zh: str

    def said(self, found: re.Match[str], phone: str, language: Language) -> str:
        return (self.zh if language == "zh" else self.en).format(*found.groups(), phone=phone)


def _means(effect: str, en: str, zh: str) -> Meaning:
    return Meaning(re.compile(effect), en, zh)


MEANINGS = (
    _means("inbound call arrived", "The call comes in", "来电进入热线"),
    _means("outbound call arrived", "A call from here begins", "开始呼出"),
    _means("internal call arrived", "A call from inside begins", "内部来电开始"),
    _means(r"joined queue (.*)", "The caller waits in the queue {0}", "来电人进入队列 {0} 等待"),
    _means(r"left queue (.*)", "The caller is out of the queue {0}", "来电人离开队列 {0}"),
    _means("dialled", "Phone {phone} is called", "呼叫话机 {phone}"),
    _means("dialled for a rescue", "Phone {phone} is called to help", "呼叫支援话机 {phone}"),
    _means("ringing", "Phone {phone} begins to ring", "话机 {phone} 开始振铃"),
    _means("dial ended ANSWER", "Phone {phone} was picked up", "话机 {phone} 被接起"),
    _means("dial ended .*", "Phone {phone} is no longer called", "停止呼叫话机 {phone}"),
    _means("attempt answered", "Phone {phone} was picked up", "话机 {phone} 被接起"),
    _means("attempt no_answer", "Phone {phone} stops ringing: nobody picked up", "话机 {phone} 停止振铃：无人接起"),
    _means("attempt busy", "Phone {phone} is busy or refuses", "话机 {phone} 忙或拒接"),
    _means(
        "attempt cancelled",
        "Phone {phone} stops ringing: somebody else answered, or the caller is gone",
        "话机 {phone} 停止振铃：他人已接或来电已挂",
    ),
    _means(
        "attempt dropped",
        "Phone {phone} was picked up and given back before the caller heard anybody",
        "话机 {phone} 接起后，来电人未听到人声就被退回",
    ),
    _means("attempt failed", "Phone {phone} cannot be reached", "话机 {phone} 未接通"),
    _means("answered", "Answered: {phone} can talk with them", "已接听：{phone} 接起，双方接通"),
    _means("blind transfer", "The call is handed on without asking", "直接转接"),
    _means("parked transfer", "The call is parked, and fetched from there", "来电被停泊，由他人取回"),
    _means("attended transfer", "The call is handed on after asking", "询问后转接"),
    _means(
        "times are those of receipt",
        "The switch tells no times: those of receipt count",
        "交换机未提供时间，以收到事件的时间为准",
    ),
    _means("the number of the caller is known", "The caller's number is known now", "来电号码已获知"),
    _means("given up by the dialplan", "The switch gives up waiting for an agent", "交换机不再等待坐席"),
    _means("ended answered", "The call is over", "通话结束"),
    _means("ended abandoned", "The caller has hung up", "来电人挂机"),
    _means("ended .*", "The call is over, unanswered", "来电结束，未接听"),
    _means(
        "gone after a gap in the link",
        "The link to the switch is back, and the call is gone",
        "与交换机的连接恢复，通话已不在",
    ),
    _means(r"our own clock was set by (.*)", "This machine's clock was set by {0}", "本机时钟被调整 {0}"),
    _means(r"the clock of the PBX was set by (.*)", "The switch's clock was set by {0}", "交换机时钟被调整 {0}"),
)


def meaning(effect: str, phone: str, language: Language) -> str:
    """An unknown effect is returned unchanged."""
    for one in MEANINGS:
        if found := one.effect.fullmatch(effect):
            return one.said(found, phone, language)
    return f"{phone}: {effect}" if phone else effect
