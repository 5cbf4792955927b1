"""What is known of the phones in pages: whose they are, their passwords, and their open sockets."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import NamedTuple

from aiohttp import WSCloseCode, web

from kit.http.limits import Buckets
from kit.http.problems import Problem
from telephony.phones.keys import PhoneKeys

MESSAGES_PER_SECOND, MESSAGES_BURST = 20.0, 200
"""Of one page. A call is ten messages and a transfer a dozen; what is beyond closes the socket."""
DIALS_PER_SECOND, DIALS_BURST = 0.5, 20
"""Of one page. The PBX wants to know who dials, so a call is asked for twice."""
_CLOSE_SECONDS = 1.0
TAKEN_OVER = 4001
"""Close code: another page of this agent is the phone now."""


class IceServer(NamedTuple):
    """What relays the sound where a browser does not reach the PBX: as RTCPeerConnection wants it."""

    urls: str
    username: str
    credential: str


@dataclass
class Phones:
    """`endpoints` are those of agents, by name: 2001 of PJSIP/2001. Without a `websocket` there are no such phones."""

    websocket: str = ""
    secret: str = ""
    endpoints: Mapping[str, str] = field(default_factory=dict)
    turn: IceServer | None = None
    keys: PhoneKeys = field(default_factory=PhoneKeys)
    rates: Buckets = field(default_factory=lambda: Buckets(MESSAGES_PER_SECOND, MESSAGES_BURST))
    dials: Buckets = field(default_factory=lambda: Buckets(DIALS_PER_SECOND, DIALS_BURST))
    _open: dict[str, web.WebSocketResponse] = field(default_factory=dict)

    def endpoint_of(self, agent: str) -> str | None:
        return self.endpoints.get(agent) if self.websocket else None

    def require(self, agent: str) -> str:
        """Raises Problem 403."""
        endpoint = self.endpoint_of(agent)
        if endpoint is None:
            raise Problem(403, "You have no phone in the page: the settings name none of yours (agent.page_phone).")
        return endpoint

    @asynccontextmanager
    async def joined(
        self, endpoint: str, page: web.WebSocketResponse, now_us: Callable[[], int]
    ) -> AsyncIterator[None]:
        """One socket each: the new one ends the one before, which may be half open."""
        before, self._open[endpoint] = self._open.get(endpoint), page
        self.keys.opened(endpoint)
        try:
            if before is not None:
                await _ended(before, TAKEN_OVER)
            yield
        finally:
            self.keys.closed(endpoint, now_us())
            if self._open.get(endpoint) is page:
                del self._open[endpoint]

    async def close(self) -> None:
        for page in tuple(self._open.values()):
            await _ended(page, WSCloseCode.GOING_AWAY)


async def _ended(page: web.WebSocketResponse, code: int) -> None:
    """A page that is gone answers no close."""
    with suppress(TimeoutError, ConnectionResetError):
        async with asyncio.timeout(_CLOSE_SECONDS):
            await page.close(code=code, drain=False)


PHONES: web.AppKey[Phones] = web.AppKey("phones")
