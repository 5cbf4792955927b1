"""What a sent file becomes, as it is kept: a picture newly encoded with its thumbnail, a paper as it is."""

import asyncio
import contextlib
import json
import os
import sys
from pathlib import Path
from typing import Any, NamedTuple

import structlog

from kit.refusals import RefusedError
from ticketing.files.kinds import HEAD_BYTES, Kind, Sent, kind_of
from ticketing.files.pictures import PIXELS_MAX, TOO_MANY_PIXELS

_PROGRAM = Path(__file__).with_name("pictures.py")
_SECONDS = 30.0

log = structlog.get_logger(__name__)


class Made(NamedTuple):
    kind: Kind
    whole: Path
    small: Path | None = None  # a paper has none
    width: int | None = None
    height: int | None = None


async def made_of(source: Path, folder: Path) -> Made:
    """`folder` takes what is made. Raises RefusedError for what is no picture and no paper."""
    sent = kind_of(await asyncio.to_thread(_head, source))
    if sent is Sent.PDF:
        return Made(Kind.PDF, source)
    said = await _run(sent, source, folder)
    return Made(Kind(said["kind"]), folder / "whole", folder / "small", said["width"], said["height"])


def _head(source: Path) -> bytes:
    with source.open("rb") as file:
        return file.read(HEAD_BYTES)


async def _run(sent: Sent, source: Path, folder: Path) -> dict[str, Any]:
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-I", str(_PROGRAM), sent.value, str(source), str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        env={"PATH": os.defpath},  # none of our secrets
        cwd=folder,
    )
    try:
        async with asyncio.timeout(_SECONDS):
            said, _ = await process.communicate()
    except TimeoutError:
        said = b""
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.kill()
            await process.wait()
    if process.returncode == TOO_MANY_PIXELS:
        millions = PIXELS_MAX // 1_000_000
        raise RefusedError(f"The picture has more than {millions} million pixels: make it smaller, or take it again.")
    if process.returncode != 0:
        log.info("a picture could not be read", kind=sent.value, status=process.returncode)
        raise RefusedError("The picture cannot be read: it is damaged. Take it again, or save it as a JPEG.")
    found: dict[str, Any] = json.loads(said)
    return found
