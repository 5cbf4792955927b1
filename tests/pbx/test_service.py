"""Real phones, a real Asterisk and the whole service: what its HTTP API says of a call is what the phones saw."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from metrics.calls.service_level import Policy
from telephony.calls.cadence import rings
from tests.pbx.compare import EDGE_US
from tests.pbx.lab import Lab, name_calls
from tests.pbx.serving import Serving, serving
from tests.pbx.shapes import SHAPES
from tests.pbx.truth import Truth

pytestmark = pytest.mark.alone

_PLAYED = (
    "queue_ringall",
    "queue_no_answer_then_next",
    "queue_local_members",
    "queue_overflow",
    "queue_timeout_announcement",
    "abandon_first_ring",
    "abandon_later",
    "empty_queue",
    "dial_group_all_busy",
    "picked_up",
    "forwarded_in_queue",
    "withheld_number",
    "attended_transfer_digits",
    "outbound",
    "agent_calls_hotline",
    "no_hotline",
)
_POLICY = Policy()


async def test_every_call_is_stored_served_and_explained(tmp_path: Path) -> None:
    lab = Lab([shape for shape in SHAPES if shape.name in _PLAYED])
    await lab.open()
    try:
        async with serving(lab, tmp_path) as service:
            told = await asyncio.gather(*(lab.play(corner, 3) for corner in lab.corners))
            truths = [truth for each in told for truth in each]
            name_calls(lab.frames, truths)
            expected = {truth.linkedid: truth for truth in truths if not truth.ignored}
            found = {call["linkedid"]: call for call in await service.calls(len(expected))}
            assert found.keys() == expected.keys()
            wrong = [each for key, truth in expected.items() for each in _differences(found[key], truth)]
            assert not wrong
            await _receipts_prove(service, list(found.values()))
            await _metrics_agree(service, truths)
    finally:
        await lab.close()


async def test_calls_cut_off_by_a_restart_of_the_pbx_are_stored_as_estimates(tmp_path: Path) -> None:
    lab = Lab([shape for shape in SHAPES if shape.name == "restart"])
    await lab.open()
    try:
        async with serving(lab, tmp_path) as service:
            lab.after_restart = service.until_linked  # a call that comes before that would be an estimate, too
            truths = await lab.play(lab.corners[0], 1)
            name_calls(lab.frames, truths)
            found = {call["linkedid"]: call for call in await service.calls(len(truths))}
            assert [found[truth.linkedid]["measurement"] for truth in truths] == ["estimated", "estimated", "measured"]
            assert [found[truth.linkedid]["disposition"] for truth in truths] == ["answered", "failed", "answered"]
    finally:
        await lab.close()


def _differences(call: dict[str, Any], truth: Truth) -> list[str]:
    """Of what the API says, field by field."""
    pairs: list[tuple[object, object]] = [
        (call[name], getattr(truth, name)) for name in ("direction", "hotline", "disposition", "agent", "dialled")
    ]
    pairs.append((sorted((a["device"], a["outcome"]) for a in call["attempts"]), _tried(truth)))
    pairs.append(([(t["kind"], t["from"], t["to"]) for t in call["transfers"]], truth.transfers))
    pairs.append((call["measurement"], "measured"))
    if EDGE_US < truth.ring_us % _POLICY.period_us < _POLICY.period_us - EDGE_US or truth.ring_us == 0:
        pairs.append((call["rings"], rings(truth.ring_us, _POLICY.period_us) if truth.alerted_at_us else 0))
        pairs.append((call["within_target"], _within(truth)))
    late = abs(call["ring_seconds"] - truth.ring_us / 1e6) > 0.1
    return [f"{truth.shape}: {said!r}, not {saw!r}" for said, saw in pairs if said != saw] + ["ring_seconds"] * late


def _tried(truth: Truth) -> list[tuple[str, str]]:
    return sorted((each.device, each.outcome) for each in truth.attempts)


def _within(truth: Truth) -> bool | None:
    if truth.direction != "inbound":
        return None
    if truth.disposition == "abandoned" and truth.ring_us < _POLICY.short_abandon_us:
        return None
    return truth.disposition == "answered" and truth.ring_us < _POLICY.limit_us


async def _receipts_prove(service: Serving, calls: list[dict[str, Any]]) -> None:
    for call in calls:
        receipt = await service.get(f"/api/v1/calls/{call['pbx']}/{call['linkedid']}/receipt")
        assert receipt["sentence"]
        assert (receipt["rings"], receipt["ring_seconds"]) == (call["rings"], call["ring_seconds"])
        at = [event["at"] for event in receipt["events"]]
        assert at
        assert at == sorted(at)


async def _metrics_agree(service: Serving, truths: list[Truth]) -> None:
    inbound = [truth for truth in truths if truth.direction == "inbound" and not truth.ignored]
    lines = (await service.get("/metrics")).splitlines()
    for disposition in ("answered", "abandoned", "timeout", "no_agent"):
        counted = sum(
            float(line.rpartition(" ")[2])
            for line in lines
            if line.startswith("thirdring_calls_total{")
            and f'disposition="{disposition}"' in line
            and 'direction="inbound"' in line
        )
        assert counted == sum(truth.disposition == disposition for truth in inbound)
