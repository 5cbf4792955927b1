"""Debian's Firefox, driven by its own WebDriver BiDi over one WebSocket, without a driver program.

Playwright's Firefox is a build of its own, and Playwright asks a real one for commands that an ESR does not know yet.
"""

import asyncio
import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from itertools import count
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientWebSocketResponse

_READY = re.compile(rb"WebDriver BiDi listening on (ws://\S+)")
_START_SECONDS, _WAIT_SECONDS, _LOOK_SECONDS = 60.0, 60.0, 0.1


class Firefox:
    """One window. `wrong` is what its console said of errors."""

    def __init__(self, socket: ClientWebSocketResponse, url: str) -> None:
        self.socket, self.url = socket, url
        self.wrong: list[str] = []
        self._asked: dict[int, asyncio.Future[Any]] = {}
        self._numbers = count(1)
        self._window = ""

    async def listen(self) -> None:
        async for message in self.socket:
            told = message.json()
            if told["type"] == "event" and told["params"].get("level") == "error":
                self.wrong.append(str(told["params"]["text"]))
            elif asked := self._asked.pop(told.get("id", 0), None):
                asked.set_result(told)

    async def ask(self, method: str, **params: Any) -> Any:
        number, answered = next(self._numbers), asyncio.get_running_loop().create_future()
        self._asked[number] = answered
        await self.socket.send_json({"id": number, "method": method, "params": params})
        answer = await asyncio.wait_for(answered, _START_SECONDS)
        assert answer["type"] == "success", (method, answer)
        return answer["result"]

    async def begin(self) -> None:
        await self.ask("session.new", capabilities={})
        await self.ask("session.subscribe", events=["log.entryAdded"])
        [window] = (await self.ask("browsingContext.getTree"))["contexts"]
        self._window = window["context"]

    async def resize(self, width: int, height: int) -> None:
        await self.ask("browsingContext.setViewport", context=self._window, viewport={"width": width, "height": height})

    async def go(self, path: str) -> None:
        await self.ask("browsingContext.navigate", context=self._window, url=self.url + path, wait="complete")

    async def read(self, script: str) -> Any:
        """What this expression is on the page."""
        result = await self._evaluate(f"JSON.stringify({script})")
        return json.loads(result["value"]) if result["type"] == "string" else None

    async def until(self, script: str) -> None:
        """Waits until this is so on the page."""
        async with asyncio.timeout(_WAIT_SECONDS):
            while not await self.read(f"Boolean({script})"):
                await asyncio.sleep(_LOOK_SECONDS)

    async def click(self, where: str) -> None:
        await self.until(f"document.querySelector({where!r})?.offsetParent")
        await self._evaluate(f"document.querySelector({where!r}).scrollIntoView({{block: 'center'}})")
        target = {"type": "element", "element": {"sharedId": (await self._element(where))["sharedId"]}}
        moves = [{"type": "pointerMove", "x": 0, "y": 0, "origin": target}]
        presses = [{"type": kind, "button": 0} for kind in ("pointerDown", "pointerUp")]
        await self._act({"type": "pointer", "id": "mouse", "actions": [*moves, *presses]})

    async def type(self, where: str, text: str) -> None:
        await self.click(where)
        strokes = [{"type": kind, "value": key} for key in text for kind in ("keyDown", "keyUp")]
        await self._act({"type": "key", "id": "keys", "actions": strokes})

    async def attach(self, where: str, file: Path) -> None:
        element = {"sharedId": (await self._element(where))["sharedId"]}
        await self.ask("input.setFiles", context=self._window, element=element, files=[str(file)])

    async def _element(self, where: str) -> Any:
        return await self._evaluate(f"document.querySelector({where!r})")

    async def _act(self, *actions: Any) -> None:
        await self.ask("input.performActions", context=self._window, actions=list(actions))

    async def _evaluate(self, script: str) -> Any:
        target = {"context": self._window}
        answer = await self.ask("script.evaluate", expression=script, target=target, awaitPromise=True)
        assert answer["type"] == "success", answer
        return answer["result"]


@asynccontextmanager
async def firefox(program: str, url: str, profile: Path) -> AsyncIterator[Firefox]:
    arguments = ("--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", "0")
    pipe = asyncio.subprocess.PIPE
    process = await asyncio.create_subprocess_exec(program, *arguments, stdout=pipe, stderr=asyncio.subprocess.STDOUT)
    try:
        assert process.stdout is not None
        address = await asyncio.wait_for(_address(process.stdout), _START_SECONDS)
        async with ClientSession() as session, session.ws_connect(f"{address}/session", max_msg_size=0) as socket:
            shown = Firefox(socket, url)
            listening = asyncio.create_task(shown.listen())
            await shown.begin()
            yield shown
            listening.cancel()
    finally:
        with suppress(ProcessLookupError):
            process.terminate()
        await process.wait()


async def _address(said: asyncio.StreamReader) -> str:
    lines = ""
    async for line in said:
        if found := _READY.search(line):
            return found.group(1).decode()
        lines += line.decode(errors="replace")
    raise AssertionError(f"Firefox ended: {lines}")
