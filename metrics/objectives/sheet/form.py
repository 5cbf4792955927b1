"""The content of the paper form of a month. Pure: the writers only lay it out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from fractions import Fraction
from typing import NamedTuple

from kit.amounts import Amount, plain
from kit.i18n import Language
from metrics.objectives.honesty import Honesty, in_words
from metrics.objectives.in_words import percent, target_text
from metrics.objectives.monthly import MonthLine
from metrics.objectives.objective import Period, Text
from metrics.objectives.sheet.remarks import remarks
from metrics.objectives.standing import Status, Tally

Translate = Callable[[str], str]


class Row(NamedTuple):
    number: int
    title: str
    formula: str  # what is divided by what
    target: str
    met: Amount
    eligible: Amount
    ratio: Fraction | None  # None: nothing was eligible
    figures: str
    percent: str
    status: Status
    status_text: str
    remarks: str
    rule: str
    unit: str  # behind each figure


class Heading(NamedTuple):
    """The heading of a column."""

    number: str
    title: str
    target: str
    met: str
    eligible: str
    figures: str
    percent: str
    status: str
    remarks: str
    rule: str


class Form(NamedTuple):
    language: Language
    made_at: datetime
    title: str
    head: Sequence[tuple[str, str]]  # empty: filled in by hand
    heading: Heading
    rows: Sequence[Row]
    summary: str
    signatures: Sequence[str]
    colon: str
    date: str  # beside each signature
    notes: Sequence[str]


def form(
    lines: Sequence[MonthLine],
    honesty: Honesty,
    department: str,
    made_at: datetime,
    language: Language,
    _: Translate,
) -> Form:
    """`made_at` is local time. The month is that of the lines."""
    return Form(
        language,
        made_at,
        _("Monthly quality sheet"),
        _head(lines, department, _),
        _heading(_),
        [_row(line, language, _) for line in lines],
        _summary(lines, _),
        [_("Made by"), _("Reviewed by"), _("Manager")],
        _(": "),
        _("Date"),
        _notes(honesty, made_at, _),
    )


def _head(lines: Sequence[MonthLine], department: str, _: Translate) -> list[tuple[str, str]]:
    month = lines[0].span
    return [
        (_("Department"), department),
        (_("Month"), _("{year}-{month:02}").format(year=month.first.year, month=month.first.month)),
        (_("State"), _state(lines, _)),
    ]


def _notes(honesty: Honesty, made_at: datetime, _: Translate) -> list[str]:
    return [
        in_words(honesty, _),
        _("Made at {time:%Y-%m-%d %H:%M} ({zone}) by Third Ring.").format(time=made_at, zone=made_at.tzinfo),
        _(
            "Closed days, weeks and months stand as they were kept; what a recompute found stands in the remarks. "
            "A week belongs to the month in which it ends. Percentages are cut, never rounded up."
        ),
    ]


def _heading(_: Translate) -> Heading:
    return Heading(
        number=_("No."),
        title=_("Objective"),
        target=_("Target"),
        met=_("Met"),
        eligible=_("Eligible"),
        figures=_("Met / eligible"),
        percent=_("Ratio"),
        status=_("Status"),
        remarks=_("Remarks"),
        rule=_("Rule"),
    )


def _row(line: MonthLine, language: Language, _: Translate) -> Row:
    one, (tally, target, status, *_wanting) = line.objective, line.standing
    return Row(
        one.id,
        _in(one.title, language),
        _in(one.formula, language),
        target_text(replace(one, target=target), language),
        tally.met,
        tally.eligible,
        tally.ratio,
        _figures(tally, _in(one.open.figures, language)),
        "–" if tally.ratio is None else percent(tally.ratio, language),
        status,
        _word(status, _),
        remarks(line, language, _),
        ", ".join(f"v{version}" for version in line.rule_versions),
        _in(one.open.figures, language),
    )


def _in(text: Text, language: Language) -> str:
    return text.zh if language == "zh" else text.en


def _figures(tally: Tally, unit: str) -> str:
    return f"{plain(tally.met):,} / {plain(tally.eligible):,}{unit}" if tally.eligible else "–"


def _word(status: Status, _: Translate) -> str:
    if status is Status.MET:
        return _("met")
    if status is Status.AT_RISK:
        return _("at risk")
    return _("not met") if status is Status.MISSED else _("no data")


def _state(lines: Sequence[MonthLine], _: Translate) -> str:
    """Closed once every period of the month is closed, otherwise provisional. The year may still run."""
    open_count = sum(not line.closed for line in lines if line.objective.period is not Period.YEAR)
    if not open_count:
        return _("closed and kept")
    return _("provisional: {count} lines are not closed yet").format(count=open_count)


def _summary(lines: Sequence[MonthLine], _: Translate) -> str:
    counts = {status: sum(line.standing.status is status for line in lines) for status in Status}
    text = _("Of {all} objectives: {met} met, {at_risk} at risk, {missed} not met, {no_data} without data.")
    return text.format(all=len(lines), **counts)
