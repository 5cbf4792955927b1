"""What arrives, whatever the network and the PBX do to the bytes."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from telephony.ami.frames import MAX_FRAME_BYTES, parse
from telephony.ami.inbox import Inbox
from tests.asterisk import block, event, of_channel
from tests.integration.ami.scripted import END, HANGUP, SOON, Peer, Script, scene, serve

NAME = "前台 王小明"
EVENTS = END.join(
    [
        b"Event: CEL\r\nPrivilege: cel,all\r\nEventName: CHAN_START",
        of_channel("Newchannel", CallerIDName=NAME),
        of_channel("VarSet", ("Variable", "NOISE"), ("Value", "x")),
        of_channel("Newstate", ("ChanVariable", "A=1"), ("ChanVariable", "B=2")),
        event("DialBegin", *block("Dest", CallerIDName=NAME.encode("gb18030"))),
        event("DialEnd", *block("Dest", CallerIDName=b"\xff\xfe\xff")),
        HANGUP,
        b"",
    ]
)
KEPT = ["Newchannel", "Newstate", "DialBegin", "DialEnd", "Hangup"]


def after_login(then: Callable[[Peer], Awaitable[None]]) -> Script:
    async def script(peer: Peer) -> None:
        await peer.let_in()
        await peer.give_snapshot()
        await then(peer)
        await peer.until_gone()

    return script


@pytest.mark.parametrize("size", [1, 2, 3, 7, 50, 1000])
async def test_events_arrive_whole_in_order_and_without_noise_however_they_are_split(size: int) -> None:
    async with scene(after_login(lambda peer: peer.send_in_bits(EVENTS, size))) as it:
        await it.event("QueueStatusComplete")
        assert await it.names_until("Hangup") == KEPT


async def test_every_encoding_is_read_and_repeated_headers_are_kept() -> None:
    async with scene(after_login(lambda peer: peer.send(EVENTS))) as it:
        assert (await it.event("Newchannel")).headers["CallerIDName"] == NAME
        assert (await it.event("Newstate")).repeated == (("ChanVariable", "A=1"), ("ChanVariable", "B=2"))
        assert (await it.event("DialBegin")).headers["DestCallerIDName"] == NAME
        assert (await it.event("DialEnd")).headers["DestCallerIDName"] == "���"


async def test_a_header_of_300_kb_arrives_whole() -> None:
    frame = of_channel("Newchannel", ("X", "y" * 300_000)) + END
    async with scene(after_login(lambda peer: peer.send(frame))) as it:
        assert len((await it.event("Newchannel")).headers["X"]) == 300_000


async def test_a_frame_without_end_is_given_up_and_the_link_stays() -> None:
    async def floods(peer: Peer) -> None:
        for _ in range(30):
            await peer.send(b"y" * (MAX_FRAME_BYTES // 10))
        await peer.send(END + HANGUP + END)

    async with scene(after_login(floods)) as it:
        await it.event("Hangup")
        assert it.link.stats.frames_oversized == 1
        assert it.diary.down == []


async def test_each_frame_carries_the_instant_of_its_receipt() -> None:
    async with scene(serve) as it:
        batch = await it.link.inbox.get()
        instants = [received_us for _, received_us in batch]
        assert instants == sorted(instants)
        assert instants[0] > 1_600_000_000_000_000


async def test_a_slow_consumer_holds_the_pbx_back_and_loses_nothing() -> None:
    sent = 0

    async def floods(peer: Peer) -> None:
        nonlocal sent
        for number in range(3000):
            await peer.send(of_channel("Newchannel", ("Number", str(number)), ("X", "y" * 10_000)) + END)
            sent = number + 1
        await peer.send(HANGUP + END)

    inbox = Inbox(limit_frames=100)
    async with scene(after_login(floods), inbox=inbox) as it:
        await it.until(lambda: inbox.full)
        before = -1
        while before != sent:  # until the buffers of the sockets are full, too
            before = sent
            await asyncio.sleep(0.1)
        assert sent < 3000
        assert inbox.depth < 100 + 200
        assert inbox.lag_seconds(inbox.oldest_us() or 0) == 0
        assert inbox.lag_seconds((inbox.oldest_us() or 0) + 2_000_000) == 2
        numbers: list[str] = []
        async with asyncio.timeout(SOON):
            while "last" not in numbers:
                events = [parse(frame, 0) for frame, _ in await inbox.get()]
                numbers += [e.headers["Number"] for e in events if e.name == "Newchannel"]
                numbers += ["last" for e in events if e.name == "Hangup"]
        assert numbers[:-1] == [str(number) for number in range(3000)]
        assert it.link.stats.pauses >= 1
        assert it.diary.down == []


async def test_an_error_of_the_consumer_or_the_observer_does_not_end_the_link() -> None:
    async with scene(after_login(lambda peer: peer.send(EVENTS))) as it:
        told: list[str] = []
        asyncio.get_running_loop().set_exception_handler(lambda _loop, context: told.append(context["message"]))

        it.diary.up = None  # type: ignore[assignment]  # so that the observer fails when the link comes up

        async def broken_consumer() -> None:
            await it.link.inbox.get()
            raise RuntimeError("a handler's own mistake")

        with pytest.raises(RuntimeError):
            await broken_consumer()
        await it.event("Hangup")
        assert it.link.up
        assert it.link.stats.observer_errors == 1
        assert told == ["an observer of the AMI link failed"]
