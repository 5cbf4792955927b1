"""A dispatcher says over HTTP who is to call."""

from functools import partial

from kit.http.auth.users import note, users
from kit.refusals import FieldError
from kit.roles import READERS
from ticketing.callbacks.assigning import assigned
from ticketing.callbacks.bodies import AssignCallback
from ticketing.http.ask import Ask, Reply, connected
from ticketing.http.seen import callbacks_seen


async def assign(ask: Ask, body: AssignCallback) -> Reply:
    number, who = ask.number(), ask.token.who
    if body.assignee is not None:
        await _require_known(ask, body.assignee)
    decide = partial(assigned, to=body.assignee, who=who, now_us=ask.now_us)
    callback = await ask.desk.callbacks.change(number, decide)
    async with connected(ask) as connection:
        await note(connection, who, "callback_assigned", callback=number, to=body.assignee)
    [shown] = await callbacks_seen(ask, [callback])  # handing it out is no reason to show its number
    return Reply(shown, as_seen=True)


async def _require_known(ask: Ask, name: str) -> None:
    async with connected(ask) as connection:
        everybody = await users(connection)
    known = {user.name for user in everybody if user.role in READERS}
    gone = {user.name for user in everybody if user.deactivated_at is not None}
    if name not in (known | set(ask.site.devices)) - gone:
        raise FieldError("assignee", "is a name from the list of agents", "Nobody of the desk has this name.")
