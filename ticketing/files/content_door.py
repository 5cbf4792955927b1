"""The bytes of a file over HTTP, with headers that keep a browser from running them."""

from typing import NamedTuple

from aiohttp import hdrs, web

from kit.buckets.troubles import BucketError, Trouble
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from ticketing.files.door import file_of, shelf
from ticketing.files.file import File, file_name
from ticketing.files.kinds import MEDIA_TYPES, Kind
from ticketing.files.shelf import Shelf
from ticketing.http.ask import Ask

_POLICY = "default-src 'none'; frame-ancestors 'none'; sandbox"


class _Bytes(NamedTuple):
    sha256: str
    size_bytes: int
    kind: Kind


async def content(ask: Ask, _query: NoQuery) -> web.StreamResponse:
    file = await file_of(ask)
    return await whole_of(shelf(ask), file)


async def small(ask: Ask, _query: NoQuery) -> web.StreamResponse:
    return await small_of(shelf(ask), await file_of(ask))


async def whole_of(kept: Shelf, file: File) -> web.StreamResponse:
    return await _sending(kept, file, _Bytes(file.sha256, file.size_bytes, file.kind))


async def small_of(kept: Shelf, file: File) -> web.StreamResponse:
    if not file.small_sha256:
        raise Problem(404, "A PDF has no thumbnail.")
    return await _sending(kept, file, _Bytes(file.small_sha256, file.small_bytes, Kind.JPEG))


async def _sending(kept: Shelf, file: File, which: _Bytes) -> web.StreamResponse:
    """A paper is offered as a download, so that a script in it cannot run at this address."""
    try:
        content = await kept.kept.read(which.sha256, which.size_bytes)
    except BucketError as error:
        if error.trouble is not Trouble.DAMAGED:
            raise
        raise Problem(
            404, "The bytes of this file are damaged: add the same file again, or put it back from a backup."
        ) from None
    if content is None:
        raise Problem(404, "The bytes of this file are lost: put them back from a backup.")
    how = "attachment" if which.kind is Kind.PDF else "inline"
    headers = {
        hdrs.CONTENT_TYPE: MEDIA_TYPES[which.kind],
        hdrs.CONTENT_DISPOSITION: f'{how}; filename="{file_name(file)}"',
        "Content-Security-Policy": _POLICY,
    }
    return web.Response(body=content, headers=headers)  # it closes what it has sent
