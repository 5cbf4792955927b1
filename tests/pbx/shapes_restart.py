"""The PBX dies in the middle of calls."""

import asyncio

from tests.pbx.scene import Scene, Shape, answers, rings


async def restarted_in_mid_call(scene: Scene) -> None:
    """One caller talks, one hears ringing; after the restart a third call is served as ever."""
    scene.agent(1).on_call = answers(0.6)
    talking = await scene.call()
    await talking.outcome()
    scene.agent(1).on_call = rings()
    ringing = await scene.call()
    await asyncio.sleep(1.5)
    await scene.lab.restart()
    for leg in (talking, ringing, *scene.incoming()):
        leg.lost = True
    scene.agent(1).on_call = answers(scene.seconds(0.5, 1.5))
    later = await scene.call()
    await later.outcome()
    await asyncio.sleep(0.4)
    later.hang_up()
    scene.expect(talking, "answered", lost=True)
    scene.expect(ringing, "failed", lost=True)
    scene.expect(later, "answered")


SHAPES = (Shape("restart", restarted_in_mid_call, queue={"ringinuse": "yes"}, alone=True),)
