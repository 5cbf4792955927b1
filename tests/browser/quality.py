"""What is due, as the calendar makes it, at the desk that the browser looks at."""

from typing import Any

from kit.roles import Role
from tests.browser.screen import Desk
from tests.integration.quality.kept import begun
from tests.unit.ticketing.moments import at
from ticketing.inspections.forms import FORMS


async def due(served: Desk, now: str = "2026-11-25 10:00") -> None:
    """The duties of November until now."""
    context = served.web.web.site.desk
    assert context is not None
    served.web.clock.at_us = at(now)
    await begun(context.pool, context.desk.rules, served.web.clock, "2026-11-02")


async def of(served: Desk, name: str, more: str = "") -> list[Any]:
    answer = await served.web.ask("GET", f"duties?name={name}{more}", token=await served.token(Role.MANAGER))
    found: list[Any] = answer.body["items"]
    return found


def form(name: str = "daily", **results: str) -> dict[str, Any]:
    """All in order but for what is named."""
    note = "3 号楼大堂：灯不亮"
    told = [{"item": one.key, "result": results.get(one.key, "ok"), "note": note} for one in FORMS[name].items]
    return {"form": name, "results": told}


async def post(served: Desk, path: str, body: Any, role: Role = Role.MANAGER, version: int | None = None) -> Any:
    token, match = await served.token(role), "" if version is None else f'"{version}"'
    answer = await served.web.ask("POST", path, body, token=token, If_Match=match)
    assert answer.status in (200, 201), answer.body
    return answer.body
