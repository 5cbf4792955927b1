"""NATS servers of this machine, as a cluster, for tests and benches."""

import asyncio
import contextlib
import json
import signal
import socket
import sys
import urllib.request
from collections.abc import AsyncIterator
from pathlib import Path

PROGRAM = Path(sys.executable).parent / "nats-server"

_CONFIG = """
server_name: n{number}
listen: 127.0.0.1:{port}
http: 127.0.0.1:{monitor}
jetstream {{ store_dir: "{folder}/n{number}", max_file_store: {room} }}
{more}
"""
_CLUSTER = "cluster {{ name: lab, listen: 127.0.0.1:{route}, routes: [{routes}] }}\n"


class NatsCluster:
    """`nodes` of it run until killed; one that is killed may be started again on its files."""

    def __init__(self, folder: Path, nodes: int = 3, room_bytes: int = 1 << 30, more: str = "") -> None:
        self.nodes = nodes
        self._folder = folder
        ports = free_ports(3 * nodes)
        self.ports, self._monitors, routes = ports[:nodes], ports[nodes : 2 * nodes], ports[2 * nodes :]
        self._running: dict[int, asyncio.subprocess.Process] = {}
        named = ", ".join(f"nats://127.0.0.1:{route}" for route in routes)
        for number in range(nodes):
            beside = _CLUSTER.format(route=routes[number], routes=named) if nodes > 1 else ""
            (folder / f"n{number}.conf").write_text(
                _CONFIG.format(
                    number=number,
                    port=self.ports[number],
                    monitor=self._monitors[number],
                    folder=folder,
                    room=room_bytes,
                    more=beside + more,
                )
            )

    @property
    def url(self) -> str:
        return "nats://" + ",".join(f"127.0.0.1:{port}" for port in self.ports)

    async def start(self, *numbers: int) -> None:
        for number in numbers or range(self.nodes):
            with (self._folder / f"n{number}.log").open("ab") as log:
                self._running[number] = await asyncio.create_subprocess_exec(
                    str(PROGRAM), "-c", str(self._folder / f"n{number}.conf"), stdout=log, stderr=log
                )

    async def kill(self, *numbers: int, how: signal.Signals = signal.SIGKILL) -> None:
        for number in numbers or tuple(self._running):
            process = self._running.pop(number)
            process.send_signal(how)
            await process.wait()

    async def ready(self, seconds: float = 60.0) -> None:
        """JetStream of every running node answers, and the cluster has a leader."""
        async with asyncio.timeout(seconds):
            for number in tuple(self._running):
                while not await asyncio.to_thread(self._is_healthy, number):  # noqa: ASYNC110  nobody tells
                    await asyncio.sleep(0.05)

    def _is_healthy(self, number: int) -> bool:
        return self._asked(number, "healthz").get("status") == "ok"

    def _asked(self, number: int, path: str) -> dict[str, object]:
        with contextlib.suppress(OSError, ValueError):
            url = f"http://127.0.0.1:{self._monitors[number]}/{path}"
            with urllib.request.urlopen(url, timeout=2) as answer:
                return dict(json.load(answer))
        return {}

    async def leader(self, stream: str = "thirdring", seconds: float = 60.0) -> int:
        """Of the stream."""
        async with asyncio.timeout(seconds):
            while True:
                for number in tuple(self._running):
                    found = await asyncio.to_thread(self._asked, number, "jsz?accounts=1&streams=1")
                    if (name := _leader_of(found, stream)) is not None:
                        return int(name.removeprefix("n"))
                await asyncio.sleep(0.05)


def free_ports(count: int) -> list[int]:
    with contextlib.ExitStack() as stack:
        doors = [stack.enter_context(socket.socket()) for _ in range(count)]
        for door in doors:
            door.bind(("127.0.0.1", 0))
        return [door.getsockname()[1] for door in doors]


def _leader_of(told: object, stream: str) -> str | None:
    accounts = told.get("account_details") if isinstance(told, dict) else None
    for account in accounts or ():
        for each in account.get("stream_detail") or ():
            if each.get("name") == stream:
                return (each.get("cluster") or {}).get("leader") or None
    return None


@contextlib.asynccontextmanager
async def cluster(
    folder: Path, nodes: int = 3, room_bytes: int = 1 << 30, more: str = ""
) -> AsyncIterator[NatsCluster]:
    servers = NatsCluster(folder, nodes, room_bytes, more)
    await servers.start()
    try:
        await servers.ready()
        yield servers
    finally:
        await servers.kill()
