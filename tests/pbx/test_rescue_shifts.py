"""The whole service rings who is on shift for a call that nobody answers, and tells the relay who that is."""

from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from lab.pbx.phone import Phone
from tests.pbx.lab import Lab
from tests.pbx.scene import Scene, Shape, answers
from tests.pbx.serving import serving
from tests.pbx.test_rescue import Desk
from thirdring.relay.shifts import Shifts
from thirdring.settings.relay import ShiftsKnown

pytestmark = pytest.mark.asyncio(loop_scope="module")

SETTINGS = """[desk]
wrap_up_seconds = 0
[rescue]
enabled = true
ring = 1
at_once = 1
helpers = ["{helper}"]
[[shifts.shift]]
name = "day"
begins = "00:00"
ends = "00:00"
"""


async def _nothing(_scene: Scene) -> None:
    pass


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def desk(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Desk]:
    """Its first helper is one of the settings; the second is on shift or off."""
    lab = Lab((Shape("rescue", _nothing, agents=4, members=("PJSIP/{a1}", "PJSIP/{a2}")),))
    await lab.open()
    folder = tmp_path_factory.mktemp("rescue_shifts")
    try:
        async with serving(lab, folder, SETTINGS.format(helper=lab.corners[0].agents[2].name)) as service:
            yield Desk(lab, service)
    finally:
        await lab.close()


async def on_shift(desk: Desk, *people: Phone, away: Phone | None = None, stand_in: Phone | None = None) -> None:
    """From now on."""
    [turn] = (await desk.service.get("/api/v1/shifts/now"))["turns"]
    path = f"/api/v1/shifts/{turn['day']}/{turn['shift']}"
    names = {"people": [phone.name for phone in people], "managers": []}
    await desk.service.send("PUT", path, names, version=turn["version"])
    for absence in (await desk.service.get("/api/v1/absences"))["items"]:
        await desk.service.send("DELETE", f"/api/v1/absences/{absence['id']}", None, version=absence["version"])
    if away is not None and stand_in is not None:
        times = {"since": turn["begins"], "until": turn["ends"]}
        await desk.service.send("POST", "/api/v1/absences", {"person": away.name, "stand_in": stand_in.name, **times})


async def rescued(desk: Desk) -> Any:
    """A call that whoever is rung for it takes, once it is stored."""
    scene = desk.scene()
    for helper in desk.helpers:
        helper.on_call = answers(0.2)
    caller = await scene.call()
    await caller.outcome()
    caller.hang_up()
    await caller.ended.wait()
    return await desk.stored(caller)


def helped(call: Any) -> list[str]:
    return [each["agent"] for each in call["attempts"] if each["is_rescue"]]


async def test_who_is_on_shift_is_rung_first(desk: Desk) -> None:
    own, other = desk.helpers
    await on_shift(desk, other)
    since = len(own.legs)
    call = await rescued(desk)
    assert (helped(call), call["agent"], call["rescue"]) == ([other.name], other.name, "saved")
    assert len(own.legs) == since


async def test_who_is_off_shift_is_not_rung_and_an_empty_shift_falls_back_to_the_settings(desk: Desk) -> None:
    own, other = desk.helpers
    await on_shift(desk)
    since = len(other.legs)
    call = await rescued(desk)
    assert (helped(call), call["agent"], call["rescue"]) == ([own.name], own.name, "saved")
    assert len(other.legs) == since


async def test_while_a_helper_is_away_who_stands_in_is_rung(desk: Desk) -> None:
    own, other = desk.helpers
    await on_shift(desk, away=own, stand_in=other)
    since = len(own.legs)
    call = await rescued(desk)
    assert (helped(call), call["agent"]) == ([other.name], other.name)
    assert len(own.legs) == since


async def test_the_relay_is_told_by_the_service_who_is_on_shift(desk: Desk) -> None:
    own, other = desk.helpers
    await on_shift(desk, own, away=own, stand_in=other)
    source = {"url": f"http://127.0.0.1:{desk.service.port}", "token": await desk.service.new_token("relay")}
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=5)) as http:
        shifts = Shifts(ShiftsKnown.model_validate(source), http)
        await shifts.look()
    assert [span.people for span in shifts.spans] == [(other.name,)]
