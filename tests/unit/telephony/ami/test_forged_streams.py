"""Forged pieces anywhere in recorded streams: every call must come out as it was."""

import gzip
import random
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from telephony.facts import Call
from telephony.replay import calls, events
from tests.unit.telephony.ami.test_guard import FORGED
from tests.unit.telephony.calls.recordings import NAMES, site, truths

CAPTURES = Path(__file__).parents[3] / "captures"
SEVERAL_CALLS = ["two_callers_one_agent", "queue_all_busy", "attended_transfer_refer", "callback_reached"]
ENDED_BY_A_CONTACT = "page_ghost"
"""What follows a broken number is believed if it names a channel that is known, and ContactStatus names none. So this
attempt ends with its caller; nothing else of the call is different."""
OF_A_CALLER = re.compile(rb"\r\n(?:\w*)(?:CallerIDNum|CallerIDName|ConnectedLineNum|ConnectedLineName): ")
LINKEDIDS = re.compile(rb"\r\n\w*Linkedid: ([^\r\n]+)")
OF_A_LINKEDIDS = re.compile(rb"\r\n\w*Linkedid: ([^\r\n]+)")


@cache
def recorded(name: str) -> bytes:
    return gzip.decompress((CAPTURES / f"{name}.ami.gz").read_bytes())


def figures(call: Call) -> tuple[object, ...]:
    """Everything but the caller's number."""
    attempts = [(a.device, a.began_at_us, a.alerted_at_us, a.ended_at_us, a.outcome) for a in call.attempts]
    times = (call.arrived_at_us, call.queued_at_us, call.alerted_at_us, call.answered_at_us, call.ring_ended_at_us)
    return (
        *(call.direction, call.hotline, call.state, call.disposition, call.agent, call.measurement),
        *(times, call.ended_at_us, attempts, call.transfers),
    )


def without_attempts(found: dict[str, tuple[object, ...]]) -> dict[str, tuple[object, ...]]:
    return {linkedid: (*each[:-2], each[-1]) for linkedid, each in found.items()}


def derived(name: str, stream: bytes) -> dict[str, tuple[object, ...]]:
    return {call.linkedid: figures(call) for call in calls(events([stream]), site(name))}


@cache
def plain(name: str) -> dict[str, tuple[object, ...]]:
    return derived(name, recorded(name))


def places(name: str, count: int, chance: random.Random) -> Iterator[int]:
    stream = recorded(name)
    yield from (chance.randrange(len(stream)) for _ in range(count))


@pytest.mark.parametrize("name", NAMES)
def test_a_caller_with_a_forged_number_is_measured_as_any_other(name: str) -> None:
    chance, stream = random.Random(name), recorded(name)
    outside = {truth["caller"] for truth in truths(name) if len(truth["caller"]) > 4}
    for piece in chance.sample(FORGED, 5) if outside else []:
        parts = re.split(b": (?:" + "|".join(outside).encode() + b")(?=\r\n)", stream)
        forged = derived(name, (b": " + piece).join(parts))
        if name == ENDED_BY_A_CONTACT:
            assert without_attempts(forged) == without_attempts(plain(name)), piece
        else:
            assert forged == plain(name), piece


@pytest.mark.parametrize("name", NAMES)
def test_a_forged_piece_in_a_number_or_a_name_changes_nothing(name: str) -> None:
    chance, stream = random.Random(name), recorded(name)
    spots = [found.end() for found in OF_A_CALLER.finditer(stream)]
    for spot in chance.sample(spots, min(8, len(spots))):
        piece = chance.choice(FORGED)
        assert derived(name, stream[:spot] + piece + stream[spot:]) == plain(name), (spot, piece)


@pytest.mark.parametrize("name", SEVERAL_CALLS)
def test_a_forged_piece_at_any_byte_changes_no_call_but_the_one_it_stands_in(name: str) -> None:
    chance, stream = random.Random(name), recorded(name)
    for spot in places(name, 40, chance):
        piece = chance.choice(FORGED)
        begin, end = stream.rfind(b"\r\n\r\n", 0, spot), stream.find(b"\r\n\r\n", spot)
        hit = {found.decode() for found in LINKEDIDS.findall(stream, max(begin, 0), end)}
        changed = derived(name, stream[:spot] + piece + stream[spot:])
        assert set(changed) <= set(plain(name)), (spot, piece)
        for linkedid, expected in plain(name).items():
            assert linkedid in hit or changed.get(linkedid) == expected, (spot, piece)
