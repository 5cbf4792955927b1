"""Calls through a queue."""

import asyncio

from telephony.lab.leg import clock_us
from tests.pbx.scene import Scene, Shape, answers, refuses

_LINEAR = {"strategy": "linear", "timeout": "2", "retry": "1"}
_LOCAL = ("Local/{a1}@agents", "Local/{a2}@agents")
_LOCAL_N = ("Local/{a1}@agents/n", "Local/{a2}@agents/n")


async def one_answers(scene: Scene) -> None:
    """The first agent answers while all that are rung are ringing."""
    scene.agent(1).on_call = answers(scene.seconds(0.8, 4.0))
    leg = await scene.call()
    await scene.until_agent_answers()
    await asyncio.sleep(scene.seconds(0.4, 1.0))
    leg.hang_up()
    scene.expect(leg, "answered")


async def one_answers_with_sound(scene: Scene) -> None:
    """Both sides send RTP, so that Answer() goes on and Local channels are optimised away."""
    scene.agent(1).on_call = answers(scene.seconds(1.0, 3.0), sound=True)
    leg = await scene.call(sound=True)
    await leg.outcome()
    await scene.until_agent_answers()
    await asyncio.sleep(scene.seconds(0.8, 1.2))
    leg.hang_up()
    scene.expect(leg, "answered")


async def agent_hangs_up(scene: Scene) -> None:
    scene.agent(2).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(scene.seconds(0.3, 0.6))
    (await scene.until_agent_answers()).hang_up()
    await leg.until_ended()
    scene.expect(leg, "answered")


async def no_answer_then_next(scene: Scene) -> None:
    """The first rings out, the second answers: the caller's rings run on."""
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.6))
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(0.5)
    leg.hang_up()
    scene.expect(leg, "answered")


async def busy_then_next(scene: Scene) -> None:
    scene.agent(1).on_call = refuses(486)
    await no_answer_then_next(scene)


async def rejected_then_next(scene: Scene) -> None:
    scene.agent(1).on_call = refuses(603, scene.seconds(0.3, 1.2), ringing=True)
    await no_answer_then_next(scene)


async def unreachable_beside_one(scene: Scene) -> None:
    scene.agent(1).deaf = True
    await no_answer_then_next(scene)


async def unreachable_then_next(scene: Scene) -> None:
    scene.agent(1).deaf = True
    scene.agent(2).on_call = answers(scene.seconds(0.5, 1.6))
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(0.5)
    leg.hang_up()
    scene.expect(leg, "answered", deaf="failed")


async def overflow(scene: Scene) -> None:
    """The first queue rings out; the second one's agent answers."""
    scene.agent(2).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(0.5)
    leg.hang_up()
    scene.expect(leg, "answered")


async def queue_times_out(scene: Scene) -> None:
    leg = await scene.call()
    await leg.until_ended()
    scene.expect(leg, "timeout")


async def queue_times_out_to_announcement(scene: Scene) -> None:
    """The caller hears out a second of the announcement and hangs up: the wait had ended before."""
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(scene.seconds(0.6, 1.2))
    leg.hang_up()
    scene.expect(leg, "timeout")


async def abandoned_in_first_ring(scene: Scene) -> None:
    leg = await scene.call()
    await asyncio.sleep(scene.seconds(0.5, 1.5))
    leg.hang_up()
    await leg.until_ended()
    scene.expect(leg, "abandoned")


async def abandoned_later(scene: Scene) -> None:
    leg = await scene.call()
    await asyncio.sleep(scene.seconds(5.5, 7.0))
    leg.hang_up()
    await leg.until_ended()
    scene.expect(leg, "abandoned")


async def abandoned_before_ring(scene: Scene) -> None:
    leg = await scene.call()
    await asyncio.sleep(scene.seconds(0.6, 2.5))
    leg.hang_up()
    await leg.until_ended()
    scene.expect(leg, "abandoned")


async def hung_up_at_answer(scene: Scene) -> None:
    """CANCEL and 200 leave within milliseconds of each other. The caller's own phone knows who was first."""
    after = 1.0 + scene.seconds(0.0, 0.4)
    scene.agent(1).on_call = answers(after)
    leg = await scene.call()
    while not scene.incoming():
        await asyncio.sleep(0.001)
    await asyncio.sleep(after + scene.chance.choice((-0.002, 0.0, 0.002, 0.006)))
    leg.hang_up()
    await asyncio.sleep(0.5)
    await leg.outcome()
    leg.hang_up()
    scene.expect(leg, "answered" if leg.final == 200 else "abandoned")


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


async def nobody_in_queue(scene: Scene) -> None:
    leg = await scene.call()
    await leg.until_ended()
    scene.expect(leg, "no_agent")


async def answers_without_ringing(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.2, 1.0), ringing=False)
    scene.agent(2).deaf = True
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(0.4)
    leg.hang_up()
    scene.expect(leg, "answered")


async def withheld(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.call(party='"Anonymous" <sip:anonymous@anonymous.invalid>')
    await leg.outcome()
    await asyncio.sleep(0.4)
    leg.hang_up()
    scene.expect(leg, "answered")


async def short_number(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.5, 2.0))
    leg = await scene.call(caller="110")
    await leg.outcome()
    await asyncio.sleep(0.4)
    leg.hang_up()
    scene.expect(leg, "answered")


async def redirected_while_waiting(scene: Scene) -> None:
    """A supervisor takes the waiting caller out of the queue and gives it to the second agent: no transfer."""
    scene.agent(2).on_call = answers(scene.seconds(0.6, 1.5))
    leg = await scene.call()
    await asyncio.sleep(scene.seconds(1.0, 2.0))
    channel = await scene.lab.channel_of(leg)
    cut_at_us = clock_us()
    await scene.manager.act(Action="Redirect", Channel=channel, Context="agents", Exten=scene.agent(2).name, Priority="1")
    await leg.outcome()
    await asyncio.sleep(0.5)
    leg.hang_up()
    scene.expect(leg, "answered", cut_at_us=cut_at_us)


async def held(scene: Scene) -> None:
    scene.agent(1).on_call = answers(scene.seconds(0.6, 1.5))
    leg = await scene.call()
    await leg.outcome()
    await asyncio.sleep(0.3)
    talking = await scene.until_agent_answers()
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
    await scene.until_agent_answers()
    await asyncio.sleep(0.5)
    leg.hang_up()
    scene.expect(leg, "answered")



_ANNOUNCED = ("Queue({q},,,,3)", "Answer()", "Playback(@RUN@/sounds/silence-2)")

SHAPES = (
    Shape("queue_ringall", one_answers, agents=3),
    Shape("queue_ringall_answered_first", one_answers_with_sound, ("Answer()", "Queue({q})")),
    Shape("queue_agent_hangs_up", agent_hangs_up),
    Shape("queue_rrmemory", agent_hangs_up, queue={"strategy": "rrmemory", "timeout": "2"}),
    Shape("queue_no_answer_then_next", no_answer_then_next, queue=_LINEAR),
    Shape("queue_timeout_zero", one_answers, queue={"timeout": "0"}),
    Shape("queue_local_members", one_answers_with_sound, members=_LOCAL),
    Shape("queue_local_members_n", one_answers_with_sound, members=_LOCAL_N),
    Shape("queue_local_no_answer_then_next", no_answer_then_next, queue=_LINEAR, members=_LOCAL_N),
    Shape("queue_busy_then_next", busy_then_next, queue=_LINEAR),
    Shape("queue_rejected_then_next", rejected_then_next, queue={**_LINEAR, "timeout": "5"}),
    Shape("queue_unreachable_beside_one", unreachable_beside_one),
    Shape("queue_unreachable_then_next", unreachable_then_next, queue=_LINEAR),
    Shape("queue_overflow", overflow, ("Queue({q},,,,2)", "Queue({q}-overflow)"), members=("PJSIP/{a1}",), overflow=("PJSIP/{a2}",)),
    Shape("queue_timeout", queue_times_out, ("Queue({q},,,,3)", "Hangup()")),
    Shape("queue_timeout_announcement", queue_times_out_to_announcement, _ANNOUNCED),
    Shape("abandon_first_ring", abandoned_in_first_ring),
    Shape("abandon_later", abandoned_later, queue=_LINEAR),
    Shape("abandon_before_ring", abandoned_before_ring, members=(), queue={"joinempty": "yes"}, agents=1),
    Shape("hang_up_at_answer", hung_up_at_answer, agents=1),
    Shape("two_callers_one_agent", two_callers_one_agent, agents=1),
    Shape("empty_queue", nobody_in_queue, members=(), queue={"joinempty": "no"}, agents=1),
    Shape("answer_without_180", answers_without_ringing, queue={"timeout": "6"}),
    Shape("withheld_number", withheld),
    Shape("short_number", short_number),
    Shape("redirected_while_waiting", redirected_while_waiting, members=("PJSIP/{a1}",)),
    Shape("hold", held),
    Shape("menu_then_queue", menu_then_queue, ("Answer()", "Read(CHOICE,@RUN@/sounds/silence-5,1,,1,5)", "Queue({q})")),
)
