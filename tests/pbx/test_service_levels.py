"""SL and SL2 from our counts are those that Asterisk's queue tells of the same calls."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry

from metrics.calls.service_level import Policy
from metrics.prometheus.recorder import Recorder
from metrics.prometheus.setup import register_all
from telephony import replay
from telephony.ami.frames import parse
from telephony.calls.tracker import Tracker
from telephony.facts import Fact
from tests.pbx.lab import Lab
from tests.pbx.scene import Scene, Shape, answers, rings

pytestmark = pytest.mark.alone

LEVEL_SECONDS = 1


async def answered_after(scene: Scene, seconds: float) -> None:
    scene.agent(1).on_call = answers(seconds)
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(0.2)
    leg.hang_up()
    await leg.until_ended()


async def gone_after(scene: Scene, seconds: float) -> None:
    scene.agent(1).on_call = rings()
    leg = await scene.call()
    await asyncio.sleep(seconds)
    leg.hang_up()
    await leg.until_ended()


async def three_calls(scene: Scene) -> None:
    """None is near the edge between two whole seconds."""
    for play, seconds in ((answered_after, 0.2), (answered_after, 2.3), (gone_after, 0.3)):
        await play(scene, seconds)
        await asyncio.sleep(0.3)


async def queue_s_own(lab: Lab) -> dict[str, str]:
    """The QueueParams of the only queue, once it has counted all three calls."""
    async with asyncio.timeout(10):
        while True:
            since = lab.manager.heard
            await lab.manager.act(Action="QueueStatus")
            frame = await lab.manager.until(lambda frame: frame.startswith(b"Event: QueueParams"), since)
            headers = parse(frame, 0).headers
            if int(headers["Completed"]) + int(headers["Abandoned"]) == 3:
                return headers
            await asyncio.sleep(0.1)


async def test_our_service_levels_are_asterisk_s() -> None:
    shape = Shape("three_calls", three_calls, agents=1, queue={"servicelevel": str(LEVEL_SECONDS), "timeout": "15"})
    lab = Lab([shape])
    try:
        await lab.open()
        await shape.play(Scene(lab, lab.corners[0], seed=1))
        theirs = await queue_s_own(lab)
        heard = lab.heard()
    finally:
        await lab.close()

    registry = CollectorRegistry()
    recorder = Recorder(registry, Policy(), ["service"], [])
    recorder.queue_level_seconds = LEVEL_SECONDS
    register_all(registry, recorder, [], tuple, lambda: 0)
    tracker = Tracker("main", lab.layout)
    for event in replay.events([heard]):
        for result in tracker.step(event):
            if isinstance(result, Fact):
                recorder.record(result)

    def ours(name: str) -> float:
        return 100 * (registry.get_sample_value(f"thirdring_{name}", {"hotline": "service"}) or 0)

    assert (theirs["ServicelevelPerf"], theirs["ServicelevelPerf2"]) == ("50.0", "66.7")
    assert f"{ours('queue_sl_ratio'):.1f}" == theirs["ServicelevelPerf"]
    assert f"{ours('queue_sl2_ratio'):.1f}" == theirs["ServicelevelPerf2"]
