"""The simulated PBX over a real socket, with a plain client and with our own link."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from hashlib import md5

import pytest

from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic
from telephony.ami.frames import parse
from telephony.ami.link import AmiLink, Target
from telephony.calls.tracker import Tracker
from telephony.facts import Call, Fact, FactKind, Measurement
from telephony.layout import layout

MONDAY_US = 1_795_570_000_000_000
SITE = site(4)
FAST = 400.0


def simulated(pace: float = FAST, limit: int = 30, anchor_us: int | None = None, case: str = "") -> SimulatedPbx:
    weights = {case: 1.0} if case else None
    play = Traffic(SITE, MONDAY_US, calls_per_second=0.2, seed=2, limit=limit, weights=weights)
    return SimulatedPbx(play.calls(), SITE.members, pace=pace, anchor_us=anchor_us)


class Client:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer

    async def act(self, **headers: str) -> dict[str, str]:
        self.writer.write(("".join(f"{key}: {value}\r\n" for key, value in headers.items()) + "\r\n").encode())
        while True:
            frame = await self.frame()
            if "Response" in frame:
                return frame

    async def frame(self) -> dict[str, str]:
        block = (await self.reader.readuntil(b"\r\n\r\n")).decode()
        return dict(line.split(": ", 1) for line in block.splitlines() if ": " in line)

    async def until(self, event: str) -> dict[str, str]:
        while (frame := await self.frame()).get("Event") != event:
            pass
        return frame


@asynccontextmanager
async def connected(pbx: SimulatedPbx) -> AsyncIterator[Client]:
    reader, writer = await asyncio.open_connection("127.0.0.1", pbx.port)
    assert (await reader.readline()).startswith(b"Asterisk Call Manager/")
    try:
        yield Client(reader, writer)
    finally:
        writer.close()


async def log_in(client: Client, pbx: SimulatedPbx, **more: str) -> dict[str, str]:
    return await client.act(Action="Login", Username=pbx.account.username, Secret=pbx.account.secret, **more)


class Engine:
    """Link, tracker and what they told."""

    def __init__(self, pbx: SimulatedPbx) -> None:
        self.link = AmiLink(Target("127.0.0.1", pbx.port, pbx.account.username, pbx.account.secret))
        self.tracker = Tracker("main", layout([SITE.hotline], SITE.agents), clock_bound_us=10**15)  # it runs too fast
        self.ended: dict[str, Call] = {}

    async def run(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self.link.run())
            tasks.create_task(self.derive())

    async def derive(self) -> None:
        while True:
            for frame, received_us in await self.link.inbox.get():
                for result in self.tracker.step(parse(frame, received_us)):
                    if isinstance(result, Fact) and result.kind is FactKind.CALL_ENDED:
                        self.ended[result.call.linkedid] = result.call


@asynccontextmanager
async def listening(pbx: SimulatedPbx) -> AsyncIterator[Engine]:
    engine = Engine(pbx)
    task = asyncio.create_task(engine.run())
    try:
        yield engine
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def soon(what: Callable[[], bool], seconds: float = 60.0) -> None:
    async with asyncio.timeout(seconds):
        while not what():
            await asyncio.sleep(0.01)


async def test_a_wrong_secret_is_refused_and_the_connection_closed() -> None:
    async with simulated() as pbx, connected(pbx) as client:
        answer = await client.act(Action="Login", Username="thirdring", Secret="wrong", ActionID="7")

        assert (answer["Response"], answer["Message"], answer["ActionID"]) == ("Error", "Authentication failed", "7")
        assert await client.reader.read() == b""


async def test_a_challenge_lets_in_who_knows_the_secret() -> None:
    async with simulated() as pbx, connected(pbx) as client:
        challenge = (await client.act(Action="Challenge", AuthType="MD5"))["Challenge"]
        key = md5((challenge + pbx.account.secret).encode()).hexdigest()

        assert (await client.act(Action="Login", AuthType="MD5", Username="thirdring", Key=key))[
            "Response"
        ] == "Success"


async def test_nothing_is_answered_before_the_login() -> None:
    async with simulated() as pbx, connected(pbx) as client:
        assert (await client.act(Action="QueueStatus"))["Message"] == "Permission denied"


async def test_who_wants_no_events_gets_none() -> None:
    async with simulated() as pbx, connected(pbx) as client:
        await log_in(client, pbx, Events="off")
        await client.act(Action="QueueStatus")
        await client.until("QueueStatusComplete")
        await pbx.finished.wait()

        assert (await client.act(Action="Ping"))["Ping"] == "Pong"


@pytest.mark.parametrize(
    "wanted",
    [{"Filter": "^Event: Hangup[[:space:]]"}, {"MatchCriteria": "action(include),name(Hangup),method(none)"}],
)
async def test_a_filter_keeps_what_it_names(wanted: dict[str, str]) -> None:
    async with simulated() as pbx, connected(pbx) as client:
        await log_in(client, pbx)
        await client.act(Action="Filter", Operation="Add", **wanted)
        await client.act(Action="QueueStatus")
        await client.until("QueueStatusComplete")

        assert {(await client.frame())["Event"] for _ in range(20)} == {"Hangup"}


async def test_a_class_of_events_can_be_chosen() -> None:
    async with simulated() as pbx, connected(pbx) as client:
        await log_in(client, pbx, Events="agent")
        await client.act(Action="QueueStatus")
        await client.until("QueueStatusComplete")

        names = [(await client.frame())["Event"] for _ in range(20)]

        assert all(name.startswith(("Queue", "Agent")) for name in names)


async def test_the_snapshot_shows_who_waits_and_which_channels_there_are() -> None:
    async with simulated(pace=1.0, limit=1, case="queue_timeout") as pbx, connected(pbx) as client:
        await log_in(client, pbx)
        await client.act(Action="QueueStatus")
        joined = await client.until("QueueCallerJoin")
        await client.until("DialState")
        await client.act(Action="CoreShowChannels")
        channels = [await client.frame() for _ in range(3)]
        await client.act(Action="QueueStatus")

        assert (await client.until("QueueEntry"))["Uniqueid"] == joined["Uniqueid"]
        assert {channel["ChannelStateDesc"] for channel in channels} >= {"Ring", "Ringing"}
        assert {channel["Linkedid"] for channel in channels} == {joined["Linkedid"]}


async def test_our_link_hears_every_call_to_its_end() -> None:
    async with simulated() as pbx, listening(pbx) as engine:
        await asyncio.wait_for(pbx.finished.wait(), 120)
        expected = {truth.linkedid: truth.disposition for truth in pbx.truths if truth.recorded}
        await soon(lambda: len(engine.ended) >= len(expected))

        assert {key: call.disposition for key, call in engine.ended.items()} == expected


async def test_after_a_cut_the_calls_that_lasted_are_known_and_those_that_ended_meanwhile_are_marked() -> None:
    async with simulated(pace=60.0, limit=60) as pbx, listening(pbx) as engine:
        await soon(lambda: len(pbx.truths) >= 8 and len(engine.ended) >= 1)
        await pbx.refuse()
        await soon(lambda: not engine.link.up)
        heard = set(engine.ended)  # the simulated PBX may be behind its own clock
        await pbx.listen()
        await soon(lambda: engine.link.up)
        up_again_us = pbx.now_us
        await asyncio.wait_for(pbx.finished.wait(), 120)
        recorded = {truth.linkedid: truth for truth in pbx.truths if truth.recorded}
        untouched = {key for key, truth in recorded.items() if key in heard or truth.arrived_at_us > up_again_us}
        await soon(lambda: untouched <= set(engine.ended) and not engine.tracker.live_calls)

        assert untouched
        for key in untouched:
            assert engine.ended[key].disposition == recorded[key].disposition
            assert engine.ended[key].measurement is Measurement.MEASURED


async def test_after_a_crash_of_the_pbx_its_live_calls_are_lost_and_new_ones_go_on() -> None:
    async with simulated(pace=60.0, limit=40) as pbx, listening(pbx) as engine:
        await soon(lambda: len(pbx.truths) >= 3 and len(pbx.live) >= 1)
        lost = set(pbx.live)
        pbx.crash()
        await asyncio.wait_for(pbx.finished.wait(), 120)
        await soon(lambda: not engine.tracker.live_calls)

        calls = [truth for truth in pbx.truths if not truth.play.endswith("consultation")]

        assert {truth.linkedid for truth in calls if truth.lost} == lost
        assert all(engine.ended[key].measurement is Measurement.ESTIMATED for key in lost if key in engine.ended)
        assert len(calls) == 40


async def test_a_past_is_sent_at_once_and_the_rest_by_the_clock() -> None:
    async with simulated(pace=1.0, limit=400, anchor_us=MONDAY_US + 600_000_000) as pbx, listening(pbx) as engine:
        await asyncio.wait_for(pbx.caught_up.wait(), 60)
        await soon(lambda: len(engine.ended) > 60)

        assert abs(pbx.now_us - MONDAY_US - 600_000_000) < 10_000_000
        assert not pbx.finished.is_set()
