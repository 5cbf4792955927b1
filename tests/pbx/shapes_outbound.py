"""Calls to customers: an agent clicks (Originate, with the callback's id) or dials by hand; they talk or do not."""

import asyncio

from lab.pbx.leg import Leg
from lab.pbx.phone import OnCall
from tests.pbx.scene import Scene, Shape, answers, refuses, rings

OUTBOUND = (
    "exten => _X.,1,Set(CALLERID(all)=<02160000000>)",
    " same => n,Dial(PJSIP/${EXTEN}@trunk,3,tT)",
    " same => n,Hangup()",
)
"""As in the sample configuration; a customer rings for three seconds, since nobody here has more time."""


async def _click(scene: Scene, channel: str = "PJSIP/{a1}") -> None:
    await scene.manager.act(
        Action="Originate",
        Channel=scene.corner.text(channel),
        Context="thirdring-outbound",
        Exten=scene.outside_number,
        Priority="1",
        Timeout="2000",
        Async="true",
        CallerID=f'"#0042" <{scene.outside_number}>',
        Variable="__TR_CALLBACK=42",
    )


async def _clicked(
    scene: Scene, customer: OnCall, channel: str = "PJSIP/{a1}", *, sound: bool = False
) -> tuple[Leg, Leg]:
    """The agent's leg, and the customer's once it rings or refuses."""
    scene.agent(1).on_call = answers(scene.seconds(0.4, 1.0), sound=sound)
    scene.lab.outside[scene.outside_number] = customer
    await _click(scene, channel)
    leg = await scene.until_agent_answers(1)
    return leg, await scene.lab.until_outside_is_called(scene.outside_number, leg.log[0].at_us)


def _expect(scene: Scene, leg: Leg, far: Leg, disposition: str) -> None:
    scene.expect(leg, disposition, direction="outbound", hotline=False, agent=scene.agent(1).name, rung=[far])


async def clicked_and_reached(scene: Scene) -> None:
    """The customer hangs up after the talk."""
    leg, far = await _clicked(scene, answers(scene.seconds(0.5, 1.5)))
    await far.answered.wait()
    await asyncio.sleep(0.5)
    far.hang_up()
    await leg.until_ended()
    _expect(scene, leg, far, "answered")


async def clicked_in_a_program(scene: Scene) -> None:
    """As FreePBX and many a CRM do it: the first channel is Local."""
    await _clicked_and_talked(scene, "Local/{a1}@agents/n", sound=False)


async def clicked_and_optimised(scene: Scene) -> None:
    """Without /n the Local channel is gone once both sides are heard."""
    await _clicked_and_talked(scene, "Local/{a1}@agents", sound=True)


async def _clicked_and_talked(scene: Scene, channel: str, *, sound: bool) -> None:
    customer = answers(scene.seconds(0.5, 1.5), sound=sound)
    leg, far = await _clicked(scene, customer, channel, sound=sound)
    await far.answered.wait()
    await asyncio.sleep(1.0)
    far.hang_up()
    await leg.until_ended()
    _expect(scene, leg, far, "answered")


async def clicked_and_busy(scene: Scene) -> None:
    leg, far = await _clicked(scene, refuses(486, scene.seconds(0.2, 0.6)))
    await leg.until_ended()
    _expect(scene, leg, far, "no_agent")


async def clicked_and_no_answer(scene: Scene) -> None:
    leg, far = await _clicked(scene, rings())
    await leg.until_ended()
    _expect(scene, leg, far, "timeout")


async def agent_does_not_pick_up(scene: Scene) -> None:
    """Nobody outside is called, and nothing is recorded."""
    await _click(scene)
    leg = await scene.until_rung()
    await leg.until_ended()
    scene.expect(leg, "abandoned", direction="outbound", hotline=False, ignored=True)


async def agent_refuses(scene: Scene) -> None:
    scene.agent(1).on_call = refuses(486, scene.seconds(0.2, 0.6))
    await _click(scene)
    leg = await scene.until_rung()
    await asyncio.sleep(1.0)
    scene.expect(leg, "abandoned", direction="outbound", hotline=False, ignored=True)


async def by_hand_and_busy(scene: Scene) -> None:
    scene.lab.outside[scene.outside_number] = refuses(486, scene.seconds(0.2, 0.6))
    leg = await scene.agent_calls(1, f"9{scene.outside_number}")
    far = await scene.lab.until_outside_is_called(scene.outside_number, leg.log[0].at_us)
    await leg.until_ended()
    await asyncio.sleep(1.0)  # so that the next play's call begins at another time
    _expect(scene, leg, far, "no_agent")


async def by_hand_and_given_up(scene: Scene) -> None:
    """It rings, and the agent hangs up."""
    scene.lab.outside[scene.outside_number] = rings()
    leg = await scene.agent_calls(1, f"9{scene.outside_number}")
    far = await scene.lab.until_outside_is_called(scene.outside_number, leg.log[0].at_us)
    await asyncio.sleep(scene.seconds(1.0, 2.0))
    leg.hang_up()
    await leg.until_ended()
    _expect(scene, leg, far, "abandoned")


SHAPES = (
    Shape("callback_reached", clicked_and_reached, agents=1),
    Shape("callback_by_local", clicked_in_a_program, agents=1),
    Shape("callback_by_local_optimised", clicked_and_optimised, agents=1),
    Shape("callback_busy", clicked_and_busy, agents=1),
    Shape("callback_no_answer", clicked_and_no_answer, agents=1),
    Shape("callback_agent_no_answer", agent_does_not_pick_up, agents=1),
    Shape("callback_agent_refuses", agent_refuses, agents=1),
    Shape("outbound_busy", by_hand_and_busy, agents=1),
    Shape("outbound_given_up", by_hand_and_given_up, agents=1),
)
