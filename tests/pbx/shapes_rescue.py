"""The service rings one more phone for a call that nobody answers: that of the third agent, who is in no queue."""

import asyncio

from lab.pbx.leg import Leg
from lab.pbx.phone import OnCall
from telephony.ami.actions import Headers
from telephony.rescue_calls import fetch, mark, new_channel, new_mark
from tests.pbx.scene import Scene, Shape, answers, refuses, rings

_ROUNDS = {"strategy": "linear", "timeout": "2", "retry": "1"}
_DESK = ("PJSIP/{a1}", "PJSIP/{a2}")
_LOCAL_N = ("Local/{a1}@agents/n", "Local/{a2}@agents/n")


async def rescued(scene: Scene) -> None:
    await _rescued(scene, answers(scene.seconds(0.4, 1.2)))


async def rescued_in_the_next_round(scene: Scene) -> None:
    await _rescued(scene, answers(scene.seconds(2.4, 2.8)))


async def desk_is_as_fast(scene: Scene) -> None:
    """Both pick up within a moment: the switch decides."""
    scene.agent(1).on_call = answers(1.5)
    await _rescued(scene, answers(scene.seconds(0.42, 0.5)), after=1.0)


async def helper_is_busy(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(1.8, 2.4))
    await _rescued(scene, refuses(486))


async def caller_is_gone(scene: Scene) -> None:
    leg, channel = await _begun(scene, rings(), 0.8)
    await asyncio.sleep(scene.seconds(0.5, 1.0))
    leg.hang_up()
    await leg.ended.wait()
    await _act(scene, [("Action", "Hangup"), ("Channel", channel)])
    scene.expect(leg, "abandoned")


async def _rescued(scene: Scene, helper: OnCall, after: float = 0.8) -> None:
    leg, _channel = await _begun(scene, helper, after)
    await scene.talk_and_hang_up(leg, 0.6)
    scene.expect(leg, "answered")


async def _begun(scene: Scene, helper: OnCall, after: float) -> tuple[Leg, str]:
    scene.agent(3).on_call = helper
    leg = await scene.call()
    await scene.until_rung()
    await asyncio.sleep(after)
    caller, mark_of_call, channel = await scene.lab.caller_of(leg), new_mark(), new_channel()
    await _act(scene, mark(caller["Uniqueid"], mark_of_call, inherited=True))
    for ringing in {await scene.lab.channel_of(each) for each in scene.incoming()}:
        await _act(scene, mark(ringing, mark_of_call, inherited=False))
    await _act(scene, fetch(f"PJSIP/{scene.agent(3).name}", channel, caller["Linkedid"], mark_of_call, 20))
    return leg, channel


async def _act(scene: Scene, action: Headers) -> None:
    await scene.manager.act(**dict(action))


SHAPES = (
    Shape("rescued_in_queue", rescued, agents=3, members=_DESK),
    Shape("rescued_local_members", rescued, agents=3, members=_LOCAL_N),
    Shape("rescued_dial_group", rescued, ("Dial(PJSIP/{a1}&PJSIP/{a2},20,tT)",), agents=3),
    Shape("rescued_in_the_next_round", rescued_in_the_next_round, agents=3, members=_DESK, queue=_ROUNDS),
    Shape("rescue_and_desk_at_once", desk_is_as_fast, agents=3, members=_DESK),
    Shape("rescue_by_a_busy_phone", helper_is_busy, agents=3, members=_DESK),
    Shape("rescue_of_a_caller_who_is_gone", caller_is_gone, agents=3, members=_DESK),
)
