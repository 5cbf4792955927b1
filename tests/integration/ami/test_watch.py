"""What the link asks of a PBX while it is up: its clock, and its queues again once it has booted."""

import asyncio
import time

import pytest

from telephony.ami.clock import AskedClock, OwnClock, Receipts
from telephony.ami.frames import parse
from telephony.ami.link import Patience
from tests.integration.ami.scripted import END, HANGUP, SOON, Peer, scene

OFTEN = Patience(SOON, SOON, quiet_seconds=0.02, alive_seconds=SOON)
S = 1_000_000


async def test_the_clock_of_the_pbx_is_written_among_its_events() -> None:
    async def ahead(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        while True:
            await peer.answer(await peer.expect("Ping"), Ping="Pong", Timestamp=f"{time.time() + 90:.6f}")

    async with scene(ahead, patience=OFTEN) as it:
        for _ in range(3):
            headers = (await it.event("PbxClock")).headers
            assert 89.5 * S < int(headers["Shown"]) - int(headers["Asked"]) < 90.5 * S
            assert headers["Correction"] == str(90 * S)


async def test_a_pbx_that_tells_no_time_with_its_ping_is_left_in_peace() -> None:
    async def timeless(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        for _ in range(3):
            await peer.answer(await peer.expect("Ping"), Ping="Pong")
        await peer.send(HANGUP + END)
        await peer.until_gone()

    async with scene(timeless, patience=OFTEN) as it:
        assert "PbxClock" not in await it.names_until("Hangup")


async def test_a_pbx_that_booted_after_it_took_the_login_is_asked_for_its_queues_again() -> None:
    async def boots(peer: Peer) -> None:
        await peer.let_in()
        await peer.answer(await peer.expect("Events"), Events="On")
        await peer.answer(await peer.expect("Status"))
        await peer.answer(await peer.expect("CoreShowChannels"))
        await peer.answer(await peer.expect("QueueStatus"), "Error", Message="Invalid/unknown command: QueueStatus.")
        await peer.send(b"Event: FullyBooted\r\nPrivilege: system,all\r\nStatus: Fully Booted" + END)
        asked = await peer.hear()
        while asked["Action"] == "Ping":
            await peer.answer(asked)
            asked = await peer.hear()
        await peer.answer(asked, EventList="start")
        action_id = asked["ActionID"].encode()
        await peer.send(b"Event: QueueParams\r\nQueue: hotline\r\nMax: 0\r\nActionID: " + action_id + END)
        await peer.until_gone()

    async with scene(boots) as it:
        assert (await it.event("QueueParams")).headers["Queue"] == "hotline"
        assert "QueueStatus" in [heard["Action"] for heard in it.pbx.peers[0].heard[-2:]]


def test_the_correction_stays_until_it_is_off_by_a_second() -> None:
    asked = AskedClock()
    told = [asked.correction_us(round(ahead * S), 0, 0) for ahead in (0.9, -0.9, 90.4, 90.9, 89.6, 88.9, 0.5)]
    assert told == [0, 0, 90 * S, 90 * S, 90 * S, 89 * S, 0]


def test_an_answer_that_took_too_long_says_nothing() -> None:
    assert AskedClock().correction_us(90 * S, 0, 1_000_001) is None


def test_our_own_clock_is_seen_to_be_set_and_not_to_be_slewed() -> None:
    own = OwnClock()
    told = [own.step_us(clock, steady) for clock, steady in ((100, 0), (200_100, 200_000), (7_200_000, 300_000))]
    assert told == [0, 0, 7_200_000 - 300_000 - 100]


def test_a_clock_that_was_set_is_told_before_the_receipt_that_shows_it() -> None:
    told: list[tuple[str, str, int]] = []

    def put(frame: bytes, at_us: int) -> None:
        event = parse(frame, at_us)
        told.append((event.name, event.headers["Step"], at_us))

    clock = iter([10 * S, 10 * S, 3610 * S, 3610 * S])
    steady = iter([S, 2 * S])
    receipts = Receipts(lambda: next(clock), lambda: next(steady), put)
    assert [receipts(), receipts()] == [10 * S, 3610 * S]
    assert told == [("OurClock", str(3599 * S), 3610 * S)]


def test_a_process_that_was_stopped_between_two_readings_tells_no_step() -> None:
    clock = iter([10 * S, 10 * S, 11 * S, 71 * S, 72 * S, 72 * S])
    steady = iter([S, 2 * S, 63 * S])
    told: list[bytes] = []
    receipts = Receipts(lambda: next(clock), lambda: next(steady), lambda frame, _: told.append(frame))
    assert [receipts(), receipts(), receipts()] == [10 * S, 71 * S, 72 * S]
    assert told == []


@pytest.mark.alone
async def test_the_first_question_comes_soon() -> None:
    async def waits(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await peer.expect("Ping")
        await peer.send(HANGUP + END)
        await peer.until_gone()

    async with scene(waits, patience=Patience(SOON, SOON, quiet_seconds=1.0, alive_seconds=SOON)) as it:
        async with asyncio.timeout(0.9):
            await it.event("Hangup")
