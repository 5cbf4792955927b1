"""`listen`: hears the PBXs and writes the journal, and nothing else. Services find it by its socket in data_dir.

Where another process writes the journal, it hears all the same and stands by. So one of two may be killed, stopped or
upgraded at any time.
"""

import asyncio
import contextlib
import os
import socket
from collections.abc import AsyncIterator, Mapping
from pathlib import Path

from kit.tasks import until_told
from thirdring.listening.keys import EarKeys
from thirdring.listening.links import Log
from thirdring.listening.turns import LOOK_SECONDS, listening


async def listen(keys: EarKeys, log: Log) -> None:
    """Until SIGINT or SIGTERM. Raises OSError, sqlite3.Error, or what a part died of."""
    await until_told(hear(keys, log))


async def hear(keys: EarKeys, log: Log) -> None:
    """Until cancelled."""
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(_alive())
        gives_way = False
        while True:
            lost = asyncio.Event()
            async with listening(keys, log, lost, gives_way=gives_way, say=notify) as tasks:
                notify("READY=1\nSTATUS=Hears and writes the journal.")
                log.info("listening", pbxs=len(keys.pbxs))
                await tasks.until(lost.wait())
            log.warning("a link was lost: another ear, which stood by, goes on, and this one stands by")
            gives_way = True


@contextlib.asynccontextmanager
async def _alive() -> AsyncIterator[None]:
    """Says so to systemd, which ends a process that is frozen: whoever stands by then goes on."""

    async def say() -> None:
        while True:
            notify("WATCHDOG=1")
            await asyncio.sleep(LOOK_SECONDS)

    saying = asyncio.create_task(say())
    try:
        yield
    finally:
        saying.cancel()


def notify(words: str, environ: Mapping[str, str] = os.environ) -> None:
    """To systemd, where it asks for it, and to a container's health check: a file that is touched from READY on."""
    if mark := environ.get("THIRDRING_ALIVE_MARK"):
        with contextlib.suppress(OSError):
            if words.startswith("READY=1") or Path(mark).exists():
                Path(mark).touch()
    if name := environ.get("NOTIFY_SOCKET"):
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd, contextlib.suppress(OSError):
            systemd.sendto(words.encode(), "\0" + name[1:] if name.startswith("@") else name)
