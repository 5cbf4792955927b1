"""For `lab.bench.gaps`: Asterisk itself is restarted in the middle of calls, while it is heard and while it is not.

`core restart now` hangs up every call, `core restart gracefully` waits until all have ended and takes no others, and a
kill is a loss of power. The calls are in the states that matter: talking, ringing by a queue and by a dial, and waiting
where nobody is.
"""

import asyncio
import contextlib
import tempfile
from pathlib import Path

from lab.bench.deaf import Ears, derived
from lab.bench.gaps_report import HEAD, Found
from lab.pbx.leg import Leg
from lab.pbx.manager import ManagerError
from lab.pbx.priority import hurried
from tests.pbx.lab import Lab, name_calls
from tests.pbx.scene import Scene, Shape, answers, rings

DEAF_SECONDS = 2.0
_BOOT_SECONDS = 60.0
_QUEUE, _DIAL = ("Queue({q})",), ("Dial(PJSIP/{a1}&PJSIP/{a2},60)",)
WOULD_END = {"answered": "answered", "timeout": "abandoned"}
"""Where a restart waits for its calls, they end as they would have. Otherwise the switch gives up those that wait."""


async def talks(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.4, 0.8))
    await _stays(scene, await scene.call(), "answered")


async def waits(scene: Scene) -> None:
    for phone in scene.corner.agents:
        phone.on_call = rings()
    await _stays(scene, await scene.call(), "timeout")


async def _stays(scene: Scene, leg: Leg, disposition: str) -> None:
    """Until it is lost, or for some time more."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(scene.seconds(8.0, 10.0)):
            await leg.until_ended()
    lost = leg.lost or leg.ended.is_set()
    leg.hang_up()
    scene.expect(leg, disposition if lost else WOULD_END[disposition], lost=lost)


SHAPES = (
    Shape("talks in a queue", talks, _QUEUE, queue={"timeout": "60"}),
    Shape("talks by a dial", talks, _DIAL),
    Shape("rings in a queue", waits, _QUEUE, queue={"timeout": "60"}),
    Shape("rings by a dial", waits, _DIAL),
    Shape("waits alone", waits, _QUEUE, members=(), queue={"joinempty": "yes"}),
)


async def restarts(times: int) -> list[str]:
    misses, rows = list[str](), list[str]()
    for how in ("now", "gracefully", "kill"):
        for is_deaf in (False, True):
            found = Found()
            for number in range(times):
                with tempfile.TemporaryDirectory(prefix="thirdring-gaps-") as folder:
                    await _one(how, Path(folder), found, number, is_deaf=is_deaf)
            rows.append(found.row(f"{times} × {how}, {'unheard' if is_deaf else 'heard'}"))
            print(rows[-1], found.why_estimated, *found.wrong[:10], sep="\n", flush=True)
            misses += found.wrong
    print(HEAD, *rows, sep="\n")
    return misses


async def _one(how: str, folder: Path, found: Found, seed: int, *, is_deaf: bool) -> None:
    lab = Lab(SHAPES, records=True)
    await lab.open()
    ears = Ears(lab, folder, with_log=True)
    try:
        await ears.open()
        with hurried():
            if is_deaf:
                await ears.deafen("kill")
            playing = [asyncio.create_task(lab.play(corner, seed)) for corner in lab.corners]
            await asyncio.sleep(DEAF_SECONDS)
            snapshots = ears.count_snapshots()
            await _restart(lab, how)
            if is_deaf:
                await ears.hear()
            else:
                await ears.until_snapshot(snapshots)
            truths = [truth for told in await asyncio.gather(*playing) for truth in told]
        await asyncio.sleep(1.0)
        name_calls(lab.frames, truths)
        calls, twice = derived(folder, lab.layout)
    finally:
        await ears.close()
        await lab.close()
    found.hold(truths, calls, twice)


async def _restart(lab: Lab, how: str) -> None:
    if how == "kill":
        await lab.asterisk.stop(hard=True)
        await lab.asterisk.start()
    else:
        await lab.asterisk.cli(f"core restart {how}")
        async with asyncio.timeout(_BOOT_SECONDS):
            with contextlib.suppress(ManagerError):
                await lab.observer.until(lambda _: False)
        await lab.asterisk.until_booted()
    if how != "gracefully":
        for phone in lab.phones:
            for leg in phone.legs:
                leg.lost = True
                leg.ended.set()
