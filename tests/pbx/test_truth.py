"""Every shape of call through a real Asterisk, measured as the service does, held against the phones' own clocks."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest

from lab.pbx.priority import hurried
from telephony.facts import Call, Unexpected
from telephony.replay import calls, events
from tests.pbx.compare import differences
from tests.pbx.ear import Ear
from tests.pbx.lab import Lab, name_calls
from tests.pbx.scene import Corner
from tests.pbx.shapes import SHAPES
from tests.pbx.truth import Truth

pytestmark = pytest.mark.alone

_PLAYS = 5
_AT_ONCE = 24  # plays; more of them would measure the machine rather than the service
_APART_SECONDS = 0.1  # between the first calls of two shapes


@dataclass
class Played:
    truths: list[Truth]
    calls: dict[str, Call]  # by linkedid, as the service measures them
    unexpected: list[Unexpected]
    replayed: dict[str, Call]  # the same from the whole wire, recorded without filters


async def _series(lab: Lab, corner: Corner, limit: asyncio.Semaphore, wait_seconds: float) -> list[Truth]:
    await asyncio.sleep(wait_seconds)
    truths = []
    for seed in range(_PLAYS):
        async with limit:
            truths += await lab.play(corner, seed)
    return truths


async def _all_series(lab: Lab) -> list[Truth]:
    limit = asyncio.Semaphore(_AT_ONCE)
    series = (_series(lab, corner, limit, each * _APART_SECONDS) for each, corner in enumerate(lab.corners))
    return [truth for told in await asyncio.gather(*series) for truth in told]


async def _play_all() -> Played:
    lab = Lab([shape for shape in SHAPES if not shape.alone])
    await lab.open()
    ear = Ear(lab.asterisk)
    try:
        await ear.open()
        with hurried():
            truths = await _all_series(lab)
    finally:
        await ear.close()
        await lab.close()
    name_calls(lab.frames, truths)
    return Played(truths, *ear.calls(lab.layout), _replayed(lab))


def _replayed(lab: Lab) -> dict[str, Call]:
    return {call.linkedid: call for call in calls(events([lab.heard()]), lab.layout)}


@pytest.fixture(scope="module")
def played() -> Played:
    return asyncio.run(_play_all())


@pytest.fixture
async def alone() -> AsyncIterator[Lab]:
    lab = Lab([shape for shape in SHAPES if shape.alone])
    await lab.open()
    yield lab
    await lab.close()


def test_enough_shapes_and_calls_are_played(played: Played) -> None:
    assert len({truth.shape for truth in played.truths}) >= 25
    assert len(played.truths) >= 200


def test_every_call_is_told_as_the_phones_saw_it(played: Played) -> None:
    wrong = []
    for truth in (truth for truth in played.truths if not truth.ignored):
        call = played.calls.get(truth.linkedid)
        found = ["no call was measured"] if call is None else differences(call, truth)
        wrong += [f"{truth.shape} {truth.linkedid}: {each}" for each in found]
    assert not wrong, "\n".join(wrong)


def test_nothing_is_recorded_that_no_phone_did(played: Played) -> None:
    known = {truth.linkedid for truth in played.truths if not truth.ignored}
    extra = Counter(
        f"{call.direction} call to {call.dialled}" for key, call in played.calls.items() if key not in known
    )
    assert not extra
    assert not played.unexpected


def test_ring_seconds_are_within_20_ms_of_the_phones_clocks(played: Played) -> None:
    rung = [(played.calls[t.linkedid], t) for t in played.truths if t.linkedid in played.calls and t.alerted_at_us]
    errors = sorted((abs(call.ring_us - truth.ring_us), truth.shape) for call, truth in rung)
    median, p99 = errors[len(errors) // 2], errors[len(errors) * 99 // 100]
    print(f"\nring_seconds against the phones, {len(errors)} calls: median {median[0]} us, p99 {p99[0]} us")
    assert p99[0] <= 20_000, f"the farthest off, in microseconds: {errors[-6:]}"


def test_filters_at_the_source_lose_nothing(played: Played) -> None:
    assert {key: _essence(call) for key, call in played.calls.items()} == {
        key: _essence(call) for key, call in played.replayed.items()
    }


def _essence(call: Call) -> tuple[object, ...]:
    tried = [(each.device, each.outcome, each.ring_us) for each in call.attempts]
    moments = (call.arrived_at_us, call.queued_at_us, call.alerted_at_us, call.answered_at_us, call.ended_at_us)
    return (call.disposition, call.agent, call.hotline, call.transfers, tried, moments)


async def test_calls_that_a_restart_cut_off_are_estimates_and_later_ones_are_measured(alone: Lab) -> None:
    truths, measured = await _played_alone(alone, "restart")
    told = [measured[truth.linkedid] for truth in truths]
    wrong = [found for call, truth in zip(told, truths, strict=True) for found in differences(call, truth)]
    assert not wrong
    assert [str(call.measurement) for call in told] == ["estimated", "estimated", "measured"]


async def test_a_call_that_came_and_was_handed_on_while_nobody_listened_is_an_estimate(alone: Lab) -> None:
    [truth], measured = await _played_alone(alone, "handed_on_unheard")
    call = measured[truth.linkedid]
    assert differences(call, truth) == []
    assert (call.dialled, str(call.measurement)) == (truth.dialled, "estimated")


async def test_an_agent_of_a_pool_answers_without_being_dialled(alone: Lab) -> None:
    [truth], measured = await _played_alone(alone, "agent_pool")
    call = measured[truth.linkedid]
    [corner] = [corner for corner in alone.corners if corner.shape.name == "agent_pool"]
    agent = corner.agents[0].name
    assert (str(call.disposition), call.agent) == ("answered", agent)
    assert {each.device for each in call.attempts} == {f"PJSIP/{agent}"}
    assert str(call.attempts[-1].outcome) == "answered"  # before that the agent may not be ready yet
    assert 0 < call.ring_us < 3_000_000


async def _played_alone(lab: Lab, name: str) -> tuple[list[Truth], dict[str, Call]]:
    [corner] = [corner for corner in lab.corners if corner.shape.name == name]
    truths = await lab.play(corner, 1)
    name_calls(lab.frames, truths)
    return truths, _replayed(lab)
