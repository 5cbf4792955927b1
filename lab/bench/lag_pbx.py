"""The simulated PBX of `./run bench lag`: it notes when each event left, which may be a little after its Timestamp."""

import asyncio
import gc
import json
import signal
import time
from collections.abc import Iterable
from pathlib import Path

from lab.sim.moments import Moment
from lab.sim.people import Habits
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.timeline import PlayedCall
from lab.sim.traffic import Traffic

PLAYS = {"one_at_a_time": 3, "dial_one": 3, "dial_group": 2, "dial_busy": 0.2, "outbound": 0.3}
HABITS = Habits(answer_seconds=2.0, talk_seconds=1.5, wrap_up_seconds=0.3, patience_seconds=20.0)
BEFORE_IT_RINGS_US = 1_000_000


class NotingPbx(SimulatedPbx):
    sent_us: dict[int, int]
    """When the first event of a Timestamp was written to the socket."""

    def _tell(self, moment: Moment) -> None:
        self.sent_us.setdefault(moment.at_us, time.time_ns() // 1000)
        super()._tell(moment)


async def play(calls_per_second: float, seconds: float, told: Path) -> None:
    """Prints its port, then that it rings. At SIGTERM it writes to `told` when it sent what."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    place = site(150)
    count = int(calls_per_second * (seconds + 10))
    traffic = Traffic(place, time.time_ns() // 1000, calls_per_second, 1, count, HABITS, weights=PLAYS)
    calls = list(traffic.calls())
    gc.freeze()
    pbx = NotingPbx((), place.members, anchor_us=time.time_ns() // 1000)
    pbx.sent_us = {}
    async with pbx:
        pbx.begin()  # its clock is right from now on
        print(pbx.port, flush=True)
        while not pbx.linked:
            await asyncio.sleep(0.01)
        pbx.perform(moved(calls, time.time_ns() // 1000 + BEFORE_IT_RINGS_US - calls[0].began_us))
        print("it rings", flush=True)
        await stop.wait()
    told.write_text(json.dumps(pbx.sent_us))


def moved(calls: Iterable[PlayedCall], by_us: int) -> list[PlayedCall]:
    calls = list(calls)
    for call in calls:
        call.moments = [moment._replace(at_us=moment.at_us + by_us) for moment in call.moments]
    return calls
