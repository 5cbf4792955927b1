"""The whole service as a site runs it: a process of its own, its settings file, its embedded database, its HTTP."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

import aiohttp

from kit.database.embedded import EmbeddedPostgres
from telephony.layout import Agent, Hotline
from tests.begun import begin_postgres
from tests.pbx.lab import Lab

_START_SECONDS = 60.0


class Serving:
    def __init__(
        self, http: aiohttp.ClientSession, port: int, token: str, process: asyncio.subprocess.Process, config: Path
    ) -> None:
        self._http, self.port, self.token = http, port, token
        self._process, self._config = process, config

    async def new_token(self, role: str) -> str:
        return await _token(self._config, role)

    async def send(self, method: str, path: str, body: Any, version: int | None = None) -> None:
        headers = {} if version is None else {"If-Match": f'"{version}"'}
        async with self._http.request(method, path, json=body, headers=headers) as answer:
            assert answer.status < 300, f"{path}: {answer.status} {(await answer.text())[:500]}"

    async def kill(self) -> None:
        """As a machine that loses its power would end it."""
        self._process.kill()
        await self._process.wait()

    async def get(self, path: str, **query: str) -> Any:
        async with self._http.get(path, params=query) as answer:
            text = await answer.text()
            assert answer.status == 200, f"{path}: {answer.status} {text[:500]}"
            return json.loads(text) if answer.content_type.endswith("json") else text

    async def until_linked(self) -> None:
        """The service says that its link to the PBX is up."""
        async with asyncio.timeout(60):
            while True:
                async with self._http.get("/readyz") as answer:
                    if answer.status == 200:
                        return
                await asyncio.sleep(0.1)

    async def calls(self, number: int, within_seconds: float = 10.0) -> list[Any]:
        """The stored calls, once there are that many ended ones."""
        found: list[Any] = []
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_seconds):
                while len(found) < number:
                    await asyncio.sleep(0.2)
                    items = (await self.get("/api/v1/calls", limit="200"))["items"]
                    found = [item for item in items if item["ended_at"]]
        return found


@contextlib.asynccontextmanager
async def serving(lab: Lab, folder: Path, more: str = "") -> AsyncIterator[Serving]:
    """Up and connected to the lab's PBX; `more` is appended to its settings."""
    pbx = (lab.asterisk.ports.ami, lab.asterisk.secret)
    async with started(pbx, lab.hotlines, lab.agents, folder, more) as service:
        yield service


@contextlib.asynccontextmanager
async def started(
    pbx: tuple[int, str],
    hotlines: Iterable[Hotline],
    agents: Iterable[Agent],
    folder: Path,
    more: str = "",
    clock_bound_seconds: float = 1.5,
) -> AsyncIterator[Serving]:
    """Up and connected to the manager at a port, as the user `thirdring` with a secret."""
    port, config = free_port(), folder / "site.toml"
    config.write_text(_settings(pbx, hotlines, agents, folder, port, clock_bound_seconds) + more)
    if not (folder / "data" / "postgresql").exists():
        await asyncio.to_thread(begin_postgres, folder / "data")
    log = (folder / "service.log").open("wb")
    process = await asyncio.create_subprocess_exec(*_thirdring("serve", config), stdout=log, stderr=log)
    try:
        async with aiohttp.ClientSession(f"http://127.0.0.1:{port}") as http:
            await _until_ready(http, process, folder)
            token = await _token(config, "manager")
            http.headers["Authorization"] = f"Bearer {token}"
            yield Serving(http, port, token, process, config)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        code = await asyncio.wait_for(process.wait(), 60)
        if code == -signal.SIGKILL:  # then its database runs on
            await asyncio.to_thread(EmbeddedPostgres(folder / "data").end_left_behind)
        log.close()
    assert code in (0, -signal.SIGKILL), (folder / "service.log").read_text()[-2000:]


def _thirdring(verb: str, config: Path, *more: str) -> list[str]:
    return [sys.executable, "-m", "thirdring", *verb.split(), "--config", str(config), *more]


async def _token(config: Path, role: str) -> str:
    command = _thirdring("token create", config, "--role", role)
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE)
    out, _ = await process.communicate()
    assert process.returncode == 0
    return out.decode().split()[-1]


async def _until_ready(http: aiohttp.ClientSession, process: asyncio.subprocess.Process, folder: Path) -> None:
    said = "nothing"
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_START_SECONDS):
            while process.returncode is None:
                with contextlib.suppress(aiohttp.ClientConnectionError):
                    async with http.get("/readyz") as answer:
                        said = await answer.text()
                        if answer.status == 200:
                            return
                await asyncio.sleep(0.1)
    raise AssertionError(f"not ready: {said}\n{(folder / 'service.log').read_text()[-2000:]}")


def _settings(
    pbx: tuple[int, str],
    hotlines: Iterable[Hotline],
    agents: Iterable[Agent],
    folder: Path,
    port: int,
    clock_bound_seconds: float,
) -> str:
    """JSON values are TOML values here."""
    lines = [f"data_dir = {json.dumps(str(folder / 'data'))}", "[web]", f'listen = "127.0.0.1:{port}"']
    lines += ["[[pbx]]", 'name = "main"', 'host = "127.0.0.1"', f"port = {pbx[0]}"]
    lines += ['username = "thirdring"', f'secret = "{pbx[1]}"', f"clock_bound_seconds = {clock_bound_seconds}"]
    for hotline in hotlines:
        queues, numbers = json.dumps(list(hotline.queues)), json.dumps(list(hotline.numbers))
        lines += ["[[hotline]]", f'name = "{hotline.name}"', f"numbers = {numbers}", f"queues = {queues}"]
    for agent in agents:
        lines += ["[[agent]]", f'name = "{agent.name}"', f"devices = {json.dumps(list(agent.devices))}"]
    return os.linesep.join([*lines, ""])


def zone_at_noon() -> str:
    """Where nobody sleeps now, and no day ends soon."""
    ahead = 12 - time.gmtime().tm_hour
    return f"Etc/GMT{-ahead:+d}" if ahead else "Etc/GMT"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
