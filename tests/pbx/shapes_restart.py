"""The PBX dies in the middle of calls, or goes on while nobody listens to it."""

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


async def handed_on_unheard(scene: Scene) -> None:
    """While there is no link a call comes, and a supervisor gives the waiting caller to the second agent."""
    await scene.lab.deafen()
    scene.agent(2).on_call = answers(0.6)
    leg = await scene.call()
    await asyncio.sleep(0.5)
    redirect = {"Context": "agents", "Exten": scene.agent(2).name, "Priority": "1"}
    await scene.manager.act(Action="Redirect", Channel=await scene.lab.channel_of(leg), **redirect)
    await scene.until_agent_answers(2)
    await asyncio.sleep(0.5)
    await scene.lab.hear_again()
    await asyncio.sleep(0.5)
    leg.hang_up()
    leg.lost = True
    scene.expect(leg, "answered", lost=True)


SHAPES = (
    Shape("restart", restarted_in_mid_call, queue={"ringinuse": "yes"}, alone=True),
    Shape("handed_on_unheard", handed_on_unheard, members=("PJSIP/{a1}",), alone=True),
)
