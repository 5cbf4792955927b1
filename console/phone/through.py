"""Passes the messages of one page's phone to the PBX and back while both are connected."""

import asyncio
from collections.abc import Callable
from contextlib import suppress

import aiohttp
from aiohttp import web

from console.phones import Phones
from telephony.phones.dials import Dials, begins_call
from telephony.phones.gate import may_pass
from telephony.phones.rings import PING, Rings

LOOK_SECONDS = 0.5
_ACKNOWLEDGED_SECONDS = 0.5


class Through:
    def __init__(
        self,
        phones: Phones,
        endpoint: str,
        sockets: tuple[web.WebSocketResponse, aiohttp.ClientWebSocketResponse],
        monotonic: Callable[[], float],
    ) -> None:
        self._phones, self._endpoint, self._monotonic = phones, endpoint, monotonic
        self._page, self._pbx = sockets
        self._rings, self._dials = Rings(monotonic()), Dials()

    async def handed(self) -> None:
        """Until either side ends it, or the page is gone. What still rings there is refused: the PBX rings on
        elsewhere. What it still dials is cancelled."""
        ways = tuple(map(asyncio.create_task, (self._to_pbx(), self._to_page(), self._until_gone())))
        try:
            await asyncio.wait(ways, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for way in ways:
                way.cancel()
            await asyncio.gather(*ways, return_exceptions=True)
            await self._give_up()

    async def _give_up(self) -> None:
        """Until the PBX has acknowledged it: a socket that ends before would be congestion."""
        said = [*self._rings.refusals(), *self._dials.cancels()]
        with suppress(ConnectionResetError, aiohttp.ClientError, TimeoutError):
            async with asyncio.timeout(_ACKNOWLEDGED_SECONDS):
                for each in said:
                    await self._pbx.send_str(each)
                for _ in said:
                    await self._pbx.receive()

    async def _to_pbx(self) -> None:
        async for message in self._page:
            if message.type is not aiohttp.WSMsgType.TEXT or not self._passes(message.data):
                await self._page.close(code=aiohttp.WSCloseCode.POLICY_VIOLATION, drain=False)
                return
            self._rings.from_page(message.data, self._monotonic())
            if message.data.strip("\r\n"):
                await self._pbx.send_str(message.data)

    def _passes(self, message: str) -> bool:
        phones, endpoint, now = self._phones, self._endpoint, self._monotonic()
        if phones.rates.take(endpoint, now) or not may_pass(message, endpoint):
            return False
        if begins_call(message) and phones.dials.take(endpoint, now):
            return False
        return self._dials.may_pass(message)

    async def _to_page(self) -> None:
        async for message in self._pbx:
            if message.type is aiohttp.WSMsgType.TEXT:
                text = message.data
            elif message.type is aiohttp.WSMsgType.BINARY:
                text = message.data.decode("utf-8", "replace")
            else:
                continue
            self._rings.from_pbx(text, self._monotonic())
            self._dials.from_pbx(text)
            await self._page.send_str(text)

    async def _until_gone(self) -> None:
        while not self._rings.is_gone(self._monotonic()):
            if self._rings.wants_ping(self._monotonic()):
                await self._page.send_str(PING)
            await asyncio.sleep(LOOK_SECONDS)
