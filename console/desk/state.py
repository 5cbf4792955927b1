"""The agent's state at the top of every page, with the buttons that change it."""

from typing import Any
from urllib.parse import quote

from console.frame.page import Shown
from console.frame.typed import body_of
from console.frame.visit import Visit


async def state(visit: Visit) -> Shown:
    return Shown("frame/agent_state.html", {"reader": await visit.reader()}, part=True)


async def pause(visit: Visit) -> Shown:
    return await _changed(visit, "pause", body_of(await visit.form()))


async def ready(visit: Visit) -> Shown:
    return await _changed(visit, "ready", {})


async def lengthen_wrap_up(visit: Visit) -> Shown:
    return await _changed(visit, "wrap-up/lengthen")


async def end_wrap_up(visit: Visit) -> Shown:
    return await _changed(visit, "wrap-up/end")


async def _changed(visit: Visit, how: str, body: dict[str, Any] | None = None) -> Shown:
    reader = await visit.reader()
    answer = await visit.change("POST", f"/api/v1/agents/{quote(reader.name, safe='')}/{how}", body)
    return Shown("frame/agent_state.html", {"reader": reader._replace(agent=answer.data)}, part=True)
