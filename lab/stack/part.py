"""One part of the stack as a process: started, waited for until it says that it is well, stopped."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import aiohttp

from kit.i18n import _
from thirdring.stack import StackError

LOCAL = "127.0.0.1"
START_SECONDS = 90.0
_STOP_SECONDS = 20.0
_ASK_SECONDS = 3.0
_LAST_WORDS = 1_500

Health: TypeAlias = Callable[[aiohttp.ClientSession], Awaitable[str]]
"""What there is to say of a part that is well, '' while it is not."""


class Ports(NamedTuple):
    web: int = 8080
    agi: int = 4573
    prometheus: int = 9090
    alertmanager: int = 9093
    callers: int = 15060
    phones: int = 16000


def thirdring(*words: str) -> list[str]:
    return python("thirdring", *words)


def python(module: str, *words: str) -> list[str]:
    return [sys.executable, "-P", "-m", module, *words]


@dataclass(frozen=True)
class Part:
    name: str
    words: Sequence[str]
    log: Path
    health: Health
    url: str = ""
    environment: Mapping[str, str] | None = field(default=None, repr=False)


@contextlib.asynccontextmanager
async def running(part: Part, http: aiohttp.ClientSession) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The process, and what it says of itself. Raises StackError where it does not become well."""
    with part.log.open("ab") as log:
        process = await asyncio.create_subprocess_exec(
            *part.words,
            env=None if part.environment is None else dict(part.environment),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,  # Ctrl-C in our terminal is for us to pass on
        )
    try:
        yield process, await _until_well(part, process, http)
    finally:
        await _stop(process)


async def _until_well(part: Part, process: asyncio.subprocess.Process, http: aiohttp.ClientSession) -> str:
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(START_SECONDS):
            while process.returncode is None:
                if said := await health(part, http):
                    return said
                await asyncio.sleep(0.2)
    raise StackError(ended(part))


async def health(part: Part, http: aiohttp.ClientSession) -> str:
    try:
        async with asyncio.timeout(_ASK_SECONDS):
            return await part.health(http)
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError, LookupError):
        return ""


def ended(part: Part) -> str:
    text = _("{part} does not run. Its last words:\n{words}")
    return text.format(part=part.name, words=part.log.read_text(errors="replace")[-_LAST_WORDS:].strip())


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        process.kill()
        await process.wait()


async def asked(http: aiohttp.ClientSession, url: str, **query: str) -> Any:
    """What it answers, in JSON. Raises ValueError where it says no."""
    async with http.get(url, params=query) as answer:
        if answer.status != 200:
            raise ValueError(answer.status)
        return await answer.json(content_type=None)


async def answers(http: aiohttp.ClientSession, url: str) -> bool:
    async with http.get(url) as answer:
        return answer.status == 200
