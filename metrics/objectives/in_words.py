"""Targets, ratios and what is still needed, as a reader of the sheet sees them. Pure."""

from datetime import date
from fractions import Fraction
from typing import Literal

from kit.amounts import plain
from metrics.objectives.objective import Kind, Objective, Text
from metrics.objectives.standing import Standing

Language = Literal["en", "zh"]
_PERIOD_ZH = {"day": "日", "week": "周", "month": "月", "year": "年"}
_FURTHER = Text("接下来的 {further} {unit}须全部达标", "the next {further}{unit} without a miss")
_TOO_MANY = Text(
    "按目前进度本期无法达标：须再有 {further} {unit}全部达标，约再来 {expected} {unit}",
    "out of reach at the pace so far: the next {further}{unit} without a miss, and about {expected} more come",
)
_UNTIL = Text("{needs}（{last.month} 月 {last.day} 日 24:00 前）", "{needs}, by 24:00 on {last.day} {last:%B}")


def target_text(objective: Objective, language: Language = "en") -> str:
    if objective.standard_zh and language == "zh":
        return objective.standard_zh.format(target=_share(objective.target, language), times=objective.times)
    if objective.kind is Kind.COUNT:
        times, period = objective.times, objective.period.value
        return f"每{_PERIOD_ZH[period]} {times} 次" if language == "zh" else f"{times} a {period}"
    return _share(objective.target, language)


def percent(ratio: Fraction, language: Language = "en") -> str:
    """Truncated, not rounded, so that a value below its target never looks equal to it."""
    return f"{int(ratio * 10_000) / 100:g}{'' if language == 'zh' else ' '}%"


def needs(objective: Objective, standing: Standing, language: Language = "zh", last: date | None = None) -> str:
    """What it takes, in words, by the end of the `last` day; empty where nothing can or need be done."""
    parts = []
    if standing.more:
        text = _in(objective.open.more, language)
        parts.append(text.format(more=f"{standing.more:,}", open=f"{plain(standing.tally.open):,}"))
    if standing.further:
        parts.append(_further(objective, standing, language))
    said = ("，" if language == "zh" else ", then ").join(parts)
    return _in(_UNTIL, language).format(needs=said, last=last) if said and last else said


def _further(objective: Objective, standing: Standing, language: Language) -> str:
    unit = _in(objective.open.unit, language)
    if standing.within_reach:
        return _in(_FURTHER, language).format(further=f"{standing.further:,}", unit=unit)
    figures = {"further": f"{standing.further:,}", "expected": f"{standing.expected:,}"}
    return _in(_TOO_MANY, language).format(unit=unit, **figures)


def _share(target: Fraction, language: Language) -> str:
    sign = "" if target == 1 else "≥" if language == "zh" else "≥ "
    return f"{sign}{percent(target, language)}"


def _in(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en
