"""An attack for lab/bench/starve.py: requests to /healthz and idle connections, all of one address of this machine."""

import asyncio
import contextlib
import time

REQUESTS_PER_SECOND, ASKING, IDLE = 500, 25, 500


async def attack(host: str, port: int, address: str) -> None:
    """Until it is killed. Written without a client's library, since it shares the processors with what it attacks."""
    print("begun", flush=True)
    async with asyncio.TaskGroup() as group:
        for number in range(ASKING):
            group.create_task(_ask(host, port, address, number / ASKING))
        await asyncio.sleep(1.0)
        for _ in range(IDLE):
            group.create_task(_hold(host, port, address))


async def _hold(host: str, port: int, address: str) -> None:
    """One idle connection; a new one some seconds after it is closed."""
    while True:
        with contextlib.suppress(OSError):
            reader, writer = await asyncio.open_connection(host, port, local_addr=(address, 0))
            await reader.read()
            writer.close()
        await asyncio.sleep(5.0)


async def _ask(host: str, port: int, address: str, after_seconds: float) -> None:
    """On one connection, whatever is answered."""
    await asyncio.sleep(after_seconds)
    due = time.monotonic()
    while True:
        await asyncio.sleep(0.1)
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            reader, writer = await asyncio.open_connection(host, port, local_addr=(address, 0))
            while not reader.at_eof():
                writer.write(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                await reader.readuntil(b"}")
                due += ASKING / REQUESTS_PER_SECOND
                await asyncio.sleep(due - time.monotonic())
            writer.close()
