"""Calls that nobody answers: abandoned, given up, refused, closed."""

import asyncio

from lab.pbx.config import LINE, LINE_HOST
from tests.pbx.scene import Scene, Shape, answers, refuses

_LINEAR = {"strategy": "linear", "timeout": "2", "retry": "1"}
_GROUP = "Dial(PJSIP/{a1}&PJSIP/{a2}&PJSIP/{a3},12)"
_MENU = ("Answer()", "Read(CHOICE,@RUN@/sounds/silence-5,1,,1,5)", "Queue({q})")
_SILENCE = "Playback(@RUN@/sounds/silence-2)"


async def times_out(scene: Scene) -> None:
    leg = await scene.call()
    await leg.until_ended()
    scene.expect(leg, "timeout")


async def times_out_to_announcement(scene: Scene) -> None:
    """The caller hears a part of the announcement and hangs up: the wait had ended before."""
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(scene.seconds(0.6, 1.2))
    leg.hang_up()
    scene.expect(leg, "timeout")


async def all_busy_until_timeout(scene: Scene) -> None:
    for number in (1, 2):
        scene.agent(number).on_call = refuses(486)
    await times_out(scene)


async def voicemail(scene: Scene) -> None:
    leg = await scene.call(sound=True)
    await leg.outcome()
    await asyncio.sleep(scene.seconds(1.0, 2.0))
    leg.hang_up()
    scene.expect(leg, "timeout")


async def abandoned_in_first_ring(scene: Scene) -> None:
    await _abandoned_after(scene, scene.seconds(0.5, 1.5))


async def abandoned_later(scene: Scene) -> None:
    await _abandoned_after(scene, scene.seconds(5.5, 7.0))


async def abandoned_before_ring(scene: Scene) -> None:
    await _abandoned_after(scene, scene.seconds(0.6, 2.5))


async def line_goes_dead(scene: Scene) -> None:
    """No HangupRequest ever comes: the PBX notices that nothing is heard any more."""
    caller = scene.lab.fresh_caller()
    leg = await scene.call(party=f"<sip:{caller}@{LINE_HOST}>")
    await leg.until_ended()
    left_at_us = leg.at_us("BYE", sent=False)
    scene.expect(leg, "abandoned", left_at_us=left_at_us, line=LINE)


async def abandoned_with_dead_addresses(scene: Scene) -> None:
    for number in (1, 2):
        scene.agent(number).deaf = True
    await _abandoned_after(scene, scene.seconds(0.8, 2.0))


async def _abandoned_after(scene: Scene, seconds: float) -> None:
    leg = await scene.call()
    await asyncio.sleep(seconds)
    leg.hang_up()
    await leg.until_ended()
    scene.expect(leg, "abandoned")


async def hung_up_at_answer(scene: Scene) -> None:
    """CANCEL and 200 leave within milliseconds of each other. The caller's own phone knows who was first."""
    after = scene.seconds(1.0, 1.4)
    scene.agent(1).on_call = answers(after)
    leg = await scene.call()
    await scene.until_rung()
    await asyncio.sleep(after + scene.chance.choice((-0.002, 0.0, 0.002, 0.006)))
    leg.hang_up()
    await asyncio.sleep(0.5)
    await leg.outcome()
    leg.hang_up()
    scene.expect(leg, "answered" if leg.final == 200 else "abandoned")


async def nobody_there(scene: Scene) -> None:
    leg = await scene.call()
    await leg.until_ended()
    scene.expect(leg, "no_agent")


async def all_busy(scene: Scene) -> None:
    for number, status in ((1, 486), (2, 603), (3, 486)):
        scene.agent(number).on_call = refuses(status)
    await nobody_there(scene)


async def dead_address(scene: Scene) -> None:
    scene.agent(1).deaf = True
    await nobody_there(scene)


async def closed(scene: Scene) -> None:
    leg = await scene.call()
    await leg.until_ended()
    scene.expect(leg, "closed")


SHAPES = (
    Shape("queue_timeout", times_out, ("Queue({q},,,,3)", "Hangup()")),
    Shape("queue_timeout_announcement", times_out_to_announcement, ("Queue({q},,,,3)", "Answer()", _SILENCE)),
    Shape("queue_voicemail", voicemail, ("Queue({q},,,,2)", "VoiceMail(8000,s)")),
    Shape("queue_all_busy", all_busy_until_timeout, ("Queue({q},,,,3)", "Hangup()")),
    Shape("dial_no_answer", times_out, ("Dial(PJSIP/{a1}&PJSIP/{a2},3)", "Hangup()")),
    Shape("dial_no_answer_announcement", times_out_to_announcement, ("Dial(PJSIP/{a1},2)", "Answer()", _SILENCE)),
    Shape("dial_voicemail", voicemail, ("Dial(PJSIP/{a1},2)", "VoiceMail(8000,s)")),
    Shape("abandon_first_ring", abandoned_in_first_ring),
    Shape("abandon_later", abandoned_later, queue=_LINEAR),
    Shape("abandon_before_ring", abandoned_before_ring, members=(), queue={"joinempty": "yes"}, agents=1),
    Shape("abandon_dead_addresses", abandoned_with_dead_addresses),
    Shape("abandon_dead_line", line_goes_dead, ("Answer()", "Queue({q})"), agents=1),
    Shape("abandon_dead_line_menu", line_goes_dead, _MENU),
    Shape("abandon_in_menu", abandoned_in_first_ring, _MENU),
    Shape("abandon_local_members", abandoned_in_first_ring, members=("Local/{a1}@agents/n", "Local/{a2}@agents")),
    Shape("hang_up_at_answer", hung_up_at_answer, agents=1),
    Shape("empty_queue", nobody_there, members=(), queue={"joinempty": "no"}, agents=1),
    Shape("dial_group_all_busy", all_busy, (_GROUP, "Hangup()"), agents=3),
    Shape("dial_unreachable", dead_address, ("Dial(PJSIP/{a1},2)", "Hangup()"), agents=1),
    Shape("closed_at_the_end", closed, ("Answer()", "Playback(@RUN@/sounds/silence-1)")),
    Shape("closed_announcement", closed, ("Answer()", "Playback(@RUN@/sounds/silence-1)", "Hangup()")),
)
