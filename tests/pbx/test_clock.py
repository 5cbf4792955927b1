"""A real Asterisk whose clock is wrong, and set while a phone rings: what is made of its calls."""

import asyncio
from collections.abc import Sequence

import pytest

from telephony.facts import Call, ClockNews, ClockWord
from tests.pbx.clock_proxy import ClockProxy
from tests.pbx.ear import Ear
from tests.pbx.lab import Lab, name_calls
from tests.pbx.shapes import SHAPES
from tests.pbx.truth import Truth

pytestmark = pytest.mark.alone

YEAR_9999 = 253_402_300_000 - 1_795_000_000


async def test_wrong_stamps_and_a_clock_that_is_set_cost_only_the_calls_they_touch() -> None:
    lab = Lab([shape for shape in SHAPES if shape.name == "queue_ringall"])
    await lab.open()
    try:
        async with ClockProxy(lab.asterisk.ports.ami) as proxy:
            ear = Ear(lab.asterisk, proxy.port)
            await ear.open()
            await asyncio.sleep(2)  # the link has asked what the clock shows
            plays = await _played(lab, proxy)
            await ear.close()
    finally:
        await lab.close()
    name_calls(lab.frames, [truth for play in plays for truth in play])
    found, unexpected = ear.calls(lab.layout)
    assert [_measured(found, play) for play in plays] == [
        *(["estimated"], ["measured"], ["estimated"], ["estimated"], ["measured"]),
    ]
    for truth in (truth for play in plays for truth in play):
        assert abs(found[truth.linkedid].ring_us - truth.ring_us) < 300_000, truth
    assert unexpected == []
    news = [each for each in ear.told(lab.layout) if isinstance(each, ClockNews)]
    assert [round(each.by_us / 3.6e9) for each in news if each.word is ClockWord.STEPPED] == [-1]
    assert {each.word for each in news} == {ClockWord.STEPPED, ClockWord.REFUSED}


async def _played(lab: Lab, proxy: ClockProxy) -> list[list[Truth]]:
    """One stamp 90 s ahead; none; one of the year 9999; the clock set back by an hour in mid-call; none."""
    corner = lab.corners[0]
    proxy.wrong_once = 90
    plays = [await lab.play(corner, 1), await lab.play(corner, 1)]
    proxy.wrong_once = YEAR_9999
    plays.append(await lab.play(corner, 1))
    playing = asyncio.create_task(lab.play(corner, 1))
    await asyncio.sleep(1)
    proxy.ahead_seconds = -3600
    plays.append(await playing)
    await asyncio.sleep(12)  # the link asks again, however quiet it is
    return [*plays, await lab.play(corner, 1)]


def _measured(found: dict[str, Call], truths: Sequence[Truth]) -> list[str]:
    return [found[truth.linkedid].measurement for truth in truths]
