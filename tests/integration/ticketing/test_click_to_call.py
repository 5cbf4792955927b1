"""An agent clicks on a callback: what is claimed, rung and noted."""

import asyncio
from collections.abc import Callable

import pytest

from telephony.ami.actions import Headers, Response
from telephony.originate import CannotCallError, MayNotHangUpError, Originator
from tests.unit.ticketing.moments import at
from thirdring.settings.groups import Calling
from ticketing.callbacks.callback import AttemptOutcome, Reason
from ticketing.callbacks.changes import ClaimedError
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.workflows.click_to_call import ClickToCall, NothingToHangUpError, OnTheLineError
from ticketing.workflows.service_desk import ServiceDesk

NOW_US = at("2026-11-25 10:00")


class FakeLink:
    def __init__(self, word: str = "Success") -> None:
        self.hearers: list[Callable[[list[bytes]], None]] = []
        self.up = True
        self.sent: list[dict[str, str]] = []
        self._word = word
        self.hangs_up = Response("Success", "Channel Hungup", {})
        self.before_hung_up: Callable[[], None] = lambda: None

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response:
        self.sent.append(dict(action))
        if self.sent[-1]["Action"] == "Hangup":
            self.before_hung_up()
            await asyncio.sleep(0)  # what that told is heard before the answer comes
            await asyncio.sleep(0)
            return self.hangs_up
        return Response(self._word, "no", {"ActionID": "a-1"})

    def tells(self, event: bytes, channel: str, device: str = "PJSIP/1001") -> None:
        told = f"\r\nChannel: {device}-0000002a\r\nUniqueid: {channel}\r\nLinkedid: {channel}"
        self.hearers[0]([b"Event: " + event + told.encode()])

    @property
    def channel(self) -> str:
        return self.sent[0]["ChannelId"]

    def answers(self, word: bytes) -> None:
        self.hearers[0]([b"Event: OriginateResponse\r\nActionID: a-1\r\nResponse: " + word])


@pytest.fixture
async def number(desk: ServiceDesk) -> int:
    cause = Cause(Reason.MISSED_CALL, NOW_US, "+8613800000001")
    return (await desk.callbacks.create(cause)).callback.id


def clicking(desk: ServiceDesk, link: FakeLink) -> ClickToCall:
    devices = {"1001": ("PJSIP/1001",), "1002": ("PJSIP/1002",)}
    return ClickToCall(desk, {"main": Originator(link)}, devices, Calling(), lambda: NOW_US)


async def until(desk: ServiceDesk, number: int, state: State) -> None:
    async with asyncio.timeout(60):
        while (await desk.callbacks.get(number)).state is not state:
            await asyncio.sleep(0.01)


async def test_the_agent_s_phone_rings_and_nobody_else_calls_them(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    assert (await click.call(number, "1001")).claimed_by == "1001"
    assert (link.sent[0]["Channel"], link.sent[0]["Exten"]) == ("PJSIP/1001", "13800000001")
    assert link.sent[0]["Variable"] == f"__TR_CALLBACK={number}"
    with pytest.raises(ClaimedError):
        await click.call(number, "1002")
    assert len(link.sent) == 1
    link.answers(b"Success")
    await click.close()


async def test_an_agent_who_does_not_pick_up_is_noted_and_the_callback_is_free(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    await click.call(number, "1001")
    link.answers(b"Failure")
    await until(desk, number, State.PENDING)
    (attempt,) = (await desk.callbacks.get(number)).attempts
    assert (attempt.agent, attempt.outcome) == ("1001", AttemptOutcome.AGENT_NO_ANSWER)
    await click.close()


async def test_what_the_pbx_refuses_leaves_the_callback_as_it_was(desk: ServiceDesk, number: int) -> None:
    with pytest.raises(CannotCallError):
        await clicking(desk, FakeLink("Error")).call(number, "1001")
    assert (await desk.callbacks.get(number)).state is State.PENDING


async def test_without_a_link_or_a_device_nothing_is_claimed(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    with pytest.raises(CannotCallError, match="no device"):
        await clicking(desk, link).call(number, "1009")
    link.up = False
    with pytest.raises(CannotCallError, match="by hand"):
        await clicking(desk, link).call(number, "1001")
    assert (await desk.callbacks.get(number)).state is State.PENDING


async def test_who_is_in_a_call_by_click_begins_no_other(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    other = (await desk.callbacks.create(Cause(Reason.MISSED_CALL, NOW_US, "+8613800000002"))).callback.id
    await click.call(number, "1001")
    with pytest.raises(OnTheLineError):
        await click.call(other, "1001")
    link.tells(b"Newchannel", link.channel)
    link.answers(b"Success")
    with pytest.raises(OnTheLineError):
        await click.call(other, "1001")
    link.tells(b"Hangup", link.channel)
    assert (await click.call(other, "1001")).claimed_by == "1001"
    assert (await desk.callbacks.get(other)).state is State.CALLING
    await click.close()


async def test_a_second_click_while_the_order_is_on_its_way_is_refused(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    other = (await desk.callbacks.create(Cause(Reason.MISSED_CALL, NOW_US, "+8613800000002"))).callback.id
    both = await asyncio.gather(click.call(number, "1001"), click.call(other, "1001"), return_exceptions=True)
    assert [type(each).__name__ for each in both] == ["Callback", "OnTheLineError"]
    assert len(link.sent) == 1
    await click.close()


async def test_hanging_up_before_the_answer_ends_our_channel_and_is_noted(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    await click.call(number, "1001")
    link.tells(b"Newchannel", link.channel)
    hanging = asyncio.create_task(click.hang_up(number, "1001"))
    async with asyncio.timeout(60):
        while link.sent[-1]["Action"] != "Hangup":
            await asyncio.sleep(0.01)
    link.tells(b"Hangup", link.channel)
    link.answers(b"Failure")
    await hanging
    assert [sent["Action"] for sent in link.sent] == ["Originate", "Setvar", "Hangup"]
    assert {sent["Channel"] for sent in link.sent[1:]} == {link.channel}
    after = await desk.callbacks.get(number)
    assert (after.state, after.attempts[-1].outcome) == (State.PENDING, AttemptOutcome.HUNG_UP)
    with pytest.raises(NothingToHangUpError):
        await click.hang_up(number, "1001")
    await click.close()


async def test_what_the_pbx_does_not_hang_up_is_not_noted_as_hung_up(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    await click.call(number, "1001")
    link.tells(b"Newchannel", link.channel)
    link.hangs_up = Response("Error", "Permission denied", {})
    with pytest.raises(MayNotHangUpError):
        await click.hang_up(number, "1001")
    assert [sent["Value"] for sent in link.sent if sent["Action"] == "Setvar"] == ["1", "0"]
    link.answers(b"Failure")
    await until(desk, number, State.PENDING)
    assert (await desk.callbacks.get(number)).attempts[-1].outcome is AttemptOutcome.AGENT_NO_ANSWER
    await click.close()


async def test_that_nobody_picked_up_may_be_told_before_the_pbx_says_that_it_hung_up(
    desk: ServiceDesk, number: int
) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    await click.call(number, "1001")
    link.tells(b"Newchannel", link.channel)
    link.before_hung_up = lambda: link.answers(b"Failure")
    await click.hang_up(number, "1001")
    await until(desk, number, State.PENDING)
    assert (await desk.callbacks.get(number)).attempts[-1].outcome is AttemptOutcome.HUNG_UP
    await click.close()


async def test_nobody_hangs_up_the_call_of_another_nor_one_that_is_over(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    await click.call(number, "1001")
    link.tells(b"Newchannel", link.channel)
    for callback, agent in ((number, "1002"), (number + 1, "1001")):
        with pytest.raises(NothingToHangUpError):
            await click.hang_up(callback, agent)
    link.hangs_up = Response("Error", "No such channel", {})
    with pytest.raises(NothingToHangUpError):
        await click.hang_up(number, "1001")
    link.hangs_up = Response("Error", "Permission denied", {})
    with pytest.raises(MayNotHangUpError):
        await click.hang_up(number, "1001")
    await click.close()


async def test_a_call_from_before_a_restart_is_known_by_the_phone_of_its_agent(desk: ServiceDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    link.hearers[0]([b"Event: LinkUp"])
    link.tells(b"CoreShowChannel", f"thirdring-{number}-0123456789abcdef", "PJSIP/1002")
    link.hearers[0]([b"Event: CoreShowChannelsComplete"])
    line = click.line_of("1002")
    assert line is not None
    assert (line.callback, click.line_of("1001")) == (number, None)
    await click.hang_up(number, "1002")
    assert link.sent[-1] == {"Action": "Hangup", "Channel": f"thirdring-{number}-0123456789abcdef"}
