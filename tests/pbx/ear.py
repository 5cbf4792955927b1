"""Hears the PBX as the service does: by the real link, filters at the source and all."""

import asyncio
import contextlib

from lab.pbx.asterisk import Asterisk
from telephony.ami.frames import parse
from telephony.ami.inbox import Received
from telephony.ami.link import AmiLink, Target
from telephony.calls.tracker import Tracker
from telephony.facts import Call, ClockNews, Fact, FactKind, Unexpected
from telephony.layout import Layout


class Ear:
    def __init__(self, asterisk: Asterisk, port: int = 0) -> None:
        """`port`: of somebody between Asterisk and this ear."""
        self.link = AmiLink(Target("127.0.0.1", port or asterisk.ports.ami, "thirdring", asterisk.secret))
        self.received: list[Received] = []
        self._tasks: list[asyncio.Task[None]] = []

    async def open(self) -> None:
        """Comes back when the link is up."""
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(self.link.run()), loop.create_task(self._listen())]
        async with asyncio.timeout(60):
            while not self.link.up:
                await asyncio.sleep(0.01)

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task

    async def _listen(self) -> None:
        while True:
            self.received += await self.link.inbox.get()

    def told(self, site: Layout) -> list[Fact | Unexpected | ClockNews]:
        """What the tracker makes of all that was heard."""
        tracker = Tracker("lab", site)
        events = (parse(frame, at_us, number) for number, (frame, at_us) in enumerate(self.received, 1))
        return [each for event in events for each in tracker.step(event)]

    def calls(self, site: Layout) -> tuple[dict[str, Call], list[Unexpected]]:
        """Calls by linkedid, and the events that fitted nowhere."""
        told = self.told(site)
        ended = [each.call for each in told if isinstance(each, Fact) and each.kind is FactKind.CALL_ENDED]
        return {call.linkedid: call for call in ended}, [each for each in told if isinstance(each, Unexpected)]
