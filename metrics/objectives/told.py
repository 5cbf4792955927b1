"""Cases of what people record: readings, inspections, answers to surveys, and duties done."""

from decimal import Decimal

from kit.amounts import amount
from kit.database.instants import us, us_or_none
from kit.instants import day_start_us, local_day
from metrics.objectives.asking import STATEMENTS, Asking
from metrics.objectives.cases import Case, Outcome, outcome


async def readings(asking: Asking) -> list[Case]:
    """The readings, and the inspections of the same items."""
    one, span, zone = asking.objective, asking.span, asking.rules.site.zone
    rows = await asking.session.fetch(STATEMENTS["readings_between"], one.id, span.first, span.last)
    cases = []
    for row in rows:
        at_us = day_start_us(row["day"], zone)
        cases.append(_reading(asking, f"{row['first']:012}", at_us, row["total"], row["met"]))
    for row in await asking.session.fetch(STATEMENTS["inspections_between"], one.id, span.first, span.last):
        result = Outcome.MET if row["met"] == row["eligible"] else Outcome.MISSED
        why = "" if result is Outcome.MET else "findings"
        at_us = day_start_us(row["day"], zone)
        cases.append(Case("inspection", f"{row['id']:012}", at_us, result, why, row["eligible"], row["met"]))
    return cases


def _reading(asking: Asking, ref: str, at_us: int, total: Decimal, met: Decimal) -> Case:
    result = Outcome.MET if met >= asking.objective.target * amount(total) else Outcome.MISSED
    if asking.objective.recoverable and met < total and asking.unmet is Outcome.OPEN:
        result = Outcome.OPEN
    return Case("reading", ref, at_us, result, "", amount(total), amount(met))


async def surveys(asking: Asking) -> list[Case]:
    """Answers to the year's surveys, and readings of surveys on paper."""
    span = asking.span
    rows = await asking.session.fetch(STATEMENTS["survey_responses_of_year"], span.first, span.last)
    answers = [
        Case(
            "survey",
            f"{row['survey']}/responses/{row['id']}",
            us(row["at"]),
            Outcome.MET if row["satisfied"] else Outcome.MISSED,
            "" if row["satisfied"] else "not_satisfied",
        )
        for row in rows
    ]
    return [*answers, *await readings(asking)]


async def surveys_closed(asking: Asking) -> bool:
    """Whether there was a yearly survey, and none can be answered any more."""
    span, today = asking.span, local_day(asking.now_us, asking.rules.site.zone)
    return bool(await asking.session.fetchval(STATEMENTS["yearly_surveys_closed"], span.first, span.last, today))


async def duties(asking: Asking) -> list[Case]:
    rows = await asking.session.fetch(STATEMENTS["duties_between"], asking.objective.id, *asking.bounds)
    cases = []
    for row in rows:
        done_us = us_or_none(row["done_at"])
        result = outcome(done_us, us(row["until"]), asking.now_us)
        why = "" if result is Outcome.MET else "not_done" if done_us is None else "done_late"
        cases.append(Case("duty", f"{row['id']:012}", us(row["until"]) - 1, result, why))
    return cases
