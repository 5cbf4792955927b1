"""The photos of a record, as `frame/photos.html` shows them."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from urllib.parse import urlencode

from console.frame.visit import Visit
from kit.http.problems import Problem

_MOST_BYTES = 10_000_000


class Photos(NamedTuple):
    """`parts` are keys and titles of what a file may belong to, besides the whole record."""

    address: str
    files: Sequence[Any]
    parts: Sequence[tuple[str, str]] = ()
    most: int = _MOST_BYTES


async def photos_of(visit: Visit, record: str, of: str, parts: Sequence[tuple[str, str]] = ()) -> Photos | None:
    """None where files are not kept."""
    query = {"record": record, "of": of}
    try:
        files = (await visit.get("/api/v1/files", query))["items"]
    except Problem as problem:
        if problem.status != 503:
            raise
        return None
    return Photos(f"/api/v1/files?{urlencode(query)}", files, parts)
