"""The one door to Grafana's HTTP API: a request and its answer, or an error that says which of a few things is wrong.

grafana-client was tried. Its line that is kept up uses niquests, whose urllib3-future takes the place of urllib3 at
every start of the interpreter and so breaks what else speaks HTTP in it; the older line over requests ended in 2024.
What publishing needs is nine paths, so it asks them over aiohttp, which is here anyway.
"""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import StrEnum
from typing import Any, NamedTuple

import aiohttp

_SECONDS = 10


class Wrong(StrEnum):
    UNREACHABLE = "unreachable"
    NOT_GRAFANA = "not_grafana"  # a login page, a proxy's error page, another program
    TOKEN = "token"  # noqa: S105 - it is not one
    FORBIDDEN = "forbidden"
    OLD = "old"
    MEANWHILE = "meanwhile"  # somebody else saved it
    TAKEN = "taken"  # its name belongs to another
    REFUSED = "refused"
    BROKEN = "broken"


class GrafanaError(Exception):
    """`what` it was about; `said` is Grafana's own message, or the reason of the network."""

    def __init__(self, wrong: Wrong, what: str, said: str = "") -> None:
        super().__init__(wrong, what, said)
        self.wrong, self.what, self.said = wrong, what, said


class Answer(NamedTuple):
    status: int
    body: Any  # None: there was none


class Grafana:
    def __init__(self, http: aiohttp.ClientSession, url: str) -> None:
        self._http = http
        self._url = url.rstrip("/")

    async def get(self, path: str) -> Any:
        """None where there is no such thing."""
        answer = await self._ask("GET", path, path, None)
        return answer.body if answer.status != 404 else None

    async def send(self, method: str, path: str, body: Any, what: str) -> None:
        answer = await self._ask(method, path, what, body)
        if answer.status == 404:
            raise GrafanaError(Wrong.REFUSED, what, _said(answer.body, 404))

    async def _ask(self, method: str, path: str, what: str, body: Any) -> Answer:
        try:
            async with self._http.request(method, self._url + path, json=body, allow_redirects=False) as reply:
                text = (await reply.read()).decode("utf-8", "replace")
                return _judged(reply, text, what)
        except (aiohttp.ClientError, OSError, TimeoutError, ValueError) as error:
            raise GrafanaError(Wrong.UNREACHABLE, self._url, _reason(error)) from None


@asynccontextmanager
async def grafana_at(url: str, token: str) -> AsyncIterator[Grafana]:
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    timeout = aiohttp.ClientTimeout(total=_SECONDS)
    async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:
        yield Grafana(http, url)


def _judged(reply: aiohttp.ClientResponse, text: str, what: str) -> Answer:
    status = reply.status
    if 300 <= status < 400:
        raise GrafanaError(Wrong.NOT_GRAFANA, what, f"{status} → {reply.headers.get('Location', '')}"[:200])
    try:
        body = json.loads(text) if text.strip() else None
    except ValueError:
        raise GrafanaError(Wrong.NOT_GRAFANA, what, f"{status} {' '.join(text.split())[:80]}") from None
    if status < 400 or (status == 404 and body is not None):
        return Answer(status, body)
    raise GrafanaError(_wrong(reply.method, status, body), what, _said(body, status))


def _wrong(method: str, status: int, body: Any) -> Wrong:
    if status in (409, 412):
        taken = _field(body, "status") == "name-exists" or (status == 409 and method == "POST")
        return Wrong.TAKEN if taken else Wrong.MEANWHILE
    if status >= 500:
        return Wrong.BROKEN
    return {401: Wrong.TOKEN, 403: Wrong.FORBIDDEN, 404: Wrong.NOT_GRAFANA}.get(status, Wrong.REFUSED)


def _said(body: Any, status: int) -> str:
    return f"{status} {_field(body, 'message')}".strip()[:200]


def _field(body: Any, name: str) -> str:
    return str(body.get(name, "")) if isinstance(body, dict) else ""


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return f"no answer within {_SECONDS} s"
    if isinstance(error, aiohttp.ClientConnectorError):
        return error.os_error.strerror or str(error.os_error) or type(error).__name__
    return str(error) or type(error).__name__
