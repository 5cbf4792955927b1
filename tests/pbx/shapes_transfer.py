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


SHAPES = (
    Shape("blind_transfer_refer", blind_by_refer, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("blind_transfer_digits", blind_by_digits, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("blind_transfer_manager", blind_by_manager, ("Dial(PJSIP/{a1},20,tT)",)),
    Shape("attended_transfer_refer", attended_by_refer, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("attended_transfer_digits", attended_by_digits, ("Dial(PJSIP/{a1},20,tT)",)),
    Shape("attended_transfer_manager", attended_by_manager, _QUEUE, members=("PJSIP/{a1}",)),
    Shape("consultation_given_up", consultation_given_up, _QUEUE, members=("PJSIP/{a1}",)),
)
