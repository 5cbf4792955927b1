"""Receives a body that may be large, in pieces, into a file: little of it is ever in memory."""

from pathlib import Path

from aiohttp import web

from kit.files import new_file
from kit.http.door import door_of
from kit.http.problems import Problem

_PIECE_BYTES = 1 << 16


async def receive(request: web.Request, target: Path, bytes_max: int) -> None:
    """Raises Problem 413 for more than `bytes_max`, 422 for nothing."""
    if (request.content_length or 0) > bytes_max:
        raise _too_large(bytes_max)
    size_bytes = 0
    with new_file(target) as file:
        async for piece in request.content.iter_chunked(_PIECE_BYTES):
            size_bytes += len(piece)
            if size_bytes > bytes_max:
                raise _too_large(bytes_max)
            file.write(piece)
    if not size_bytes:
        raise Problem(422, "The file is empty: send its bytes as the body.")
    if (door := door_of(request)) is not None:
        door.request_is_whole()


def _too_large(bytes_max: int) -> Problem:
    return Problem(413, f"A file may have {bytes_max // 1_000_000} MB: make it smaller.")
