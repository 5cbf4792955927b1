"""A PBX set up for some shapes, with their phones; plays them and gathers the truth."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path

from lab.pbx import config
from lab.pbx.asterisk import Asterisk
from lab.pbx.leg import Leg
from lab.pbx.manager import Manager
from lab.pbx.phone import OnCall, Phone
from telephony.layout import Agent, Hotline, Layout, layout
from tests.pbx.scene import OVERFLOW, Corner, Scene, Shape
from tests.pbx.shapes_outbound import OUTBOUND
from tests.pbx.truth import Truth

_FROM_PHONE = (
    "exten => _1XXX,1,Dial(PJSIP/${EXTEN},5,tT)",
    "exten => _9X.,1,Dial(PJSIP/${EXTEN:1}@trunk,20)",
    "exten => *22,1,AgentLogin(${CALLERID(num)},s)",
    "exten => _*7XXX,1,ParkedCall(default,${EXTEN:2})",
    "exten => _*8XXXX,1,PickupChan(PJSIP/${EXTEN:2},p)",
)
_FROM_TRUNK = ("exten => _5XXXX,1,Dial(PJSIP/1${EXTEN:3}1,20)",)  # no hotline: straight to a corner's first agent
_AGENTS = ("exten => _1XXX,1,Dial(PJSIP/${EXTEN})",)
_POOL = ("exten => _1XXX,1,AgentRequest(${EXTEN})",)

_SAMPLE = Path(__file__).parents[2] / "deploy" / "asterisk"
RECORDS = ("cel.conf", "cel_custom.conf", "logger.conf")


class Lab:
    def __init__(
        self, shapes: Sequence[Shape], *, records: bool = False, files: Mapping[str, str] | None = None
    ) -> None:
        """`records`: its PBX writes of itself what the sample configuration makes it write. `files`: more for it."""
        self._files = files or {}
        self._records = records
        single = len(shapes) == 1
        self.corners = [Corner(shape, index, "" if single else f"{index:02d}") for index, shape in enumerate(shapes)]
        self.trunk = Phone("trunk")
        self.asterisk: Asterisk
        self.manager: Manager  # sends the scenarios' own actions
        self.observer: Manager  # hears what the service hears
        self.outside: dict[str, OnCall] = {}  # how an outside number answers
        self.trunk.on_call = self._outside
        self.after_restart: Callable[[], Awaitable[None]] = _at_once
        self._callers = 0
        self._earlier: list[bytes] = []  # what earlier connections heard
        self._frames: list[bytes] = []

    @property
    def hotlines(self) -> list[Hotline]:
        return [Hotline(c.hotline, (c.number,), (c.queue, c.text(OVERFLOW))) for c in self.corners]

    @property
    def agents(self) -> list[Agent]:
        return [Agent(p.name, (f"PJSIP/{p.name}",)) for c in self.corners for p in c.agents]

    @property
    def layout(self) -> Layout:
        return layout(self.hotlines, self.agents)

    def fresh_caller(self) -> str:
        """A fictional number that nobody has called from yet."""
        self._callers += 1
        return f"1380000{self._callers:04d}"

    async def _outside(self, leg: Leg) -> None:
        await self.outside[leg.dialled](leg)

    async def until_outside_answers(self, number: str, since_us: int) -> Leg:
        leg = await self.until_outside_is_called(number, since_us)
        while leg.final != 200:
            await asyncio.sleep(0.01)
        return leg

    async def until_outside_is_called(self, number: str, since_us: int) -> Leg:
        while True:
            for leg in reversed(self.trunk.legs):
                if leg.incoming and leg.dialled == number and leg.log[0].at_us >= since_us:
                    return leg
            await asyncio.sleep(0.01)

    async def channel_of(self, leg: Leg) -> str:
        """The PBX's name for a leg: the latest channel of its phone (for the trunk, of its caller)."""
        return (await self.caller_of(leg))["Channel"]

    async def caller_of(self, leg: Leg) -> dict[str, str]:
        """What the PBX first said of that channel."""
        start = b"Event: Newchannel\r\n"
        for frame in reversed(self.observer.frames):
            if frame.startswith(start):
                headers = _headers(frame)
                ours = headers["Channel"].startswith(f"PJSIP/{leg.phone.name}-")
                if ours and (leg.phone is not self.trunk or headers["CallerIDNum"] == leg.caller):
                    return headers
        raise AssertionError("the PBX knows no channel of that leg")

    async def parking_space(self, channel: str) -> str:
        """Where the caller of that channel is parked."""
        async with asyncio.timeout(60):
            while True:
                for frame in reversed(self.observer.frames):
                    if frame.startswith(b"Event: ParkedCall\r\n") and _headers(frame)["ParkeeChannel"] == channel:
                        return _headers(frame)["ParkingSpace"]
                await asyncio.sleep(0.01)

    async def open(self) -> None:
        for phone in self.phones:
            await phone.open()
        self.asterisk = Asterisk(self._site())
        await self.asterisk.start()
        for phone in self.phones:
            phone.attach(self.asterisk.ports.sip)
        await self.connect()
        registering = [phone.register() for corner in self.corners if corner.shape.registers for phone in corner.agents]
        if not all(await asyncio.gather(*registering)):
            raise AssertionError("a phone could not register")

    async def connect(self) -> None:
        port, secret = self.asterisk.ports.ami, self.asterisk.secret
        self.manager = await Manager.connect(port, "lab", secret)
        self.observer = await Manager.connect(port, "thirdring", secret)

    def heard(self) -> bytes:
        """All that the PBX said to the observer; where it was restarted, one connection after the other."""
        return b"".join(
            raw if raw.endswith(b"\r\n\r\n") else raw + b"\r\n\r\n"
            for raw in [*self._earlier, bytes(self.observer.raw)]
        )

    async def restart(self) -> None:
        """A power cut: no channel is hung up, the connection just ends, and a new PBX comes up."""
        await self.asterisk.stop(hard=True)
        self._earlier.append(bytes(self.observer.raw))
        self._frames += self.observer.frames
        await self.manager.close()
        await self.observer.close()
        await self.asterisk.start()
        await self.connect()
        await self.observer.snapshot()
        await self.after_restart()

    async def deafen(self) -> None:
        """The link is gone and the PBX goes on: what the observer hears from here is for the truth alone."""
        self._earlier.append(bytes(self.observer.raw))

    async def hear_again(self) -> None:
        self._frames += self.observer.frames
        await self.observer.close()
        self.observer = await Manager.connect(self.asterisk.ports.ami, "thirdring", self.asterisk.secret)
        await self.observer.snapshot()

    @property
    def frames(self) -> list[bytes]:
        return [*self._frames, *self.observer.frames]

    async def close(self) -> None:
        await self.manager.close()
        await self.observer.close()
        for phone in self.phones:
            phone.close()
        await self.asterisk.close()

    @property
    def phones(self) -> list[Phone]:
        return [self.trunk, *(phone for corner in self.corners for phone in corner.agents)]

    async def play(self, corner: Corner, seed: int) -> list[Truth]:
        scene = Scene(self, corner, seed)
        try:
            async with asyncio.timeout(60):
                await corner.shape.play(scene)
                await scene.finish()
        except TimeoutError as error:
            raise AssertionError(f"{corner.shape.name}, play {seed}, did not end:\n{scene.story()}") from error
        return scene.truths

    def _site(self) -> config.Site:
        numbers = [line for corner in self.corners for line in _number(corner)]
        return config.Site(
            phones=_ports(self.corners),
            trunk_port=self.trunk.port,
            queues=tuple(queue for corner in self.corners for queue in _queues(corner)),
            contexts={
                "from-trunk": (*_FROM_TRUNK, *numbers),
                "from-phone": (*_FROM_PHONE, *numbers),
                "agents": _AGENTS,
                "pool": _POOL,
                "thirdring-outbound": OUTBOUND,
            },
            records={name: (_SAMPLE / name).read_text() for name in RECORDS if self._records} | dict(self._files),
        )


def _ports(corners: Sequence[Corner]) -> dict[str, int | None]:
    """Where each phone is; None for one that will say so itself."""
    return {phone.name: None if c.shape.registers else phone.port for c in corners for phone in c.agents}


async def _at_once() -> None:
    pass


def _number(corner: Corner) -> list[str]:
    steps = [corner.text(step) for step in corner.shape.dialplan]
    return [f"exten => {corner.number},1,{steps[0]}", *(f" same => n,{step}" for step in steps[1:])]


def _queues(corner: Corner) -> list[config.Queue]:
    shape = corner.shape
    members = shape.members if shape.members is not None else tuple(f"PJSIP/{phone.name}" for phone in corner.agents)
    queues = [config.Queue(corner.queue, tuple(corner.text(m) for m in members), shape.queue)]
    if shape.overflow:
        queues.append(config.Queue(corner.text(OVERFLOW), tuple(corner.text(m) for m in shape.overflow), shape.queue))
    return queues


def name_calls(frames: Sequence[bytes], truths: Sequence[Truth]) -> None:
    """Gives each truth the linkedid of the channel that began it: the caller's own Newchannel, by number and time."""
    began = [_headers(frame) for frame in frames if frame.startswith(b"Event: Newchannel")]
    for truth in truths:
        fits = [
            h
            for h in began
            if h["Channel"].startswith(f"PJSIP/{truth.phone}-")
            and (h["Exten"] == truth.dialled or truth.click_to_call)
            and abs(float(h["Timestamp"]) * 1e6 - truth.began_at_us) < 1_000_000
            and (truth.click_to_call or truth.caller == h["CallerIDNum"] or not truth.caller.isdigit())
        ]
        if len(fits) != 1:
            raise AssertionError(f"{truth.shape}: {len(fits)} channels fit the call to {truth.dialled}")
        truth.linkedid = fits[0]["Linkedid"]


def _headers(frame: bytes) -> dict[str, str]:
    pairs = (line.partition(": ") for line in frame.decode(errors="replace").split("\r\n"))
    return {key: value for key, _, value in pairs}
