"""The demo on a real Asterisk: our SIP phones are the agents and, behind a trunk, the callers."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
from contextlib import asynccontextmanager
from random import Random
from typing import Any

from kit.i18n import _
from lab.demo.site import Switch
from lab.desk import estate
from lab.pbx import config
from lab.pbx.asterisk import Asterisk, why_no_asterisk
from lab.pbx.leg import Leg
from lab.pbx.phone import Phone
from lab.pbx.root import LabError
from telephony.layout import Agent, Hotline
from thirdring.commands import CommandError

AGENTS = ("1001", "1002", "1003", "1004", "1005", "1006")
NUMBER, QUEUE = "8001", "hotline"
CALLS_PER_SECOND = 1 / 7
OUTBOUND = (
    "exten => _X.,1,Set(CALLERID(all)=<02160000000>)",
    "same => n,Dial(PJSIP/${EXTEN}@trunk,25,tT)",
    "same => n,Hangup()",
)
BY_HAND = "exten => _1XXXXXXXXXX,1,Goto(thirdring-outbound,${EXTEN},1)"
LATE_SECONDS = 16.5  # how long the second caller waits, to be seen turning red


@asynccontextmanager
async def asterisk(say: Callable[[str], None]) -> AsyncIterator[Switch]:
    if why := why_no_asterisk():
        raise CommandError(_("There is no Asterisk to play on: {why}").format(why=why))
    async with contextlib.AsyncExitStack() as stack:
        residents = estate.households(AGENTS, estate.MOVED_IN)
        crowd = Crowd(Random(), estate.numbers_of(residents))
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
        yield Switch("Asterisk", note, pbx.ports.ami, "thirdring", pbx.secret, hotline, agents, crowd.dial, residents)


def _site(crowd: "Crowd") -> config.Site:
    members = tuple(f"PJSIP/{name}" for name in AGENTS)
    options = {"strategy": "rrmemory", "timeout": "25", "retry": "1"}
    return config.Site(
        phones={phone.name: phone.port for phone in crowd.agents},
        trunk_port=crowd.trunk.port,
        queues=(config.Queue(QUEUE, members, options),),
        contexts={
            "from-trunk": (f"exten => {NUMBER},1,Queue({QUEUE},,,,45)", "same => n,Hangup()"),
            "from-phone": (f"exten => {NUMBER},1,Queue({QUEUE})", BY_HAND),
            "thirdring-outbound": OUTBOUND,
        },
    )


async def _calls(phone: Phone, number: str) -> None:
    leg = await phone.call(number)
    leg.rtp.start()
    await leg.outcome()
    await leg.until_ended()


class Crowd:
    """Agents who answer their phones, and callers who come at random."""

    def __init__(self, random: Random, directory: Sequence[str]) -> None:
        self.random = random
        self.directory = directory
        self.trunk = Phone(config.TRUNK, self._customer)
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

    async def _customer(self, leg: Leg) -> None:
        """Somebody outside who is called: busy, not there, or ready to talk for a while."""
        chance = self.random.random()
        if chance < 0.1:
            return leg.reject(486)
        leg.ring()
        if chance < 0.2:
            return None
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.random.uniform(2.0, 8.0)):
                await leg.ended.wait()
        await leg.answer(sound=True)
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self.random.uniform(6.0, 14.0)):
                await leg.ended.wait()
        return leg.hang_up()

    def dial(self, agent: str, number: str) -> bool:
        """By hand, on an agent's phone; False while that one is in use."""
        [phone] = [each for each in self.agents if each.name == agent]
        if any(not leg.ended.is_set() for leg in phone.legs):
            return False
        self._spawn(_calls(phone, number))
        return True

    async def _arrivals(self) -> None:
        for pause in (0.5, 1.0, 2.5):
            await asyncio.sleep(pause)
            self._spawn(self._caller())
        while True:
            await asyncio.sleep(self.random.expovariate(CALLS_PER_SECOND))
            self._spawn(self._caller())

    async def _caller(self) -> None:
        number = self.random.choice(self.directory)
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
