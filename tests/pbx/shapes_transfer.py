"""Calls that one agent hands to another."""

import asyncio

from lab.pbx.leg import Leg
from tests.pbx.scene import Scene, Shape, answers, refuses

_QUEUE = ("Queue({q},tT)",)


async def _talk(scene: Scene, *, sound: bool = False) -> tuple[Leg, Leg]:
    """The caller and the first agent, talking."""
    scene.agent(1).on_call = answers(scene.seconds(0.5, 1.5), sound=sound)
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.2), sound=sound)
    leg = await scene.call(sound=sound)
    talking = await scene.until_agent_answers()
    await asyncio.sleep(0.4)
    return leg, talking


async def _second_agent_talks(scene: Scene) -> None:
    await scene.until_agent_answers(2)
    await asyncio.sleep(0.6)


def _over(scene: Scene, leg: Leg, kind: str) -> None:
    leg.hang_up()
    scene.expect(leg, "answered", transfers=((kind, scene.agent(1).name, scene.agent(2).name),))


async def blind_by_refer(scene: Scene) -> None:
    leg, talking = await _talk(scene)
    assert await talking.refer(scene.agent(2).name) == 202
    await _second_agent_talks(scene)
    _over(scene, leg, "blind")


async def blind_by_digits(scene: Scene) -> None:
    leg, talking = await _talk(scene, sound=True)
    await talking.rtp.digits("#1")
    await asyncio.sleep(0.3)
    await talking.rtp.digits(scene.agent(2).name)
    await _second_agent_talks(scene)
    _over(scene, leg, "blind")


async def blind_by_manager(scene: Scene) -> None:
    leg, talking = await _talk(scene)
    channel = await scene.lab.channel_of(talking)
    await scene.manager.act(Action="BlindTransfer", Channel=channel, Context="from-phone", Exten=scene.agent(2).name)
    await _second_agent_talks(scene)
    _over(scene, leg, "blind")


async def attended_by_refer(scene: Scene) -> None:
    """The phone's own: hold, a second call, REFER with Replaces."""
    leg, talking = await _talk(scene)
    await talking.hold()
    consultation = await scene.agent_calls(1, scene.agent(2).name)
    await consultation.outcome()
    await asyncio.sleep(0.6)
    assert await talking.refer(scene.agent(2).name, replaces=consultation) == 202
    await consultation.until_ended()
    scene.expect(consultation, "answered", direction="internal", hotline=False)
    await asyncio.sleep(0.6)
    _over(scene, leg, "attended")


async def attended_by_digits(scene: Scene) -> None:
    leg, talking = await _talk(scene, sound=True)
    await talking.rtp.digits("*2")
    await asyncio.sleep(0.3)
    await talking.rtp.digits(scene.agent(2).name)
    await _second_agent_talks(scene)
    talking.hang_up()
    await asyncio.sleep(0.6)
    _over(scene, leg, "attended")


async def attended_by_manager(scene: Scene) -> None:
    leg, talking = await _talk(scene, sound=True)
    channel = await scene.lab.channel_of(talking)
    await scene.manager.act(Action="Atxfer", Channel=channel, Context="from-phone", Exten=scene.agent(2).name)
    await _second_agent_talks(scene)
    talking.hang_up()
    await asyncio.sleep(0.6)
    _over(scene, leg, "attended")


async def consultation_given_up(scene: Scene) -> None:
    """The second agent does not want the call; the caller is back with the first."""
    leg, talking = await _talk(scene, sound=True)
    scene.agent(2).on_call = refuses(486, 0.5, ringing=True)
    channel = await scene.lab.channel_of(talking)
    await scene.manager.act(Action="Atxfer", Channel=channel, Context="from-phone", Exten=scene.agent(2).name)
    await asyncio.sleep(4.5)
    leg.hang_up()
    scene.expect(leg, "answered")


async def _talks_outside(scene: Scene) -> tuple[Leg, Leg]:
    """The first agent and a customer, talking."""
    scene.lab.outside[scene.outside_number] = answers(scene.seconds(0.5, 1.0))
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.0))
    leg = await scene.agent_calls(1, f"9{scene.outside_number}")
    far = await scene.lab.until_outside_answers(scene.outside_number, leg.log[0].at_us)
    await leg.outcome()
    await asyncio.sleep(0.4)
    return leg, far


async def _customer_hangs_up(scene: Scene, leg: Leg, far: Leg, kind: str) -> None:
    far.hang_up()
    one, two = scene.agent(1).name, scene.agent(2).name
    scene.expect(
        leg, "answered", direction="outbound", hotline=False, agent=one, rung=[far], transfers=((kind, one, two),)
    )


async def outbound_blind(scene: Scene) -> None:
    leg, far = await _talks_outside(scene)
    assert await leg.refer(scene.agent(2).name) == 202
    await _second_agent_talks(scene)
    await _customer_hangs_up(scene, leg, far, "blind")


async def outbound_attended(scene: Scene) -> None:
    leg, far = await _talks_outside(scene)
    await leg.hold()
    consultation = await scene.agent_calls(1, scene.agent(2).name)
    await consultation.outcome()
    await asyncio.sleep(0.3)
    asked = [each for each in scene.incoming() if each.phone is scene.agent(2)]
    assert await leg.refer(scene.agent(2).name, replaces=consultation) == 202
    await asyncio.sleep(0.8)
    await _customer_hangs_up(scene, leg, far, "attended")
    scene.expect(consultation, "answered", direction="internal", hotline=False, rung=asked)


async def parked_and_fetched(scene: Scene) -> None:
    """The first agent parks the caller, the second fetches them."""
    leg, _talking = await _talk(scene)
    channel = await scene.lab.channel_of(leg)
    await scene.manager.act(Action="Park", Channel=channel, Parkinglot="default")
    space = await scene.lab.parking_space(channel)
    await asyncio.sleep(0.5)
    fetching = await scene.agent_calls(2, f"*7{space}")
    await fetching.outcome()
    await asyncio.sleep(0.6)
    _over(scene, leg, "parked")


async def pool_agent(scene: Scene) -> None:
    """Logged in with AgentLogin; a queue's member asks for the agent with AgentRequest. No phone rings for it."""
    login = await scene.agent_calls(1, "*22")
    await login.outcome()
    await asyncio.sleep(1.0)
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(0.6)
    leg.hang_up()
    await leg.until_ended()
    scene.expect(leg, "abandoned", ignored=True)


SHAPES = (
    Shape("outbound_blind_transfer", outbound_blind),
    Shape("outbound_attended_transfer", outbound_attended),
    Shape("parked_and_fetched", parked_and_fetched, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("agent_pool", pool_agent, agents=1, members=("Local/{a1}@pool",), alone=True),
    Shape("blind_transfer_refer", blind_by_refer, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("blind_transfer_digits", blind_by_digits, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("blind_transfer_manager", blind_by_manager, ("Dial(PJSIP/{a1},20,tT)",)),
    Shape("attended_transfer_refer", attended_by_refer, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("attended_transfer_digits", attended_by_digits, ("Dial(PJSIP/{a1},20,tT)",)),
    Shape("attended_transfer_manager", attended_by_manager, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("consultation_given_up", consultation_given_up, _QUEUE, members=("PJSIP/{a1}",)),
)
