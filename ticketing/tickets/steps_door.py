"""Steps of a ticket's procedure over HTTP."""

from pydantic import Field

from kit.http.bodies import Body, Named, Words
from ticketing.http.ask import Ask, Reply
from ticketing.tickets.changes import Changed
from ticketing.tickets.door import TICKET, answered, change
from ticketing.tickets.steps import step_done, step_undone, step_waived
from ticketing.tickets.ticket import Asked, Ticket


class StepMark(Body):
    step: Named
    evidence: Words = ""
    waive: bool = Field(False, description="Waive the step; managers only, with `why`")
    undo: bool = Field(False, description="It was not done or waived after all; dispatchers only, with `why`")
    why: Words = ""


async def mark_step(ask: Ask, body: StepMark) -> Reply:
    rules = ask.desk.rules
    asked = Asked(ask.token.who, ask.now_us, ask.version(), body.why)

    def decide(ticket: Ticket) -> Changed:
        category = rules.category(ticket.category)
        if body.undo:
            return step_undone(ticket, body.step, asked, ask.token.role, category)
        if body.waive:
            return step_waived(ticket, body.step, asked, ask.token.role, category)
        return step_done(ticket, body.step, body.evidence, asked, category)

    return await answered(ask, lambda tickets, number: tickets.change(number, decide))


OPERATIONS = (
    change("markStep", f"{TICKET}/steps", "Complete or waive a step of a ticket's procedure", mark_step, StepMark),
)
