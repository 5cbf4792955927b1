"""The sample configuration of deploy/asterisk on a real Asterisk, with phones, households and the whole service.

Its files run as they are; of site/, only what a site has to fill in is filled in: addresses, ports, the secret, no
passwords for phones on the loopback.
"""

import asyncio
import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg

from kit.database.embedded import EmbeddedPostgres
from kit.database.errors import ShutError
from kit.database.pool import session
from lab.pbx import config
from lab.pbx.asterisk import Asterisk
from lab.pbx.leg import Leg
from lab.pbx.phone import OnCall, Phone
from lab.pbx.root import need
from tests.begun import begin_postgres, speak_prompts
from tests.pbx.page_phones import PagePhones
from tests.pbx.scene import rings
from tests.pbx.serving import free_port, zone_at_noon
from thirdring.assembly import Service
from thirdring.service import running
from thirdring.settings import Settings
from ticketing.households.household import Household, Part, Person, Place
from ticketing.households.household import Phone as Number

DEPLOY = Path(__file__).parents[2] / "deploy" / "asterisk"
AGENTS = ("1001", "1002", "1009")
NUMBER = "8001"
OPEN_NUMBER = "8002"
"""Of the hotline as well; only tests that give it lines of the dialplan have it."""
ZHANG = "13800000001"
HOUSEHOLDS = (
    Household(
        Place("花园", "3", "2", "1201"),
        (Person("张三", Part.OWNER, (Number(f"+86{ZHANG}", ZHANG), Number("+8613800000011", "13800000011"))),),
        housekeeper="1001",
        vip=True,
    ),
)


def filled_in(
    agi_port: int, trunk_port: int, day: str = "*,*,*,*", agi_host: str = "127.0.0.1", numbers: str = ""
) -> config.Folder:
    """Every file of the sample; a text that is not there to be replaced is an error. `numbers` come beside its own."""
    texts = {str(file.relative_to(DEPLOY)): file.read_text() for file in sorted(DEPLOY.rglob("*.conf"))}
    site = {
        "site/globals.conf": {
            "127.0.0.1:4573": f"{agi_host}:{agi_port}",
            "08:00-20:00,*,*,*": day,
            "= 120": "= 15",
        },
        "site/rtp.conf": {"rtpend = 10999": "rtpend = 19998"},
        "site/manager.conf": {"port = 5038": "port = @AMI@", "put a long random word here": "@SECRET@"},
        "site/pjsip.conf": {
            "0.0.0.0:5060": "127.0.0.1:@SIP@",
            "sip:sip.provider.example:5060": f"sip:trunk@127.0.0.1:{trunk_port}",
            "match = sip.provider.example": "match = 127.0.0.1",
            "contact = sip:127.0.0.1\n": "contact = sip:127.0.0.1:@SIP@\n",
            **{f"auth = {agent}\n": "" for agent in AGENTS},
        },
    }
    for name, changes in site.items():
        for old, new in changes.items():
            assert texts[name].count(old) == 1, (name, old)
            texts[name] = texts[name].replace(old, new)
    texts["site/numbers.conf"] += numbers
    return config.Folder(texts)


class Sample:
    """`service` is None while it is stopped."""

    def __init__(
        self,
        folder: Path,
        day: str,
        numbers: str = "",
        pages: PagePhones | None = None,
        rescue: Mapping[str, Any] | None = None,
    ) -> None:
        self.trunk = Phone("trunk", self._outside)
        self.agents = {name: Phone(name) for name in AGENTS}
        self.outside: OnCall = rings()
        self.service: Service | None = None
        self._folder = folder
        self._day = day
        self._numbers = numbers
        self.pages = pages
        self._rescue = rescue or {}
        self._agi_port = 0
        self._stack = contextlib.AsyncExitStack()
        self._running = contextlib.AsyncExitStack()
        self.postgres = EmbeddedPostgres(folder / "postgres")
        self.asterisk: Asterisk

    async def open(self) -> None:
        for phone in self.phones:
            await phone.open()
            self._stack.callback(phone.close)
        self._agi_port = free_port()
        texts = filled_in(self._agi_port, self.trunk.port, self._day, numbers=self._numbers)
        self.asterisk = Asterisk(self.pages.added_to(texts) if self.pages else texts)
        self._stack.push_async_callback(self.asterisk.close)
        await asyncio.to_thread(need, ["espeak-ng", "sox"])
        await asyncio.to_thread(speak_prompts, self.asterisk.folder / "sounds")
        await self.asterisk.start()
        for phone in self.phones:
            phone.attach(self.asterisk.ports.sip)
        assert all([await phone.register() for phone in self.agents.values()])
        self._stack.callback(self.postgres.stop)
        await asyncio.to_thread(begin_postgres, self._folder / "postgres")
        await asyncio.to_thread(self.postgres.start)
        await self.start_service()

    async def start_service(self) -> None:
        service = self.service = await self._running.enter_async_context(running(self.settings))
        async with asyncio.timeout(60):
            while service.measured.fold.status.trouble or not all(link.up for link in service.ears.links.values()):
                await asyncio.sleep(0.05)

    async def import_households(self) -> None:
        assert self.service is not None
        await self.service.desk.households.put(HOUSEHOLDS)

    async def stop_service(self) -> None:
        self.service = None
        await self._running.aclose()

    async def close(self) -> None:
        await self.stop_service()
        await self._stack.aclose()

    def quiet(self) -> None:
        """Before a test: every phone rings and nobody answers."""
        for phone in self.agents.values():
            phone.on_call, phone.deaf = rings(), False
        self.outside = rings()

    @property
    def phones(self) -> list[Phone]:
        return [self.trunk, *self.agents.values()]

    async def _outside(self, leg: Leg) -> None:
        await self.outside(leg)

    # ---- What happens -----------------------------------------------------------------------------------------------

    async def call(self, caller: str = ZHANG, *, sound: bool = True) -> Leg:
        leg = await self.trunk.call(NUMBER, f"<sip:{caller}@127.0.0.1>")
        if sound:
            leg.rtp.start()
        return leg

    async def until_heard(self, leg: Leg, packets: int) -> None:
        """So many packets in which there is a sound."""
        async with asyncio.timeout(60):
            while leg.rtp.loud < packets:
                await asyncio.sleep(0.02)

    def next_call(self, phone: Phone) -> "asyncio.Task[Leg]":
        """The next call that this phone gets."""
        before = len(phone.legs)
        return asyncio.create_task(_arrived(phone, before))

    def sound(self, language: str, name: str) -> Path:
        return self.asterisk.folder / "sounds" / language / "thirdring" / f"{name}.wav"

    def hang_up_all(self) -> None:
        for phone in self.phones:
            for leg in phone.legs:
                leg.hang_up()

    # ---- What is known ----------------------------------------------------------------------------------------------

    async def rows(self, text: str, *values: Any) -> list[Any]:
        """Waits until the service has its database again: a moment after PostgreSQL is back."""
        assert self.service is not None
        async with asyncio.timeout(60):
            while True:
                try:
                    async with session(self.service.access.database.pool) as connection:
                        return list(await connection.fetch(text, *values))
                except (ShutError, asyncpg.DeadlockDetectedError):  # a truncate and what the service reads meanwhile
                    await asyncio.sleep(0.05)

    async def row(self, text: str, *values: Any) -> Any:
        """The one row, once it is there."""
        async with asyncio.timeout(60):
            while not (found := await self.rows(text, *values)):
                await asyncio.sleep(0.05)
        assert len(found) == 1, found
        return found[0]

    async def forget(self) -> None:
        """What an earlier test left, once all of it is stored."""
        if self.service is not None:
            await self.until_stored()
            await self.rows("truncate callbacks, tickets, ticket_days, desk_calls, calls cascade")

    async def until_stored(self) -> None:
        assert self.service is not None
        async with asyncio.timeout(60):
            while self.service.measured.fold.status.trouble or self.service.measured.fold.status.behind_events:
                await asyncio.sleep(0.05)

    @property
    def settings(self) -> Settings:
        desks = [{"name": name, "devices": [f"PJSIP/{name}"]} for name in AGENTS]
        agents = self.pages.agents if self.pages else desks
        return Settings(
            timezone=zone_at_noon(),
            data_dir=self._folder / "data",
            database={"url": self.postgres.url()},
            web={"listen": f"127.0.0.1:{self.pages.web_port if self.pages else 0}"},
            agi={"listen": f"127.0.0.1:{self._agi_port}", "rate_seconds": 3},
            pbx=[{"name": "main", "port": self.asterisk.ports.ami, "secret": self.asterisk.secret}],
            hotline=[{"name": "service", "numbers": [NUMBER, OPEN_NUMBER], "queues": ["hotline", "night"]}],
            agent=agents,
            phone=self.pages.settings if self.pages else {},
            calling={"ring_seconds": 5},
            rescue=self._rescue,
            shifts={"housekeeper_ring_seconds": 2},
        )


async def talk(caller: Leg, seconds: float = 0.5) -> None:
    assert await caller.outcome() == 200
    await asyncio.sleep(seconds)


async def picked_up(phone: Phone) -> Leg:
    async with asyncio.timeout(60):
        while True:
            for leg in phone.legs:
                if leg.answered.is_set() and not leg.ended.is_set():
                    return leg
            await asyncio.sleep(0.01)


def shown(leg: Leg) -> str:
    """The name in the INVITE that this phone got."""
    assert leg.incoming is not None
    return leg.incoming.get("From").partition("<")[0].strip().strip('"')


async def _arrived(phone: Phone, before: int) -> Leg:
    async with asyncio.timeout(60):
        while True:
            for leg in phone.legs[before:]:
                if leg.incoming:
                    return leg
            await asyncio.sleep(0.005)
