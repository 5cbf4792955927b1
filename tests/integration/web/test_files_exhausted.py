"""The process may open no more files."""

import asyncio
import os
import sys
from pathlib import Path

import aiohttp

from kit.http.files import KEPT_FOR_OTHERS, connections_that_fit

SERVICE = """
import asyncio, resource
from tests.integration.web.site_in_memory import web_of
from kit import log

async def serve():
    async with web_of(connections=100_000, connections_per_address=100_000) as web:
        resource.setrlimit(resource.RLIMIT_NOFILE, (60, 60))
        print(web.url, flush=True)
        await asyncio.Event().wait()

log.set_up("info", "json")
asyncio.run(serve())
"""


def test_so_many_connections_are_let_in_as_files_are_left_for_them() -> None:
    assert connections_that_fit(500, 65_536) == 500
    assert connections_that_fit(500, 512) == 512 - KEPT_FOR_OTHERS
    assert connections_that_fit(500, 64) == 16


async def test_idle_connections_make_room_and_the_log_says_it_once() -> None:
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", SERVICE),
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )
    assert child.stdout is not None
    url = (await child.stdout.readline()).decode().strip()
    host, _, port = url.removeprefix("http://").rpartition(":")
    idle = [await asyncio.open_connection(host, int(port)) for _ in range(120)]
    try:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(30)) as session:
            await asyncio.sleep(2.5)  # it is refused twice a second apart, at least
            for _ in range(3):
                async with session.get(f"{url}/healthz") as response:
                    assert response.status == 200
    finally:
        for _, writer in idle:
            writer.close()
        child.terminate()
        _, errors = await child.communicate()
    lines = [line for line in errors.decode().splitlines() if "no connection can be accepted" in line]
    assert len(lines) == 1, errors
    assert b"Traceback" not in errors, errors
