"""The verdict on a call as people say it: one short sentence, in English and in Chinese. Pure.

`metrics.calls.receipt` says the same with the instants that prove it.
"""

from typing import NamedTuple

from metrics.calls.receipt import Story, decimals
from metrics.calls.receipt_words import Language, figure_ordinal
from metrics.calls.service_level import Excluded
from telephony.facts import Disposition

_ORDINALS_EN = ("", "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_DIGITS_ZH = ("", *"一二三四五六七八九十")


class Sayings(NamedTuple):
    in_time: str
    late: str
    answered: str  # of a call that is not counted
    silent: str
    untimed: str  # answered while nobody listened
    untimed_unanswered: str
    ended: dict[Disposition, str]
    rang: str
    nothing_rang: str
    ringing: str
    waiting: str
    outbound: str
    outbound_unanswered: str


EN = Sayings(
    in_time="Answered in the {ring} ring, {at} s after it began to ring.",
    late="Answered too late: in the {ring} ring, {at} s after it began to ring.",
    answered="Answered in the {ring} ring, {at} s after it began to ring.",
    silent="Answered at once, before any phone rang.",
    untimed="Answered; after how much ringing is not known.",
    untimed_unanswered="Not answered; how long it rang is not known.",
    ended={
        Disposition.ABANDONED: "Not answered: the caller hung up {rang}.",
        Disposition.TIMEOUT: "Not answered: nobody picked up, and the wait ended {rang}.",
        Disposition.NO_AGENT: "Not answered: there was no agent to ring; the wait ended {rang}.",
        Disposition.CALLBACK_REQUESTED: "Not answered: the caller asked by key to be called back {rang}.",
        Disposition.CLOSED: "Not answered: the call was put through to nobody and ended {rang}.",
        Disposition.FAILED: "Not answered: the call failed {rang}.",
    },
    rang="in the {ring} ring, after {at} s of ringing",
    nothing_rang="after {at} s in which no phone rang",
    ringing="A phone rings now: nobody has answered yet.",
    waiting="The caller waits now: no phone rings yet.",
    outbound="A call from here: answered by the person called.",
    outbound_unanswered="A call from here: nobody answered.",
)
ZH = Sayings(
    in_time="第{ring}声时接起，距开始振铃 {at} 秒。",
    late="接起过晚：第{ring}声时才接起，距开始振铃 {at} 秒。",
    answered="第{ring}声时接起，距开始振铃 {at} 秒。",
    silent="话机未振铃即已接起。",
    untimed="已接起；振铃多久无从得知。",
    untimed_unanswered="未接听；振铃多久无从得知。",
    ended={
        Disposition.ABANDONED: "未接听：{rang}，来电人挂机。",
        Disposition.TIMEOUT: "未接听：{rang}，无人接起，等待结束。",
        Disposition.NO_AGENT: "未接听：没有可用的坐席；{rang}，等待结束。",
        Disposition.CALLBACK_REQUESTED: "未接听：{rang}，来电人按键要求回电。",
        Disposition.CLOSED: "未接听：未转人工；{rang}，通话结束。",
        Disposition.FAILED: "未接听：{rang}，呼叫失败。",
    },
    rang="第{ring}声时（已振铃 {at} 秒）",
    nothing_rang="{at} 秒内没有话机振铃",
    ringing="正在振铃，尚无人接听。",
    waiting="来电人正在等待，尚无话机振铃。",
    outbound="呼出电话：对方已接听。",
    outbound_unanswered="呼出电话：对方未接听。",
)
_SAYINGS: dict[Language, Sayings] = {"en": EN, "zh": ZH}


def headline(story: Story, language: Language) -> str:
    said = _SAYINGS[language]
    if story.excluded is Excluded.OUTBOUND:
        return said.outbound_unanswered if story.answered_at_us is None else said.outbound
    if story.rings is None and story.disposition is not None:
        return said.untimed if story.disposition is Disposition.ANSWERED else said.untimed_unanswered
    if story.answered_at_us is not None:
        return _answered(story, story.answered_at_us, said, language)
    if story.waited_until_us is None:
        return said.waiting if story.alerted_at_us is None else said.ringing
    ended = said.ended[story.disposition or Disposition.FAILED]
    return ended.format(rang=_rang(story, story.waited_until_us, said, language))


def _answered(story: Story, answered_at_us: int, said: Sayings, language: Language) -> str:
    if story.alerted_at_us is None:
        return said.silent
    ring_us = answered_at_us - story.alerted_at_us
    kept = {True: said.in_time, False: said.late, None: said.answered}[story.within_target]
    return kept.format(ring=ordinal(story.rings or 0, language), at=_seconds(ring_us, ring_us - story.limit_us))


def _rang(story: Story, until_us: int, said: Sayings, language: Language) -> str:
    if story.alerted_at_us is None:
        return said.nothing_rang.format(at=_seconds(until_us - story.arrived_at_us))
    return said.rang.format(ring=ordinal(story.rings or 0, language), at=_seconds(until_us - story.alerted_at_us))


def _seconds(duration_us: int, from_limit_us: int = 1_000_000) -> str:
    return f"{max(0, duration_us) / 1e6:.{decimals(from_limit_us)}f}"


def ordinal(number: int, language: Language) -> str:
    """The ordinal as a word up to ten, as a figure from eleven on; without 第 and 声 in Chinese."""
    if language == "zh":
        return _DIGITS_ZH[number] if 0 < number < len(_DIGITS_ZH) else f" {number} "
    if 0 < number < len(_ORDINALS_EN):
        return _ORDINALS_EN[number]
    return figure_ordinal(number)
