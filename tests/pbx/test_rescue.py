"""The whole service rings more phones for calls that nobody answers: real phones, and each way in which it can race."""

import asyncio
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest
import pytest_asyncio

from lab.pbx.leg import Leg
from lab.pbx.phone import OnCall, Phone
from tests.pbx.lab import Lab
from tests.pbx.scene import Scene, Shape, answers, refuses, rings
from tests.pbx.serving import Serving, serving

pytestmark = pytest.mark.asyncio(loop_scope="module")

_DESK = ("PJSIP/{a1}", "PJSIP/{a2}")
_SHORT_ROUNDS = {"timeout": "3", "retry": "3"}


async def _nothing(_scene: Scene) -> None:
    pass


class Desk:
    """A hotline whose first two agents are its desk; the last two of the first hotline help."""

    def __init__(self, lab: Lab, service: Serving) -> None:
        self.lab, self.service = lab, service
        self.helpers = lab.corners[0].agents[2:]

    def scene(self, corner: int = 0) -> Scene:
        scene = Scene(self.lab, self.lab.corners[corner], 1)
        for helper in self.helpers:
            helper.on_call = rings()
        return scene

    async def rung(self, helper: Phone, since: int) -> Leg:
        await _until(lambda: len(helper.legs) > since)
        leg = helper.legs[since]
        await _until(lambda: leg.at_us("180", sent=True) is not None)
        return leg

    async def stored(self, leg: Leg) -> Any:
        """The call of that caller, once it has ended."""
        async with asyncio.timeout(60):
            while True:
                for call in (await self.service.get("/api/v1/calls", live="false", limit="50"))["items"]:
                    if call["caller_raw"] == leg.caller:
                        return call
                await asyncio.sleep(0.1)


async def _until(so: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not so():
            await asyncio.sleep(0.01)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    shapes = (
        Shape("rescue", _nothing, agents=4, members=_DESK),
        Shape("rescue_between_rounds", _nothing, agents=2, members=_DESK, queue=_SHORT_ROUNDS),
    )
    lab = Lab(shapes)
    await lab.open()
    helpers = ", ".join(f'"{phone.name}"' for phone in lab.corners[0].agents[2:])
    more = f"[desk]\nwrap_up_seconds = 0\n[rescue]\nenabled = true\nring = 1\nat_once = 1\nhelpers = [{helpers}]\n"
    try:
        async with serving(lab, _folder(tmp_path_factory), more) as service:
            yield Desk(lab, service)
    finally:
        await lab.close()


def _folder(factory: pytest.TempPathFactory) -> Path:
    return factory.mktemp("rescue")


def _tried(call: Any) -> dict[str, tuple[str, bool]]:
    return {each["agent"]: (each["outcome"], each["is_rescue"]) for each in call["attempts"]}


async def _over(desk: Desk, caller: Leg, *others: Leg) -> Any:
    caller.hang_up()
    await caller.ended.wait()
    for leg in others:
        await leg.ended.wait()
    return await desk.stored(caller)


async def test_a_helper_picks_up_what_nobody_answers_and_the_call_is_saved(desk: Desk) -> None:
    scene, helper = desk.scene(), desk.helpers[0]
    since = len(helper.legs)
    helper.on_call = answers(0.3)
    caller = await scene.call()
    await caller.outcome()
    ring = await desk.rung(helper, since)
    call = await _over(desk, caller, ring, *scene.incoming())
    desk_names = [phone.name for phone in scene.corner.agents[:2]]
    assert (call["disposition"], call["agent"], call["rescue"]) == ("answered", helper.name, "saved")
    assert _tried(call) == {helper.name: ("answered", True), **dict.fromkeys(desk_names, ("cancelled", False))}
    rung_us = (ring.at_us("200 INVITE", sent=True) or 0) - min(
        leg.at_us("180", sent=True) or 0 for leg in scene.incoming()
    )
    assert abs(call["ring_seconds"] * 1e6 - rung_us) < 100_000
    assert [each["linkedid"] for each in (await desk.service.get("/api/v1/calls", rescue="saved"))["items"]] == [
        call["linkedid"]
    ]
    metrics = await desk.service.get("/metrics")
    assert f'thirdring_rescues_total{{hotline="{scene.corner.hotline}",result="saved"}} 1' in metrics


async def test_a_helpers_phone_is_silent_at_once_when_the_desk_answers(desk: Desk) -> None:
    scene, helper = desk.scene(), desk.helpers[0]
    since = len(helper.legs)
    go = asyncio.Event()
    scene.agent(1).on_call = _when(go)
    caller = await scene.call()
    ring = await desk.rung(helper, since)
    go.set()
    await ring.ended.wait()
    assert ring.final == 487
    call = await _over(desk, caller)
    assert (call["agent"], call["rescue"]) == (scene.agent(1).name, "asked")
    assert _tried(call)[helper.name] == ("cancelled", True)
    assert len(helper.legs) == since + 1


async def test_a_helpers_phone_is_silent_at_once_when_the_caller_is_gone(desk: Desk) -> None:
    scene, helper = desk.scene(), desk.helpers[0]
    since = len(helper.legs)
    caller = await scene.call()
    ring = await desk.rung(helper, since)
    call = await _over(desk, caller, ring)
    assert (ring.final, call["disposition"], call["rescue"]) == (487, "abandoned", "asked")
    assert len(helper.legs) == since + 1


@pytest.mark.parametrize("refusal", [refuses(486), refuses(603, 0.1, ringing=True)], ids=["busy", "declines"])
async def test_where_a_helper_is_busy_or_declines_the_next_one_is_rung(desk: Desk, refusal: OnCall) -> None:
    scene = desk.scene()
    first, second = desk.helpers
    first.on_call, second.on_call = refusal, answers(0.1)
    caller = await scene.call()
    await caller.outcome()
    call = await _over(desk, caller)
    assert (call["agent"], call["rescue"]) == (second.name, "saved")
    assert _tried(call)[first.name] == ("busy", True)


async def test_two_calls_at_once_have_a_helper_each(desk: Desk) -> None:
    scene = desk.scene()
    for helper in desk.helpers:
        helper.on_call = answers(0.4)
    callers = [await scene.call(), await scene.call()]
    for caller in callers:
        await caller.outcome()
    calls = [await _over(desk, caller) for caller in callers]
    assert {call["agent"] for call in calls} == {helper.name for helper in desk.helpers}
    assert [call["rescue"] for call in calls] == ["saved", "saved"]


async def test_a_helper_who_talks_is_not_rung(desk: Desk) -> None:
    scene = desk.scene()
    talking, free = desk.helpers
    since = len(talking.legs)
    scene.lab.outside[scene.outside_number] = answers(0.1)
    own = await scene.lab.corners[0].agents[2].call(f"9{scene.outside_number}")
    await own.outcome()
    free.on_call = answers(0.1)
    caller = await scene.call()
    await caller.outcome()
    call = await _over(desk, caller)
    own.hang_up()
    await own.ended.wait()
    assert (call["agent"], talking.name in _tried(call)) == (free.name, False)
    assert len([leg for leg in talking.legs[since:] if leg.incoming]) == 0


async def test_who_picks_up_between_two_rounds_of_a_queue_is_rung_in_the_next_one_and_has_the_call(desk: Desk) -> None:
    scene, helper = desk.scene(1), desk.helpers[0]
    since = len(helper.legs)
    between = asyncio.Event()
    helper.on_call = _when(between)
    desk.helpers[1].on_call = refuses(486)
    caller = await scene.call()
    await desk.rung(helper, since)
    await _until(lambda: all(leg.ended.is_set() for leg in scene.incoming()))
    between.set()
    await caller.outcome()
    call = await _over(desk, caller)
    tries = [each["outcome"] for each in call["attempts"] if each["agent"] == helper.name]
    assert (call["agent"], tries) == (helper.name, ["failed", "answered"])


def _when(event: asyncio.Event) -> OnCall:
    async def on_call(leg: Leg) -> None:
        leg.ring()
        await event.wait()
        if not leg.ended.is_set():
            await leg.answer()

    return on_call
