"""When each step of a ticket's procedure begins, is due, and whether it was late. Pure.

The steps follow each other: the clock of one begins once all before it are settled, that is done or waived. The whole
is due by its promise, or, where that has no resolution, when each step has taken its whole term. docs/ticketing.md has
the table of all cases ("Terms of steps").
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from ticketing.clocks.alarms import Due, breached
from ticketing.clocks.pauses import Pause
from ticketing.clocks.promises import earliest
from ticketing.clocks.terms import Site
from ticketing.tickets.procedures import Procedure, Step, StepDone, Waiver
from ticketing.tickets.ticket import Ticket


class StepState(StrEnum):
    NOT_BEGUN = "not_begun"  # an earlier step is open
    OPEN = "open"  # its turn
    DONE = "done"
    WAIVED = "waived"


class StepClock(NamedTuple):
    step: Step
    state: StepState
    settled: StepDone | Waiver | None
    settled_us: int | None  # when it was settled first: a waived step may get its evidence later
    due_us: int | None  # None: no term, not begun, or the clock stands

    def late(self, now_us: int) -> bool:
        return breached(Due(self.due_us, self.settled_us), now_us)


def step_clocks(procedure: Procedure, ticket: Ticket, pauses: Iterable[Pause], site: Site) -> list[StepClock]:
    pauses, settled, clocks = tuple(pauses), settled_steps(ticket), list[StepClock]()
    settled_us = settled_first_us(ticket)
    begins_us: int | None = ticket.runs_from_us
    for step in procedure.steps:
        item, at_us = settled.get(step.key), settled_us.get(step.key)
        stopped = pauses if at_us is None else _until(pauses, at_us)
        due_us = None if begins_us is None else earliest(step.term, begins_us, stopped, site)
        clocks.append(StepClock(step, _state(item, begins_us), item, at_us, due_us))
        begins_us = None if begins_us is None or at_us is None else max(begins_us, at_us)
    return clocks


def settled_steps(ticket: Ticket) -> Mapping[str, StepDone | Waiver]:
    """Those that were done, and waived ones that were not done after all."""
    waived: dict[str, StepDone | Waiver] = {item.step: item for item in ticket.steps_waived}
    return waived | {item.step: item for item in ticket.steps_done}


def settled_first_us(ticket: Ticket) -> Mapping[str, int]:
    """When each was done or waived, whichever came first: evidence after a waiver moves no clock."""
    done = [(item.at_us, item.step) for item in ticket.steps_done]
    waived = [(item.at_us, item.step) for item in ticket.steps_waived]
    return {step: at_us for at_us, step in sorted((*done, *waived), reverse=True)}


def current(clocks: Sequence[StepClock]) -> StepClock | None:
    """The step whose turn it is; None: all are settled."""
    return next((clock for clock in clocks if clock.state is StepState.OPEN), None)


def settled_late_us(clocks: Iterable[StepClock]) -> tuple[int, ...]:
    """When those steps were due that were settled too late."""
    return tuple(
        clock.due_us
        for clock in clocks
        if clock.due_us is not None and clock.settled_us is not None and clock.settled_us >= clock.due_us
    )


def whole_due_us(procedure: Procedure, from_us: int, pauses: Iterable[Pause], site: Site) -> int | None:
    """When the last step is due if each takes its whole term; None without any term, or while the clock stands."""
    pauses, end_us = tuple(pauses), from_us
    for step in procedure.steps:
        if step.term:
            due_us = earliest(step.term, end_us, pauses, site)
            if due_us is None:
                return None
            end_us = due_us
    return end_us if any(step.term for step in procedure.steps) else None


def _state(item: StepDone | Waiver | None, begins_us: int | None) -> StepState:
    if item is None:
        return StepState.NOT_BEGUN if begins_us is None else StepState.OPEN
    return StepState.DONE if isinstance(item, StepDone) else StepState.WAIVED


def _until(pauses: Iterable[Pause], at_us: int) -> list[Pause]:
    """The pauses as they were when a step was settled."""
    return [
        pause._replace(until_us=at_us if pause.until_us is None else min(pause.until_us, at_us))
        for pause in pauses
        if pause.since_us < at_us
    ]
