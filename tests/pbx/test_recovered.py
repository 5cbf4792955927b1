"""Calls of a real Asterisk while nobody listens at all: afterwards they are told from what Asterisk itself wrote."""

import asyncio
import json
import re
from collections.abc import Coroutine, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from lab.pbx.priority import hurried
from metrics.calls.service_level import Policy
from tests.pbx.lab import Lab, name_calls
from tests.pbx.scene import Corner
from tests.pbx.serving import Serving, serving
from tests.pbx.shapes import SHAPES
from tests.pbx.truth import Truth

pytestmark = pytest.mark.alone

_PLAYED = frozenset(
    "queue_ringall queue_agent_hangs_up queue_timeout queue_all_busy dial_one dial_no_answer dial_unreachable "
    "abandon_later abandon_before_ring abandon_local_members empty_queue picked_up forwarded outbound originated "
    "internal blind_transfer_refer menu_then_queue queue_rejected_then_next closed_announcement".split()
)
_AT_ONCE = 12  # more of them would measure the machine
CERTAIN_SECONDS = 0.15
ESTIMATED_SHARE_MAX = 0.05
ALL_ENDED_SECONDS = 60.0


def settings(lab: Lab) -> str:
    log = lab.asterisk.folder / "log"
    files = {"csv": log / "cel-custom" / "thirdring.csv", "log": log / "full"}
    return "\n".join(["", "[pbx.cel]", *(f"{key} = {json.dumps(str(path))}" for key, path in files.items()), ""])


async def play(lab: Lab) -> list[Truth]:
    limit = asyncio.Semaphore(_AT_ONCE)

    async def one(corner: Corner) -> list[Truth]:
        async with limit:
            return await lab.play(corner, 5)

    return [truth for told in await asyncio.gather(*map(one, lab.corners)) for truth in told]


async def hurriedly(playing: Coroutine[Any, Any, list[Truth]]) -> list[Truth]:
    """The phones' clocks are the truth as long as phones do not wait for a processor."""
    with hurried():
        return await playing


@pytest.mark.parametrize(
    ("heard_seconds", "deaf_seconds"),
    [(0.0, ALL_ENDED_SECONDS), (1.5, 2.0), (2.5, ALL_ENDED_SECONDS)],
    ids=["the whole of each call", "some seconds in the middle", "the rest of each call"],
)
async def test_calls_that_nobody_heard_are_the_ones_that_the_phones_remember(
    tmp_path: Path, heard_seconds: float, deaf_seconds: float
) -> None:
    lab = Lab([shape for shape in SHAPES if shape.name in _PLAYED], records=True)
    await lab.open()
    try:
        async with serving(lab, tmp_path, settings(lab)) as service:
            await service.until_linked()
            playing = asyncio.create_task(hurriedly(play(lab)))
            await asyncio.sleep(heard_seconds)
            await service.kill()
        await asyncio.wait([playing], timeout=deaf_seconds)
        async with serving(lab, tmp_path, settings(lab)) as service:
            truths = [truth for truth in await playing if not truth.ignored]
            name_calls(lab.frames, truths)
            found = {call["linkedid"]: call for call in await service.calls(len(truths), 20)}
            hold_against(truths, found)
            await hold_desk_against(truths, service)
    finally:
        await lab.close()


def hold_against(truths: Sequence[Truth], found: Mapping[str, Mapping[str, Any]]) -> None:
    """Every verdict is right. What a snapshot contradicts says that it is estimated, of one call in twenty at most."""
    assert found.keys() == {truth.linkedid for truth in truths}
    policy, estimated = Policy(), []
    for truth in truths:
        call = found[truth.linkedid]
        if call["within_target"] is not None:
            in_time = truth.answered_at_us is not None and truth.ring_us < policy.limit_us
            assert call["within_target"] is in_time, truth.shape
        if call["measurement"] == "estimated":
            estimated.append(truth.shape)
            continue
        assert (call["disposition"], call["agent"]) == (truth.disposition, truth.agent), truth.shape
        assert abs(call["ring_seconds"] - truth.ring_us / 1e6) <= CERTAIN_SECONDS, truth.shape
    assert len(estimated) <= len(truths) * ESTIMATED_SHARE_MAX, estimated
    assert any(call["measurement"] == "recovered" and call["margin_seconds"] for call in found.values())


async def hold_desk_against(truths: Sequence[Truth], service: Serving) -> None:
    """Each caller of the hotline has a ticket, and who was missed a callback; the figures count the same calls."""
    ours = {truth.linkedid for truth in truths if truth.direction == "inbound" and truth.hotline}
    for _ in range(150):
        calls = (await service.get("/api/v1/calls", limit="200"))["items"]
        callbacks = (await service.get("/api/v1/callbacks", limit="200"))["items"]
        text = await service.get("/metrics")
        counted = re.search(r'thirdring_calls_by_measurement_total{measurement="recovered"} (\d+)', text)
        wanting = [call for call in calls if call["linkedid"] in ours and not call["ticket"]]
        missed = {call["ticket"] for call in calls if call["linkedid"] in ours and is_missed(call)}
        uncalled = missed - {callback["ticket"] for callback in callbacks}
        recovered = [call for call in calls if call["measurement"] == "recovered"]
        uncounted = len(recovered) - (0 if counted is None else int(counted[1]))
        if not (wanting or uncalled or uncounted):
            break
        await asyncio.sleep(0.2)
    assert (wanting, uncalled, uncounted) == ([], set(), 0)


def is_missed(call: Mapping[str, Any]) -> bool:
    return call["excluded"] is None and call["disposition"] in ("abandoned", "timeout", "no_agent")
