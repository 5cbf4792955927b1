"""From one version of a reading to the next: told, confirmed or rejected by a manager, corrected.

docs/quality.md has the table of cases. Only a confirmed reading counts.
"""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import NamedTuple

from kit.refusals import ImpossibleError, MissingError, RefusedError
from kit.roles import Role, reaches
from ticketing.readings.reading import Figures, Key, State, Told


class Action(StrEnum):
    CONFIRM = "confirm"
    REJECT = "reject"


POSSIBLE: Mapping[State, Mapping[Action, State]] = {
    State.TOLD: {Action.CONFIRM: State.CONFIRMED, Action.REJECT: State.REJECTED},
    State.CONFIRMED: {},
    State.REJECTED: {},
}


class Asked(NamedTuple):
    who: str
    role: Role
    at_us: int
    why: str = ""

    @property
    def state(self) -> State:
        """Of figures that this person tells."""
        return State.CONFIRMED if reaches(self.role, Role.MANAGER) else State.TOLD


class OwnReadingError(RefusedError):
    def __init__(self) -> None:
        super().__init__("who told a reading does not confirm it: another manager confirms")


def tell(known: Told | None, key: Key, figures: Figures, asked: Asked) -> Told | None:
    """The version that this makes; none where nothing changes. What is known otherwise has to be corrected."""
    if known is None:
        return Told(key, figures, 1, asked.who, asked.at_us, "", asked.state, asked.who)
    if known.state is State.REJECTED:
        return _with_figures(known, figures, asked)
    confirms = asked.state is State.CONFIRMED and asked.who != known.told_by and figures == known.figures
    if known.state is State.TOLD and confirms:
        return act(known, Action.CONFIRM, asked)
    return None


def correct(known: Told, figures: Figures, asked: Asked) -> Told:
    return _with_figures(known, figures, asked)


def act(known: Told, action: Action, asked: Asked) -> Told:
    """Raises RefusedError."""
    after = POSSIBLE[known.state].get(action)
    if after is None:
        raise ImpossibleError("reading", known.state, action, tuple(POSSIBLE[known.state]))
    if action is Action.REJECT and not asked.why.strip():
        raise MissingError(action, ["why"])
    if action is Action.CONFIRM and asked.who == known.told_by:
        raise OwnReadingError
    return replace(
        known, version=known.version + 1, who=asked.who, at_us=asked.at_us, why=asked.why.strip(), state=after
    )


def _with_figures(known: Told, figures: Figures, asked: Asked) -> Told:
    return Told(known.key, figures, known.version + 1, asked.who, asked.at_us, asked.why, asked.state, asked.who)
