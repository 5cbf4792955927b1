"""Calls the API inside this process on behalf of a request, with the same rules and rights."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from aiohttp import hdrs, web
from multidict import CIMultiDict
from yarl import URL


class Answered(NamedTuple):
    """`data` is the JSON; None if there is none."""

    data: Any
    headers: Mapping[str, str]


class Within:
    """Made before the body of the request is read."""

    def __init__(self, request: web.Request) -> None:
        self._blank = request.clone()
        self._app = request.app

    async def ask(
        self,
        method: str,
        path: str,
        query: Mapping[str, str] | None = None,
        body: Mapping[str, Any] | None = None,
        version: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Answered:
        """`path` is URL-encoded, `query` is not yet. `version` is the one that a change is based on. Raises Problem and
        StoreAway, as a handler does."""
        said = CIMultiDict(self._blank.headers)
        for name in (hdrs.IF_MATCH, hdrs.CONTENT_TYPE, hdrs.CONTENT_LENGTH, hdrs.TRANSFER_ENCODING):
            said.popall(name, None)
        said.update(headers or {})
        if body is not None:
            said[hdrs.CONTENT_TYPE] = "application/json"
        if version:
            said[hdrs.IF_MATCH] = f'"{version}"'
        url = URL(path, encoded=True).with_query(query)
        asked = self._blank.clone(method=method, rel_url=url, headers=said)
        asked._read_bytes = b"" if body is None else json.dumps(body).encode()  # noqa: SLF001 - what read() returns
        found = await self._app.router.resolve(asked)
        found.add_app(self._app)
        asked._match_info = found  # noqa: SLF001 - as the application does it with what comes by the network
        response = await found.handler(asked)
        if not isinstance(response, web.Response):
            raise TypeError(f"{method} {asked.match_info.route} is answered with a stream")
        text = response.body if isinstance(response.body, bytes) else b""
        return Answered(json.loads(text) if text else None, response.headers)
