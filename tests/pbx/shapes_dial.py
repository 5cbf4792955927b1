"""Calls without a queue, and calls that are none of the hotline's."""

import asyncio

from tests.pbx.scene import Scene, Shape, answers, refuses
from tests.pbx.shapes_queue import first_answers, second_answers

_GROUP = "Dial(PJSIP/{a1}&PJSIP/{a2}&PJSIP/{a3},12,tT)"


async def picked_up(scene: Scene) -> None:
    """A colleague whose phone does not ring takes the call of the one that does."""
    leg = await scene.call()
    await asyncio.sleep(scene.seconds(1.0, 2.5))
    await scene.agent_calls(2, f"*8{scene.agent(1).name}")
    await leg.outcome()
    await asyncio.sleep(0.5)
    leg.hang_up()
    at_us = leg.at_us("200 INVITE", sent=False)  # the picker's own phone hears its 200 before the pick-up
    scene.expect(leg, "answered", agent=scene.agent(2).name, answered_at_us=at_us)


async def forwarded(scene: Scene) -> None:
    """The first phone sends its calls on to the second (302)."""
    scene.agent(1).on_call = refuses(302, forward_to=scene.agent(2).name)
    await second_answers(scene)


async def no_hotline(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.4, 1.0))
    leg = await scene.call(number=f"5{scene.corner.number}")
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered", hotline=False, ignored=True)


async def outbound(scene: Scene) -> None:
    """The outside party rings and answers, by its own clock."""
    scene.lab.outside[scene.outside_number] = answers(scene.seconds(0.5, 2.0))
    leg = await scene.agent_calls(1, f"9{scene.outside_number}")
    await leg.outcome()
    far = await scene.lab.until_outside_answers(scene.outside_number, leg.log[0].at_us)
    await asyncio.sleep(0.5)
    leg.hang_up()
    await far.until_ended()
    scene.expect(leg, "answered", direction="outbound", hotline=False, agent=scene.agent(1).name, rung=[far])


async def originated(scene: Scene) -> None:
    """Click-to-call: the agent's phone is rung first, then the outside number."""
    scene.agent(1).on_call = answers(scene.seconds(0.4, 1.0))
    scene.lab.outside[scene.outside_number] = answers(scene.seconds(0.5, 1.5))
    await scene.manager.act(
        Action="Originate",
        Channel=f"PJSIP/{scene.agent(1).name}",
        Context="from-phone",
        Exten=f"9{scene.outside_number}",
        Priority="1",
        Async="true",
        CallerID=f"<{scene.outside_number}>",
    )
    leg = await scene.until_agent_answers(1)
    far = await scene.lab.until_outside_answers(scene.outside_number, leg.log[0].at_us)
    await asyncio.sleep(0.5)
    leg.hang_up()
    await far.until_ended()
    scene.expect(leg, "answered", direction="outbound", hotline=False, agent=scene.agent(1).name, rung=[far])


async def internal(scene: Scene) -> None:
    scene.agent(2).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.agent_calls(1, scene.agent(2).name)
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered", direction="internal", hotline=False)


async def agent_calls_hotline(scene: Scene) -> None:
    scene.agent(2).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.agent_calls(1, scene.corner.number)
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered", direction="internal")


SHAPES = (
    Shape("dial_one", first_answers, ("Dial(PJSIP/{a1},20,tT)",)),
    Shape("dial_group", first_answers, (_GROUP,), agents=3),
    Shape("dial_group_answered_first", first_answers, ("Answer()", _GROUP), agents=3),
    Shape("dial_one_then_next", second_answers, ("Dial(PJSIP/{a1},2)", "Dial(PJSIP/{a2},20)")),
    Shape("picked_up", picked_up, ("Dial(PJSIP/{a1},20)",)),
    Shape("picked_up_in_queue", picked_up, members=("PJSIP/{a1}",)),
    Shape("forwarded", forwarded, ("Dial(PJSIP/{a1},20)",)),
    Shape("forwarded_in_queue", forwarded, members=("PJSIP/{a1}",)),
    Shape("no_hotline", no_hotline, ("Hangup()",)),
    Shape("outbound", outbound, agents=1),
    Shape("originated", originated, agents=1),
    Shape("internal", internal),
    Shape("agent_calls_hotline", agent_calls_hotline, members=("PJSIP/{a2}",)),
)
