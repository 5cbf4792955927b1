"""The AMI link on a real Asterisk: what is masked at the source, what a restart looks like, what a refusal says."""

import asyncio
import contextlib
from collections import Counter
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from lab.pbx import config
from lab.pbx.asterisk import Asterisk
from telephony.ami import masking
from telephony.ami.backoff import Pace
from telephony.ami.filters import filter_actions
from telephony.ami.frames import FrameReader, parse
from telephony.ami.link import AmiLink, Outside, Patience, Target
from telephony.ami.session import Session
from telephony.ami.wanted import PRESENCE
from telephony.events import OUR_MARKS
from tests.integration.ami.scripted import Diary

PLAYED = (
    *("exten => 1,1,Answer()", "same => n,Set(TR_TICKET=7)", "same => n,Set(COLOUR=red)", "same => n,NoOp(x)"),
    *("same => n,Queue(hotline,,,,1)", "same => n,Playback(silence/1)", "same => n,Hangup()"),
)
SITE = config.Site(
    phones={},
    trunk_port=15062,
    queues=(config.Queue("hotline", ()),),
    contexts={"played": PLAYED, "from-trunk": (), "from-phone": ()},
)
ORIGINATE = {"Action": "Originate", "Channel": "Local/1@played", "Application": "Wait", "Data": "5", "Async": "true"}


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def asterisk() -> AsyncIterator[Asterisk]:
    pbx = Asterisk(SITE)
    try:
        await pbx.start()
        yield pbx
    finally:
        await pbx.close()


@contextlib.asynccontextmanager
async def linked(target: Target, diary: Diary) -> AsyncIterator[AmiLink]:
    link = AmiLink(target, outside=Outside(diary))
    running = asyncio.create_task(link.run())
    try:
        yield link
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def names_until(link: AmiLink, last: str, times: int = 1) -> Counter[str]:
    names: Counter[str] = Counter()
    async with asyncio.timeout(60):
        while names[last] < times:
            names.update(parse(frame, 0).name for frame, _ in await link.inbox.get())
    return names


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("known_as", ["its own version", "18.20.0"])
async def test_what_is_masked_at_the_source_is_exactly_what_the_reader_would_drop(
    asterisk: Asterisk, known_as: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if known_as != "its own version":  # filters by expression, as an older PBX gets them
        monkeypatch.setattr(masking, "filter_actions", lambda _version: filter_actions(known_as))
    everything: list[bytes] = []
    _, witness = await asyncio.get_running_loop().create_connection(
        lambda: Session(lambda frames, _: everything.extend(frames), lambda: 0, everything=True),
        *("127.0.0.1", asterisk.ports.ami),
    )
    await witness.login("thirdring", asterisk.secret, 5)
    await witness.action({"Action": "Events", "EventMask": "on"})
    diary = Diary()
    async with linked(Target("127.0.0.1", asterisk.ports.ami, "thirdring", asterisk.secret), diary) as link:
        await names_until(link, "QueueStatusComplete")
        read_before = link.stats.frames_read
        assert (await link.action(ORIGINATE)).success
        masked = await names_until(link, "Hangup", times=2)
        read = link.stats.frames_read - read_before
        async with asyncio.timeout(60):
            while sum(frame.startswith(b"Event: Hangup\r\n") for frame in everything) < 2:
                await asyncio.sleep(0.01)
    witness.close("done")
    kept = FrameReader().feed(b"\r\n\r\n".join([*everything, b""]))
    ours = Counter({name: times for name, times in masked.items() if name in OUR_MARKS})
    masked -= ours
    told = Counter(parse(frame, 0).name for frame in kept)
    of_agents = Counter({name: times for name, times in told.items() if name.encode() in PRESENCE})  # another way
    assert masked == told - of_agents
    set_there = Counter(one.headers["Variable"] for one in (parse(frame, 0) for frame in kept) if one.name == "VarSet")
    assert set_there == Counter(["TR_TICKET", "QUEUESTATUS", "PLAYBACKSTATUS"])
    assert read <= sum(told.values()) + 2 < len(everything)  # hardly more came over the wire: the answer
    assert diary.advices == []


@pytest.mark.asyncio(loop_scope="module")
async def test_a_restarted_asterisk_is_a_link_down_a_link_up_and_a_snapshot(asterisk: Asterisk) -> None:
    diary = Diary()
    async with linked(Target("127.0.0.1", asterisk.ports.ami, "thirdring", asterisk.secret), diary) as link:
        await names_until(link, "QueueStatusComplete")
        await asterisk.stop(hard=True)
        await names_until(link, "LinkDown")
        await asterisk.start()
        names = await names_until(link, "QueueStatusComplete")
        assert (names["LinkUp"], names["CoreShowChannelsComplete"]) == (1, 1)
        assert len(diary.down) == 1


@pytest.mark.asyncio(loop_scope="module")
async def test_an_asterisk_that_was_linked_to_while_it_started_tells_its_queues_once_it_has(asterisk: Asterisk) -> None:
    """app_queue is loaded after AMI takes logins: the first question for queues may be refused."""
    diary, at_once = Diary(), Pace(first_seconds=0.02, most_seconds=0.02)
    target = Target("127.0.0.1", asterisk.ports.ami, "thirdring", asterisk.secret, mask_at_source=False)
    link = AmiLink(target, patience=Patience(answer_seconds=1.0), outside=Outside(diary, pace=at_once))
    running = asyncio.create_task(link.run())
    try:
        await names_until(link, "QueueStatusComplete")
        await asterisk.stop(hard=True)
        await names_until(link, "LinkDown")
        await asterisk.start()
        names = await names_until(link, "QueueParams")
        assert names["FullyBooted"] == 1 or not any("app_queue" in text for text in diary.advices)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.mark.asyncio(loop_scope="module")
async def test_a_wrong_secret_is_said_clearly(asterisk: Asterisk) -> None:
    diary = Diary()
    async with linked(Target("127.0.0.1", asterisk.ports.ami, "thirdring", "wrong"), diary) as link:
        async with asyncio.timeout(60):
            while not diary.retries:
                await asyncio.sleep(0.01)
        assert "refused the login of AMI user 'thirdring'" in diary.retries[0]
        assert link.stats.logins_refused == 1
