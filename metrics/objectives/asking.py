"""A question to the sources: one objective in one period, at this instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kit.database.instants import stored
from kit.database.pool import Session
from kit.database.statements import read_statements
from metrics.objectives.cases import Outcome
from metrics.objectives.objective import Objective
from metrics.objectives.periods import Span
from ticketing.site_rules import SiteRules

STATEMENTS = read_statements(Path(__file__).with_name("objectives.sql"))


class Place(NamedTuple):
    """The case after which the next page begins: its instant and name."""

    at_us: int = 0
    ref: str = ""


class Wanted(NamedTuple):
    limit: int
    outcome: Outcome | None = None
    after: Place = Place()
    why: str | None = None  # only cases with this reason


@dataclass(frozen=True, slots=True)
class Asking:
    """One objective in one period, asked now."""

    session: Session
    objective: Objective
    span: Span
    rules: SiteRules
    files: Sequence[str]
    now_us: int

    @property
    def bounds(self) -> tuple[object, object]:
        return stored(self.span.since_us), stored(self.span.until_us)

    @property
    def unmet(self) -> Outcome:
        """The cases that are not done but still can be before the period ends."""
        return Outcome.MISSED if self.span.over(self.now_us) else Outcome.OPEN
