"""What the walls call in hand: at risk by the sheet, yet nothing of it was missed, and much of its time is left.

A line that is held to 100 % is at risk from its first open ticket on, and would be orange all day though all is well.
Of such a line nothing can have been missed while it is at risk.
"""

from dashboards import promql
from dashboards.tiles import Saying, Site
from dashboards.tones import Tone
from metrics.objectives.objective import Objective, Period
from metrics.objectives.standing import Status
from metrics.prometheus import catalogue
from metrics.prometheus.sheet_samples import LIGHTS

_DAY_SECONDS = 86_400
_THIRD_SECONDS = {
    Period.DAY: _DAY_SECONDS // 3,
    Period.WEEK: 7 * _DAY_SECONDS // 3,
    Period.MONTH: 10 * _DAY_SECONDS,
    Period.YEAR: 122 * _DAY_SECONDS,
}
_AT_RISK, _IN_HAND = LIGHTS[Status.AT_RISK], 4


def light(one: Objective) -> str:
    """As thirdring_objective_status has it, or in hand."""
    status, target, left = (
        promql.of_line(metric, one.key)
        for metric in (catalogue.OBJECTIVE_STATUS, catalogue.OBJECTIVE_TARGET, catalogue.OBJECTIVE_LEFT)
    )
    all_of_it, early = f"({target} == bool 1)", f"({left} > bool {_THIRD_SECONDS[one.period]})"
    return promql.stated(f"{status} + {_IN_HAND - _AT_RISK} * ({status} == bool {_AT_RISK}) * {all_of_it} * {early}")


def saying(site: Site) -> Saying:
    return Saying(_IN_HAND, site.say("in hand", "进行中"), Tone.NEUTRAL)


def hours_left_at_risk() -> str:
    """Of each line that is at risk and not in hand."""
    status, target, left = (
        f"max by (objective) ({metric.name})"
        for metric in (catalogue.OBJECTIVE_STATUS, catalogue.OBJECTIVE_TARGET, catalogue.OBJECTIVE_LEFT)
    )
    early = " or ".join(
        f'max by (objective) ({catalogue.OBJECTIVE_LEFT.name}{{period="{period}"}}) > {third}'
        for period, third in _THIRD_SECONDS.items()
    )
    in_hand = f"({early}) and on (objective) ({target} == 1)"
    return f"({left} / 3600 and on (objective) ({status} == {_AT_RISK})) unless on (objective) ({in_hand})"
