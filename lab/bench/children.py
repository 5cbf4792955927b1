"""Processes beside a bench, and those who follow the live stream of its service."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

from lab.bench.lag import now_us, us


class Child:
    """Python in a process of its own, which answers lines by lines."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process

    async def line(self, within_seconds: float = 120.0) -> str:
        assert self._process.stdout is not None
        line = await asyncio.wait_for(self._process.stdout.readline(), within_seconds)
        if not line:
            raise SystemExit("a part of the bench ended; what it said is above")
        return line.decode()

    def tell(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(b"\n")

    async def ask(self) -> str:
        self.tell()
        return await self.line()


@contextlib.asynccontextmanager
async def child(source: str, *arguments: str) -> AsyncIterator[Child]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", source, *arguments),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=1 << 20,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
    )
    try:
        yield Child(process)
    finally:
        with contextlib.suppress(ProcessLookupError):
            process.send_signal(signal.SIGTERM)
        await process.wait()


class Followers:
    """They follow the live stream as browsers do; the first also looks at how late it is."""

    def __init__(self, host: str, port: str) -> None:
        self.host, self.port = host, int(port)
        self.live_ms: list[float] = []
        self.bytes = 0

    async def follow(self, token: str, looks: bool) -> None:
        reader, writer = await asyncio.open_connection(self.host, self.port, limit=1 << 20)
        head = f"Host: {self.host}:{self.port}\r\nAuthorization: Bearer {token}"
        writer.write(f"GET /api/v1/live HTTP/1.1\r\n{head}\r\n\r\n".encode())
        status = await reader.readline()
        if b" 200 " not in status:
            raise SystemExit(f"the live stream was refused: {status.decode()}")
        try:
            while data := await (reader.readline() if looks else reader.read(1 << 16)):
                self.bytes += len(data)
                if looks and data.startswith(b"data: "):
                    self._look(data)
        finally:
            writer.close()

    def _look(self, data: bytes) -> None:
        received_us, told = now_us(), json.loads(data[6:])
        if told.get("kind", "snapshot") != "snapshot":
            self.live_ms.append((received_us - us(told["at"])) / 1000)
