"""For `lab.bench.kill`: when nobody heard the simulated PBX."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field

from lab.sim.server import SimulatedPbx


@dataclass
class Gaps:
    """When nobody heard the PBX, in its own time."""

    pbx: SimulatedPbx
    margin_us: int
    closed: list[tuple[int, int]] = field(default_factory=list)
    since_us: int = 0
    linked: asyncio.Event = field(default_factory=asyncio.Event)

    async def watch(self) -> None:
        while True:
            linked = self.pbx.linked
            if not linked and self.linked.is_set():
                self.since_us = self.pbx.now_us
                self.linked.clear()
            elif linked and not self.linked.is_set():
                self._close(self.pbx.now_us)
                self.linked.set()
            await asyncio.sleep(0.002)

    def _close(self, now_us: int) -> None:
        """A link too short for its snapshot to be on disk ends no gap."""
        if self.closed and self.since_us - self.closed[-1][1] < 2 * self.margin_us:
            self.since_us = self.closed.pop()[0]
        self.closed.append((self.since_us, now_us))

    def begin_with(self, heard_us: Sequence[int]) -> float:
        """A gap begins after what is on disk of the time before it. The most seconds that were not, in the play's time.

        A killed reader has read more than it has written down, and a machine that is busy leaves it far behind.
        """
        unwritten_us = 0
        for number, (begin, end) in enumerate(self.closed):
            before = max((at_us for at_us in heard_us if at_us <= begin), default=begin)
            unwritten_us = max(unwritten_us, begin - before)
            self.closed[number] = (before, end)
        return unwritten_us / 1_000_000

    def touch(self, began_us: int, ended_us: int) -> bool:
        return any(
            begin - self.margin_us <= ended_us and began_us <= end + self.margin_us for begin, end in self.closed
        )

    def around(self, began_us: int, ended_us: int) -> str:
        near = [(begin, end) for begin, end in self.closed if begin <= ended_us and began_us <= end]
        told = ", ".join(f"{(begin - began_us) / 1e6:.1f} to {(end - began_us) / 1e6:.1f} s" for begin, end in near)
        return f"it lasted {(ended_us - began_us) / 1e6:.1f} s, there was no link from {told}"

    def hold(self, began_us: int, ended_us: int) -> bool:
        return any(
            begin - self.margin_us <= began_us and ended_us <= end + self.margin_us for begin, end in self.closed
        )


@contextlib.asynccontextmanager
async def watching(gaps: Gaps) -> AsyncIterator[None]:
    task = asyncio.create_task(gaps.watch())
    try:
        yield
    finally:
        task.cancel()
