"""The office at work: asks the service's API what there is, and does what the office decides, each with their token."""

import asyncio
import time
from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo
from functools import partial
from typing import Any

import aiohttp
import structlog

from lab.desk.deed import DISPATCHER, Deed
from lab.desk.in_use import Look
from lab.desk.office import Item, Office, Seen
from telephony.numbers import dialled_form

ROUND_SECONDS = 0.7
AT_ONCE = 4
_PAGE = 500

log = structlog.get_logger(__name__)


class Staff:
    """`dial` is an agent's hand on the phone: by agent and number; False where that agent is busy. `look` says
    what goes on at the phones."""

    def __init__(
        self,
        url: str,
        tokens: Mapping[str, str],
        office: Office,
        look: Look,
        dial: Callable[[str, str], bool],
        zone: tzinfo,
    ) -> None:
        self._url = url
        self._tokens = tokens
        self._office = office
        self._look_at_lines = look
        self._dial = dial
        self._zone = zone

    async def run(self) -> None:
        async with aiohttp.ClientSession(self._url) as http:
            while True:
                try:
                    await self._round(http)
                except (aiohttp.ClientError, TimeoutError) as error:
                    log.info("the office could not ask the service", why=type(error).__name__)
                await asyncio.sleep(ROUND_SECONDS)

    async def _round(self, http: aiohttp.ClientSession) -> None:
        deeds = self._office.decide(await self._look(http))
        limit = asyncio.Semaphore(AT_ONCE)

        async def do(deed: Deed) -> None:
            async with limit:
                await self._do(http, deed)

        await asyncio.gather(*map(do, deeds))

    async def _look(self, http: aiohttp.ClientSession) -> Seen:
        active = await self._list(http, "/api/v1/tickets?active=true")
        resolved = await self._list(http, "/api/v1/tickets?status=resolved")
        waiting = await self._list(http, "/api/v1/callbacks?open=true")
        known = {each["id"] for each in waiting}
        called = [
            await self._get(http, f"/api/v1/callbacks/{number}") for number in self._office.calling.keys() - known
        ]
        lines = await self._look_at_lines(partial(self._list, http))
        busy = lines.engaged | set(self._office.calling.values())
        idle = [agent for agent in self._office.agents if agent not in busy]
        callbacks = [*waiting, *(each for each in called if each)]
        duties = await self._list(http, "/api/v1/duties?")
        day = datetime.now(self._zone).date()
        return Seen([*active, *resolved], callbacks, lines.live, idle, time.time_ns() // 1000, day, duties)

    async def _list(self, http: aiohttp.ClientSession, path: str) -> list[Item]:
        found = await self._get(http, f"{path}&limit={_PAGE}")
        return list(found["items"]) if found else []

    async def _get(self, http: aiohttp.ClientSession, path: str) -> Any:
        async with http.get(path, headers=self._headers(DISPATCHER)) as response:
            return await response.json() if response.status == 200 else None

    async def _do(self, http: aiohttp.ClientSession, deed: Deed) -> None:
        if deed.why:
            await self._call_back(http, deed)
        else:
            await self._ask(http, deed)

    async def _call_back(self, http: aiohttp.ClientSession, deed: Deed) -> None:
        """The agent has to hold it before saying why, and to say why before a phone rings."""
        place = deed.path.rpartition("/")[0]
        claimed = await self._ask(http, Deed(deed.who, "POST", f"{place}/claim"))
        if claimed is None:
            return
        if claimed["masked"]:
            shown = await self._ask(http, Deed(deed.who, "POST", f"{place}/unmask", {"why": deed.why}))
            if shown is None:
                return
            claimed = {**claimed, "phone": shown["number"]}
        if deed.dials:
            await self._by_hand(http, deed, claimed)
        else:
            await self._ask(http, deed)

    async def _ask(self, http: aiohttp.ClientSession, deed: Deed) -> Any:
        """None: somebody was faster, or the phone is taken; the next round sees."""
        headers = self._headers(deed.who)
        if deed.version is not None:
            headers["If-Match"] = f'"{deed.version}"'
        async with http.request(deed.method, deed.path, json=dict(deed.body), headers=headers) as response:
            answer = await response.json(content_type=None)
        if response.status < 400:
            return answer
        log.info("the service refused the office", path=_shape(deed.path), status=response.status)
        return None

    async def _by_hand(self, http: aiohttp.ClientSession, deed: Deed, callback: Item) -> None:
        if self._dial(deed.who, dialled_form(callback["phone"], "CN", "00")):
            return
        path = f"/api/v1/callbacks/{callback['id']}/release"
        async with http.post(path, headers=self._headers(deed.who)) as response:
            await response.read()

    def _headers(self, who: str) -> dict[str, str]:
        return {"Authorization": f"Bearer {self._tokens[who]}"}


def _shape(path: str) -> str:
    return path.rpartition("/")[2]
