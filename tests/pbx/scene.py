"""What a shape of call is, and the corner of the PBX it plays in: a hotline number, a queue, agents with phones."""

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from lab.pbx.leg import Leg
from lab.pbx.manager import Manager
from lab.pbx.phone import OnCall, Phone
from tests.pbx.truth import Truth, tell

if TYPE_CHECKING:
    from tests.pbx.lab import Lab

OVERFLOW = "{q}-overflow"


@dataclass(frozen=True)
class Shape:
    """Texts may name {n} the hotline's number, {q} its queue, {a1} {a2} … the agents, @RUN@ the run's folder."""

    name: str
    play: Callable[["Scene"], Awaitable[None]]
    dialplan: tuple[str, ...] = ("Queue({q})",)  # one application a line
    agents: int = 2
    queue: Mapping[str, str] = field(default_factory=dict)
    members: tuple[str, ...] | None = None  # None: every agent's device
    overflow: tuple[str, ...] = ()  # members of a second queue
    registers: bool = False  # its phones tell the PBX where they are; others stand in its configuration
    alone: bool = False  # it harms others: needs a PBX to itself


class Corner:
    """The names of one shape on one PBX; every corner has its own, so that shapes are played side by side."""

    def __init__(self, shape: Shape, index: int, suffix: str) -> None:
        self.shape = shape
        self.number = f"80{index:02d}"
        self.queue = f"hotline{suffix}"
        self.hotline = f"service{suffix}"
        self.agents = [Phone(f"1{index:02d}{each}") for each in range(1, shape.agents + 1)]
        self._names = {f"a{each}": phone.name for each, phone in enumerate(self.agents, 1)}

    def text(self, template: str) -> str:
        for key, value in {"n": self.number, "q": self.queue, **self._names}.items():
            template = template.replace("{" + key + "}", value)
        return template


class Scene:
    """One play of a shape. `truths` is what its phones saw."""

    def __init__(self, lab: "Lab", corner: Corner, seed: int) -> None:
        self.lab, self.corner = lab, corner
        self.chance = random.Random(seed)
        self.truths: list[Truth] = []
        self._legs: list[Leg] = []
        self._expected: list[tuple[Leg, str, dict[str, Any]]] = []
        self._since = [len(phone.legs) for phone in corner.agents]
        for phone in corner.agents:
            phone.on_call, phone.deaf = rings(), False

    def agent(self, number: int) -> Phone:
        return self.corner.agents[number - 1]

    def seconds(self, least: float, most: float) -> float:
        return round(self.chance.uniform(least, most), 3)

    @property
    def outside_number(self) -> str:
        return f"1390000{self.corner.number}"

    @property
    def manager(self) -> Manager:
        return self.lab.manager

    async def call(self, number: str = "", caller: str = "", *, sound: bool = False, party: str = "") -> Leg:
        """From outside to the hotline, unless another number is said."""
        party = party or f"<sip:{caller or self.lab.fresh_caller()}@127.0.0.1>"
        leg = await self.lab.trunk.call(number or self.corner.number, party)
        self._legs.append(leg)
        if sound:
            leg.rtp.start()
        return leg

    async def agent_calls(self, number: int, dialled: str) -> Leg:
        leg = await self.agent(number).call(dialled)
        self._legs.append(leg)
        return leg

    async def talk_and_hang_up(self, leg: Leg, seconds: float = 0.4) -> None:
        await self.until_agent_answers()
        await leg.outcome()
        await asyncio.sleep(seconds)
        leg.hang_up()

    async def until_agent_answers(self, number: int = 0) -> Leg:
        """The leg of the agent (of any, for 0) that has picked up."""
        phone = self.agent(number) if number else None
        return await self._until(lambda leg: leg.final == 200 and phone in (None, leg.phone))

    async def until_rung(self) -> Leg:
        return await self._until(lambda leg: True)

    async def _until(self, fits: Callable[[Leg], bool]) -> Leg:
        async with asyncio.timeout(60):
            while True:
                for leg in self.incoming():
                    if fits(leg):
                        return leg
                await asyncio.sleep(0.001)

    def incoming(self, caller: str = "") -> list[Leg]:
        """What rang at this scene's agents, in order."""
        pairs = zip(self.corner.agents, self._since, strict=True)
        legs = [leg for phone, since in pairs for leg in phone.legs[since:] if leg.incoming]
        return sorted((leg for leg in legs if caller in ("", leg.caller)), key=lambda leg: leg.log[0].at_us)

    def expect(self, leg: Leg, disposition: str, **known: Any) -> None:
        """The call that `leg` began ends like this; `known` are `tell`'s, for what no phone's clock can say."""
        self._expected.append((leg, disposition, known))

    async def finish(self) -> None:
        """Everybody still on the phone hangs up, the PBX is given a moment to clear, and the truth is gathered."""
        legs = [leg for leg in (*self._legs, *self.incoming()) if not leg.deaf and not leg.lost]
        for leg in legs:
            leg.hang_up()
        async with asyncio.timeout(60):
            for leg in legs:
                await leg.ended.wait()
        await asyncio.sleep(0.4)
        for leg, disposition, known in self._expected:
            rung = known.pop("rung", None) or self.incoming(leg.caller if len(self._expected) > 1 else "")
            self.truths.append(tell(leg, rung, disposition, self.corner, **known))

    def story(self) -> str:
        """What each phone has sent (>) and heard (<) so far, for a play that goes wrong."""
        lines = []
        for leg in (*self._legs, *self.incoming()):
            stamps = " ".join(f"{stamp.at_us / 1e6 % 1000:.3f}{'<>'[stamp.sent]}{stamp.what}" for stamp in leg.log)
            lines.append(f"{leg.phone.name} {leg.caller} to {leg.dialled}: {stamps}")
        return "\n".join(lines)


# ---- What a phone does with a call ----------------------------------------------------------------------------------


def rings() -> OnCall:
    async def on_call(leg: Leg) -> None:
        leg.ring()

    return on_call


def answers(after: float, *, sound: bool = False, ringing: bool = True) -> OnCall:
    async def on_call(leg: Leg) -> None:
        if ringing:
            leg.ring()
        await asyncio.sleep(after)
        await leg.answer(sound=sound)

    return on_call


def refuses(status: int, after: float = 0.0, forward_to: str = "", *, ringing: bool = False) -> OnCall:
    async def on_call(leg: Leg) -> None:
        if ringing:
            leg.ring()
        await asyncio.sleep(after)
        leg.reject(status, forward_to)

    return on_call
