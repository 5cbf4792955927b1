"""Calls through a queue that somebody answers."""

import asyncio

from lab.pbx.leg import clock_us
from tests.pbx.scene import OVERFLOW, Scene, Shape, answers, refuses

_LINEAR = {"strategy": "linear", "timeout": "2", "retry": "1"}
_LOCAL = ("Local/{a1}@agents", "Local/{a2}@agents")
_LOCAL_N = ("Local/{a1}@agents/n", "Local/{a2}@agents/n")
_MENU = ("Answer()", "Read(CHOICE,@RUN@/sounds/silence-5,1,,1,5)", "Queue({q})")


async def first_answers(scene: Scene) -> None:
    """The first agent answers while all that are rung are ringing."""
    scene.agent(1).on_call = answers(scene.seconds(0.8, 4.0))
    leg = await scene.call()
    await scene.talk_and_hang_up(leg, scene.seconds(0.4, 1.0))
    scene.expect(leg, "answered")


async def first_answers_with_sound(scene: Scene) -> None:
    """Both sides send RTP, so that Answer() goes on and Local channels are optimised away."""
    scene.agent(1).on_call = answers(scene.seconds(1.0, 3.0), sound=True)
    leg = await scene.call(sound=True)
    await scene.talk_and_hang_up(leg, scene.seconds(0.8, 1.2))
    scene.expect(leg, "answered")


async def number_written_later(scene: Scene) -> None:
    """The dialplan writes the caller's number before the queue, as a gateway of a trunk often has it."""
    scene.agent(1).on_call = answers(scene.seconds(0.5, 1.5))
    leg = await scene.call()
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered", number="02885550123")


async def picked_up_and_dropped(scene: Scene) -> None:
    """The first agent hangs up during the queue's announcement to them; the second takes the call."""
    scene.agent(1).on_call = answers(scene.seconds(0.5, 1.2))
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.2))
    leg = await scene.call()
    talking = await scene.until_agent_answers(1)
    await asyncio.sleep(scene.seconds(0.4, 0.8))
    scene.agent(1).on_call = refuses(486)
    talking.hang_up()
    await scene.until_agent_answers(2)
    await leg.outcome()
    await asyncio.sleep(0.4)
    leg.hang_up()
    rung = [each for each in scene.incoming() if each.final != 486]
    connected = leg.at_us("200 INVITE", sent=False)
    scene.expect(leg, "answered", dropped=scene.agent(1).name, rung=rung, connected_at_us=connected)


async def agent_hangs_up(scene: Scene) -> None:
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.8))
    leg = await scene.call()
    talking = await scene.until_agent_answers()
    await asyncio.sleep(scene.seconds(0.3, 0.6))
    talking.hang_up()
    await leg.until_ended()
    scene.expect(leg, "answered")


async def second_answers(scene: Scene) -> None:
    """The first rings out, the second answers: the caller's rings run on."""
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.6))
    leg = await scene.call()
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered")


async def busy_then_second(scene: Scene) -> None:
    scene.agent(1).on_call = refuses(486)
    await second_answers(scene)


async def rejected_then_second(scene: Scene) -> None:
    scene.agent(1).on_call = refuses(603, scene.seconds(0.3, 1.2), ringing=True)
    await second_answers(scene)


async def unreachable_beside_second(scene: Scene) -> None:
    scene.agent(1).deaf = True
    await second_answers(scene)


async def unreachable_then_second(scene: Scene) -> None:
    """The round of a dead address ends by itself."""
    scene.agent(1).deaf = True
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.6))
    leg = await scene.call()
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered", deaf="failed")


async def answered_without_ringing(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.2, 1.0), ringing=False)
    scene.agent(2).deaf = True
    leg = await scene.call()
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered")


async def both_answer_at_once(scene: Scene) -> None:
    after = scene.seconds(0.8, 2.0)
    scene.agent(1).on_call = scene.agent(2).on_call = answers(after)
    leg = await scene.call()
    await scene.talk_and_hang_up(leg, 0.8)
    scene.expect(leg, "answered")


async def two_callers_one_agent(scene: Scene) -> None:
    """The second waits, and nothing rings for it, until the first is done."""
    scene.agent(1).on_call = answers(scene.seconds(0.6, 1.4))
    first = await scene.call()
    await asyncio.sleep(0.2)
    second = await scene.call()
    await first.outcome()
    await asyncio.sleep(scene.seconds(0.6, 1.2))
    first.hang_up()
    await second.outcome()
    await asyncio.sleep(0.3)
    second.hang_up()
    scene.expect(first, "answered")
    scene.expect(second, "answered")


async def paused_and_away(scene: Scene) -> None:
    """One agent pauses and comes back, the other's phone goes away; then a call comes."""
    device = f"PJSIP/{scene.agent(1).name}"
    await scene.manager.act(Action="QueuePause", Interface=device, Paused="true", Reason="吃饭")
    await asyncio.sleep(scene.seconds(0.2, 0.4))
    await scene.manager.act(Action="QueuePause", Interface=device, Paused="false")
    await scene.agent(2).register(0)
    scene.agent(1).on_call = answers(scene.seconds(0.4, 0.8))
    leg = await scene.call()
    await scene.talk_and_hang_up(leg)
    await scene.agent(2).register()
    scene.expect(leg, "answered")


async def withheld(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.call(party='"Anonymous" <sip:anonymous@anonymous.invalid>')
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered")


async def short_number(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.call(caller="110")
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered")


async def redirected_while_waiting(scene: Scene) -> None:
    """A supervisor takes the waiting caller out of the queue and gives it to the second agent: no transfer."""
    scene.agent(2).on_call = answers(scene.seconds(0.6, 1.5))
    leg = await scene.call()
    await asyncio.sleep(scene.seconds(1.0, 2.0))
    channel = await scene.lab.channel_of(leg)
    cut_at_us = clock_us()
    second = scene.agent(2).name
    await scene.manager.act(Action="Redirect", Channel=channel, Context="agents", Exten=second, Priority="1")
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered", cut_at_us=cut_at_us)


async def held(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.6, 1.5))
    leg = await scene.call()
    talking = await scene.until_agent_answers()
    await asyncio.sleep(0.3)
    await talking.hold()
    await asyncio.sleep(0.5)
    await talking.hold(resume=True)
    await asyncio.sleep(0.3)
    leg.hang_up()
    scene.expect(leg, "answered")


async def menu_then_queue(scene: Scene) -> None:
    """The caller is answered by a menu, presses 1, and only then waits."""
    scene.agent(1).on_call = answers(scene.seconds(0.8, 2.5))
    leg = await scene.call(sound=True)
    await leg.outcome()
    await asyncio.sleep(0.5)
    await leg.rtp.digits("1")
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered")


async def menu_by_info_then_queue(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.8, 2.5))
    leg = await scene.call(sound=True)
    await leg.outcome()
    await asyncio.sleep(0.5)
    assert await leg.info_digit("1") == 200
    await scene.talk_and_hang_up(leg)
    scene.expect(leg, "answered")


SHAPES = (
    Shape("queue_ringall", first_answers, agents=3),
    Shape("queue_ringall_answered_first", first_answers_with_sound, ("Answer()", "Queue({q})")),
    Shape("queue_registered_phones", first_answers, registers=True),
    Shape("queue_agent_hangs_up", agent_hangs_up),
    Shape(
        "queue_agent_drops",
        picked_up_and_dropped,
        queue={"strategy": "linear", "timeout": "4", "announce": "@RUN@/sounds/silence-2"},
    ),
    Shape("queue_rrmemory", agent_hangs_up, queue={"strategy": "rrmemory", "timeout": "2"}),
    Shape("queue_no_answer_then_next", second_answers, queue=_LINEAR),
    Shape("queue_timeout_zero", first_answers, queue={"timeout": "0"}),
    Shape("queue_local_members", first_answers_with_sound, members=_LOCAL),
    Shape("queue_local_members_n", first_answers_with_sound, members=_LOCAL_N),
    Shape("queue_local_no_answer_then_next", second_answers, queue=_LINEAR, members=_LOCAL_N),
    Shape("queue_busy_then_next", busy_then_second, queue=_LINEAR),
    Shape("queue_local_busy_then_next", busy_then_second, queue=_LINEAR, members=_LOCAL),
    Shape("queue_rejected_then_next", rejected_then_second, queue={**_LINEAR, "timeout": "5"}),
    Shape("queue_unreachable_beside_one", unreachable_beside_second),
    Shape("queue_unreachable_then_next", unreachable_then_second, queue=_LINEAR),
    Shape(
        "queue_overflow",
        second_answers,
        ("Queue({q},,,,2)", f"Queue({OVERFLOW})"),
        members=("PJSIP/{a1}",),
        overflow=("PJSIP/{a2}",),
    ),
    Shape("two_callers_one_agent", two_callers_one_agent, agents=1),
    Shape("answer_without_180", answered_without_ringing, queue={"timeout": "6"}),
    Shape("two_answer_at_once", both_answer_at_once),
    Shape("withheld_number", withheld),
    Shape("number_written_later", number_written_later, ("Set(CALLERID(num)=02885550123)", "Queue({q})")),
    Shape("short_number", short_number),
    Shape("redirected_while_waiting", redirected_while_waiting, members=("PJSIP/{a1}",)),
    Shape("hold", held),
    Shape("menu_then_queue", menu_then_queue, _MENU),
    Shape("menu_by_info_then_queue", menu_by_info_then_queue, _MENU),
    Shape("queue_paused_and_away", paused_and_away, registers=True),
)
