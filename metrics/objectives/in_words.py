"""Targets, ratios and what is still needed, as a reader of the sheet sees them. Pure."""

from fractions import Fraction
from typing import Literal

from kit.amounts import plain
from metrics.objectives.objective import Kind, Objective, Text
from metrics.objectives.standing import Standing

Language = Literal["en", "zh"]
_PERIOD_ZH = {"day": "日", "week": "周", "month": "月", "year": "年"}
_FURTHER = Text("还须连续 {further} 项达标", "the next {further} without a miss")


def target_text(objective: Objective, language: Language = "en") -> str:
    if objective.standard_zh and language == "zh":
        return objective.standard_zh.format(target=_share(objective.target, language))
    if objective.kind is Kind.COUNT:
        times, period = objective.times, objective.period.value
        return f"每{_PERIOD_ZH[period]} {times} 次" if language == "zh" else f"{times} a {period}"
    return _share(objective.target, language)


def percent(ratio: Fraction, language: Language = "en") -> str:
    """Cut, not rounded: what is below its target never looks as if it had reached it."""
    return f"{int(ratio * 10_000) / 100:g}{'' if language == 'zh' else ' '}%"


def needs(objective: Objective, standing: Standing, language: Language = "zh") -> str:
    """What it takes, in words; empty where nothing can or need be done."""
    parts = []
    if standing.more:
        text = _in(objective.open.more, language)
        parts.append(text.format(more=standing.more, open=plain(standing.tally.open)))
    if standing.further:
        parts.append(_in(_FURTHER, language).format(further=standing.further))
    return ("，" if language == "zh" else ", then ").join(parts)


def _share(target: Fraction, language: Language) -> str:
    sign = "" if target == 1 else "≥" if language == "zh" else "≥ "
    return f"{sign}{percent(target, language)}"


def _in(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en
