"""The 21 objectives of the sheet, as data. docs/objectives.md is made of this file."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from metrics.objectives.estate_lines import ESTATE
from metrics.objectives.objective import Objective
from metrics.objectives.service_lines import SERVICE

OBJECTIVES: Sequence[Objective] = (*SERVICE, *ESTATE)


def sheet(targets: Mapping[int, Fraction]) -> tuple[Objective, ...]:
    """With a site's own targets, by id; raises ValueError for an id that is on no sheet."""
    unknown = sorted(targets.keys() - {objective.id for objective in OBJECTIVES})
    if unknown:
        raise ValueError(f"there is no objective {unknown[0]}: they are 1 to {len(OBJECTIVES)}")
    return tuple(replace(one, target=targets.get(one.id, one.target)) for one in OBJECTIVES)
