"""The demo on a real Asterisk: our SIP phones are the agents and, behind a trunk, the callers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from telephony.lab import config
from telephony.lab.asterisk import Asterisk, why_no_asterisk
from telephony.lab.leg import Leg
from telephony.lab.phone import Phone
from telephony.lab.root import LabError
from telephony.layout import Agent, Hotline
from thirdring.commands import CommandError
from thirdring.demo.site import Switch
from thirdring.i18n import _

AGENTS = ("1001", "1002", "1003", "1004")
NUMBER, QUEUE = "8001", "hotline"
CALLS_PER_SECOND = 1 / 7
LATE_SECONDS = 16.5  # how long the second caller waits, to be seen turning red


@asynccontextmanager
async def asterisk(say: Callable[[str], None]) -> AsyncIterator[Switch]:
    if why := why_no_asterisk():
        raise CommandError(_("There is no Asterisk to play on: {why}").format(why=why))
    async with contextlib.AsyncExitStack() as stack:
        crowd = Crowd(Random())  # noqa: S311  people, not secrets
        stack.callback(crowd.close)
        await crowd.open()
        try:
            pbx = await asyncio.to_thread(Asterisk, _site(crowd), say)
            stack.push_async_callback(pbx.close)
            await pbx.start()
        except LabError as error:
            raise CommandError(str(error)) from None
        crowd.attach(pbx.ports.sip)
        agents = tuple(Agent(name, (f"PJSIP/{name}",)) for name in AGENTS)
        hotline = Hotline("service", (NUMBER,), (QUEUE,))
        note = _("A real Asterisk; the people on its phones are played.")
        yield Switch("Asterisk", note, pbx.ports.ami, "thirdring", pbx.secret, hotline, agents)


def _site(crowd: "Crowd") -> config.Site:
    members = tuple(f"PJSIP/{name}" for name in AGENTS)
    options = {"strategy": "rrmemory", "timeout": "25", "retry": "1"}
    return config.Site(
        phones={phone.name: phone.port for phone in crowd.agents},
        trunk_port=crowd.trunk.port,
        queues=(config.Queue(QUEUE, members, options),),
        contexts={
            "from-trunk": (f"exten => {NUMBER},1,Queue({QUEUE},,,,45)", "same => n,Hangup()"),
            "from-phone": (f"exten => {NUMBER},1,Queue({QUEUE})",),
        },
    )


class Crowd:
    """Agents who answer their phones, and callers who come at random."""

    def __init__(self, random: Random) -> None:
        self.random = random
        self.trunk = Phone(config.TRUNK)
        self.agents = [Phone(name, self._agent()) for name in AGENTS]
        self._tasks: set[asyncio.Task[None]] = set()
        self._answered = 0

    async def open(self) -> None:
        for phone in (self.trunk, *self.agents):
            await phone.open()

    def attach(self, sip_port: int) -> None:
        for phone in (self.trunk, *self.agents):
            phone.attach(sip_port)
        self._spawn(self._arrivals())

    def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        for phone in (self.trunk, *self.agents):
            phone.close()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _agent(self) -> Callable[[Leg], Coroutine[Any, Any, None]]:
        async def on_call(leg: Leg) -> None:
            leg.ring()
            self._answered += 1
            usual = max(1.0, 5.0 * self.random.lognormvariate(0.0, 0.5))
            seconds = LATE_SECONDS if self._answered == 2 else usual
            with contextlib.suppress(TimeoutError):  # of the caller's patience: nobody has hung up meanwhile
                async with asyncio.timeout(seconds):
                    await leg.ended.wait()
            await leg.answer(sound=True)

        return on_call

    async def _arrivals(self) -> None:
        for pause in (0.5, 1.0, 2.5):
            await asyncio.sleep(pause)
            self._spawn(self._caller())
        while True:
            await asyncio.sleep(self.random.expovariate(CALLS_PER_SECOND))
            self._spawn(self._caller())

    async def _caller(self) -> None:
        number = f"138{self.random.randrange(10**8):08d}"
        leg = await self.trunk.call(NUMBER, f"<sip:{number}@127.0.0.1>")
        patience = self.random.choice((3.0, 9.0, 40.0, 40.0, 40.0, 40.0, 40.0, 40.0))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience):
                outcome = await leg.outcome()
            if outcome == 200:
                leg.rtp.start()
                async with asyncio.timeout(4.0 + self.random.expovariate(1 / 12)):
                    await leg.ended.wait()
        leg.hang_up()
