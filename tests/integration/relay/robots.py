"""A robot that plays its part."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web

DELIVERED = {"errcode": 0, "errmsg": "ok"}


class ScriptedRobot:
    """Says what it is told to, in turn, and notes what it heard."""

    def __init__(self, *answers: dict[str, Any]) -> None:
        self.heard: list[tuple[dict[str, list[str]], dict[str, Any]]] = []
        self._answers = list(answers)

    async def take(self, request: web.Request) -> web.Response:
        self.heard.append((parse_qs(request.query_string), await request.json()))
        return web.json_response(self._answers.pop(0) if self._answers else DELIVERED)


@asynccontextmanager
async def group_of(robot: ScriptedRobot) -> AsyncIterator[str]:
    """The address that its group shows."""
    app = web.Application()
    app.router.add_post("/send", robot.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/send?key=k"
    await runner.cleanup()
