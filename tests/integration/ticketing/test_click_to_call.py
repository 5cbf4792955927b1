"""An agent clicks on a callback: what is claimed, rung and noted."""

import asyncio
from collections.abc import Callable

import pytest

from telephony.ami.actions import Headers, Response
from telephony.originate import CannotCallError, Originator
from tests.unit.ticketing.moments import at
from thirdring.settings.groups import Calling
from ticketing.callbacks.callback import AttemptOutcome, Reason
from ticketing.callbacks.changes import ClaimedError
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.desk.click_to_call import ClickToCall
from ticketing.desk.site_desk import SiteDesk

NOW_US = at("2026-11-25 10:00")


class FakeLink:
    def __init__(self, word: str = "Success") -> None:
        self.on_events: Callable[[list[bytes]], None] = lambda _: None
        self.up = True
        self.sent: list[dict[str, str]] = []
        self._word = word

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response:
        self.sent.append(dict(action))
        return Response(self._word, "no", {"ActionID": "a-1"})

    def answers(self, word: bytes) -> None:
        self.on_events([b"Event: OriginateResponse\r\nActionID: a-1\r\nResponse: " + word])


@pytest.fixture
async def number(desk: SiteDesk) -> int:
    cause = Cause(Reason.MISSED_CALL, NOW_US, "+8613800000001")
    return (await desk.callbacks.bear(cause)).callback.id


def clicking(desk: SiteDesk, link: FakeLink) -> ClickToCall:
    devices = {"1001": ("PJSIP/1001",), "1002": ("PJSIP/1002",)}
    return ClickToCall(desk, {"main": Originator(link)}, devices, Calling(), lambda: NOW_US)


async def until(desk: SiteDesk, number: int, state: State) -> None:
    async with asyncio.timeout(5):
        while (await desk.callbacks.get(number)).state is not state:
            await asyncio.sleep(0.01)


async def test_the_agent_s_phone_rings_and_nobody_else_calls_them(desk: SiteDesk, number: int) -> None:
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


async def test_an_agent_who_does_not_pick_up_is_noted_and_the_callback_is_free(desk: SiteDesk, number: int) -> None:
    link = FakeLink()
    click = clicking(desk, link)
    await click.call(number, "1001")
    link.answers(b"Failure")
    await until(desk, number, State.PENDING)
    (attempt,) = (await desk.callbacks.get(number)).attempts
    assert (attempt.agent, attempt.outcome) == ("1001", AttemptOutcome.AGENT_NO_ANSWER)
    await click.close()


async def test_what_the_pbx_refuses_leaves_the_callback_as_it_was(desk: SiteDesk, number: int) -> None:
    with pytest.raises(CannotCallError):
        await clicking(desk, FakeLink("Error")).call(number, "1001")
    assert (await desk.callbacks.get(number)).state is State.PENDING


async def test_without_a_link_or_a_device_nothing_is_claimed(desk: SiteDesk, number: int) -> None:
    link = FakeLink()
    with pytest.raises(CannotCallError, match="no device"):
        await clicking(desk, link).call(number, "1009")
    link.up = False
    with pytest.raises(CannotCallError, match="by hand"):
        await clicking(desk, link).call(number, "1001")
    assert (await desk.callbacks.get(number)).state is State.PENDING
