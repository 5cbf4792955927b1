"""Changes of a ticket's texts: only the changed fields are sent to the API."""

from urllib.parse import quote

from console.frame.amending import amended, told_apart
from console.frame.drawn import form_of
from console.frame.page import Shown
from console.frame.visit import Visit
from console.tickets.door import shown_ticket


async def amend(visit: Visit) -> Shown:
    form = form_of(await visit.form())
    at, body = f"/api/v1/tickets/{quote(visit.path('number'), safe='')}", amended(form)
    async with told_apart(visit, form):
        await visit.change("PATCH", at, body, form.typed.get("version", ""))
    return await shown_ticket(visit, part=True)
