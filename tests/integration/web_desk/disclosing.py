"""What the tests of disclosures have in common: work with a masked number, and what the audit log says of it."""

import json
from typing import Any

from kit.roles import Role
from telephony.facts import CallRef
from tests.integration.web_desk.conftest import ZHANG, DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause
from ticketing.notices import Arrived

NOW = at("2026-11-25 10:00")
MASKED = "+861****8000"
WHY = {"why": "owner asked to be called"}


async def audit(desk_web: DeskWeb, *actions: str) -> list[dict[str, Any]]:
    """What was shown to whom, the oldest first."""
    entries = (await desk_web.get("audit", Role.ADMIN))["items"][::-1]
    wanted = actions or ("disclosed", "unmask")
    return [{"who": one["actor"], **json.loads(one["detail"])} for one in entries if one["action"] in wanted]


async def missed_call(desk_web: DeskWeb, phone: str = ZHANG) -> int:
    return (await desk_web.desk.callbacks.create(Cause(Reason.MISSED_CALL, NOW, phone))).callback.id


async def called(desk_web: DeskWeb, linkedid: str = "1.1", phone: str = ZHANG) -> str:
    """The ticket of a call."""
    return (await desk_web.desk.notices.arrived(Arrived("main", linkedid, NOW, phone)))[0]


async def answers(desk_web: DeskWeb, linkedid: str = "1.1", agent: str = "agent") -> None:
    await desk_web.desk.call_tickets.take(CallRef("main", linkedid), agent, NOW)


async def reasoned(desk_web: DeskWeb, thing: str, role: Role = Role.AGENT) -> None:
    """It is masked until they say why, then shown, and the reason is in the audit log."""
    seen = await desk_web.get(thing, role)
    assert (seen["masked"], ZHANG[3:] in json.dumps(seen)) == (True, False)
    assert (await desk_web.ask("POST", f"{thing}/unmask", {"why": " "}, role)).status == 422
    assert await audit(desk_web) == []
    assert await desk_web.post(f"{thing}/unmask", WHY, role) == {"number": ZHANG}
    assert (await desk_web.get(thing, role))["masked"] is False
    [entry] = await audit(desk_web)
    assert (entry["who"], entry["why"]) == (role.value, WHY["why"])


async def patched(desk_web: DeskWeb, ticket: Any, role: Role = Role.AGENT, **fields: Any) -> Any:
    path = f"tickets/{ticket['number']}"
    answer = await desk_web.ask("PATCH", path, fields, role, If_Match=f'"{ticket["version"]}"')
    assert answer.status == 200, answer.body
    return answer.body
