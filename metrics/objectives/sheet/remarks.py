"""The last column of the sheet: what was counted, what is open, what a recompute found. Pure."""

from collections.abc import Callable, Iterator

from kit.amounts import plain
from kit.i18n import Language
from metrics.objectives.in_words import needs, percent
from metrics.objectives.monthly import MonthLine
from metrics.objectives.objective import BY_STANDARD, Period

Translate = Callable[[str], str]


def remarks(line: MonthLine, language: Language, _: Translate) -> str:
    said = (_parts(line, _), _open(line, language, _), _recomputed(line, language, _), _origin(line, language, _))
    return _("; ").join(part for parts in said for part in parts)


def _parts(line: MonthLine, _: Translate) -> Iterator[str]:
    period = line.objective.period
    if period is Period.YEAR:
        if not line.closed:
            yield _("the year {year} as it stands").format(year=line.span.first.year)
        return
    if period is Period.MONTH:
        if not line.closed:
            yield _("not closed yet")
        return
    counted = {"met": line.met_parts, "judged": line.judged_parts, "closed": line.closed_parts, "parts": line.parts}
    if line.judged_parts:
        text = _("{met} of {judged} days met") if period is Period.DAY else _("{met} of {judged} weeks met")
        yield text.format(**counted)
    if not line.closed:
        text = _("{closed} of {parts} days closed") if period is Period.DAY else _("{closed} of {parts} weeks closed")
        yield text.format(**counted)


def _open(line: MonthLine, language: Language, _: Translate) -> Iterator[str]:
    waiting, wanting = line.standing.tally.open, needs(line.objective, line.standing, language, line.span.last)
    if wanting:
        yield _("to reach it: {needs}").format(needs=wanting)
    elif waiting:
        yield getattr(line.objective.open.left, language).format(count=f"{plain(waiting):,}")


def _origin(line: MonthLine, language: Language, _: Translate) -> Iterator[str]:
    origin = line.objective.origin
    if origin != BY_STANDARD:
        yield _("target by {origin}").format(origin=getattr(origin, language))


def _recomputed(line: MonthLine, language: Language, _: Translate) -> Iterator[str]:
    found = line.recomputed
    if found is not None:
        text = _("recomputed now: {met} / {eligible} ({ratio})")
        ratio = "–" if found.ratio is None else percent(found.ratio, language)
        yield text.format(met=f"{plain(found.met):,}", eligible=f"{plain(found.eligible):,}", ratio=ratio)
