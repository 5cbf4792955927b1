"""Steps of a ticket's procedure: done with their evidence, waived by a manager, or not done after all."""

from dataclasses import replace

from kit.refusals import RefusedError, StaleError
from kit.roles import Role
from ticketing.tickets.categories import Category
from ticketing.tickets.changes import Changed, recorded
from ticketing.tickets.procedures import PROCEDURES, Procedure, StepDone, Waiver, mark_done, may_undo, waive
from ticketing.tickets.states import Action, Status
from ticketing.tickets.step_terms import settled_steps
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


def step_undone(ticket: Ticket, step: str, asked: Asked, role: Role, category: Category) -> Changed:
    procedure = _procedure(ticket, asked, category)
    done, waived = ticket.steps_done, ticket.steps_waived
    may_undo(procedure, step, settled_steps(ticket), role, asked.why)
    after = replace(
        ticket,
        steps_done=tuple(item for item in done if item.step != step),
        steps_waived=tuple(item for item in waived if item.step != step),
        version=ticket.version + 1,
    )
    return Changed(after, recorded(ticket, after, asked, f"step undone: {step}"))


def _procedure(ticket: Ticket, asked: Asked, category: Category) -> Procedure:
    if asked.version != ticket.version:
        raise StaleError(ticket.version)
    if ticket.status is Status.CANCELLED:
        raise RefusedError("a cancelled ticket has no steps to be done: reopen it first", possible=[Action.REOPEN])
    if category.procedure is None:
        raise RefusedError("tickets of this category have no steps")
    return PROCEDURES[category.procedure]
