"""Steps of a ticket's procedure: done with their evidence, or waived by a manager."""

from dataclasses import replace

from kit.refusals import RefusedError, StaleError
from kit.roles import Role
from ticketing.tickets.categories import Category
from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.procedures import PROCEDURES, Procedure, StepDone, Waiver, mark_done, waive
from ticketing.tickets.ticket import Asked, Ticket


def step_done(ticket: Ticket, step: str, evidence: str, asked: Asked, category: Category) -> Changed:
    procedure = _procedure(ticket, asked, category)
    done = mark_done(procedure, ticket.steps_done, StepDone(step, asked.who, asked.at_us, evidence))
    after = replace(ticket, steps_done=done, version=ticket.version + 1)
    return Changed(after, recorded(ticket, after, asked, f"step done: {step}"))


def step_waived(ticket: Ticket, step: str, asked: Asked, role: Role, category: Category) -> Changed:
    procedure = _procedure(ticket, asked, category)
    waived = waive(procedure, ticket.steps_waived, Waiver(step, asked.who, asked.at_us, asked.why), role)
    after = replace(ticket, steps_waived=waived, version=ticket.version + 1)
    return Changed(after, recorded(ticket, after, asked, f"step waived: {step}"))


def _procedure(ticket: Ticket, asked: Asked, category: Category) -> Procedure:
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    if category.procedure is None:
        raise RefusedError("tickets of this category have no steps")
    return PROCEDURES[category.procedure]
