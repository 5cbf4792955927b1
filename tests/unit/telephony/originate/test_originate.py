"""An order to call says what it means and nothing more."""

import asyncio
from collections.abc import Callable
from dataclasses import replace

import pytest

from telephony.ami.actions import Headers, Response, encode
from telephony.clicked import callback_of
from telephony.originate import Announcement, CannotCallError, Originator, Ring, announce, originate

RING = Ring("PJSIP/1001", "13800000001", 17, "thirdring-outbound", "#0042")
EVENT = b"Event: OriginateResponse\r\nActionID: %s\r\nResponse: %s\r\nReason: 4"


class FakeLink:
    """`word` answers the order; `before` are events that come with that answer."""

    def __init__(self, word: str = "Success", before: list[bytes] | None = None) -> None:
        self.hearers: list[Callable[[list[bytes]], None]] = []
        self.up = True
        self.sent: list[Headers] = []
        self._word = word
        self._before = before or []

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response:
        self.sent.append(action)
        self.hearers[0](self._before)
        return Response(self._word, "Extension does not exist.", {"ActionID": "a-1"})


def test_the_agent_is_rung_first_and_the_callback_travels_along() -> None:
    assert encode(originate(RING), "a-1").decode().split("\r\n")[:9] == [
        "Action: Originate",
        "Channel: PJSIP/1001",
        "Context: thirdring-outbound",
        "Exten: 13800000001",
        "Priority: 1",
        "Timeout: 30000",
        'CallerID: "#0042" <13800000001>',
        "Variable: __TR_CALLBACK=17",
        "Async: true",
    ]


@pytest.mark.parametrize(
    "ring",
    [
        replace(RING, number="1380\r\nAction: Originate"),
        replace(RING, number="13800000001,1&Local/9"),
        replace(RING, number=""),
        replace(RING, number="１３８"),
        replace(RING, device="PJSIP/1001&PJSIP/1002"),
        replace(RING, device="PJSIP/1001\r\nApplication: System"),
        replace(RING, context="from-phone\nExten: 0"),
        replace(RING, context="a b"),
    ],
)
def test_injection_is_refused(ring: Ring) -> None:
    with pytest.raises(CannotCallError):
        originate(ring)


def test_a_name_cannot_leave_its_quotes() -> None:
    action = dict(originate(replace(RING, shown='张三" <999>\r\nVariable: A=b')))
    assert action["CallerID"] == '"张三   999 Variable: A=b" <13800000001>'


@pytest.mark.parametrize(("word", "picked_up"), [(b"Success", True), (b"Failure", False)])
async def test_whether_the_agent_picked_up_is_told(word: bytes, picked_up: bool) -> None:
    link = FakeLink()
    answer = await Originator(link).ring(RING)
    link.hearers[0]([b"Event: Hangup", EVENT % (b"a-9", word), EVENT % (b"a-1", word)])
    assert await answer is picked_up


async def test_an_answer_as_quick_as_the_order_is_not_missed() -> None:
    answer = await Originator(FakeLink(before=[EVENT % (b"a-1", b"Failure")])).ring(RING)
    assert await asyncio.wait_for(answer, 60) is False


async def test_a_refusal_rings_nobody() -> None:
    with pytest.raises(CannotCallError, match="does not exist"):
        await Originator(FakeLink("Error")).ring(RING)


def test_the_agent_s_channel_gets_the_identifier_that_we_choose() -> None:
    assert ("ChannelId", "thirdring-17-0123456789abcdef") in originate(
        replace(RING, channel="thirdring-17-0123456789abcdef")
    )
    assert "ChannelId" not in dict(originate(RING))


WORK = Announcement("PJSIP/13900000001@trunk", "thirdring-work", "thirdring-work-0123456789abcdef", "02160000000", 20)


def test_a_call_to_a_workman_rings_one_telephone_and_carries_no_callback() -> None:
    assert encode(announce(WORK), "a-1").decode().split("\r\n")[:9] == [
        "Action: Originate",
        "Channel: PJSIP/13900000001@trunk",
        "Context: thirdring-work",
        "Exten: s",
        "Priority: 1",
        "Timeout: 20000",
        "CallerID: <02160000000>",
        "Async: true",
        "ChannelId: thirdring-work-0123456789abcdef",
    ]
    assert "CallerID" not in dict(announce(replace(WORK, shown="")))
    assert callback_of(WORK.channel) is None


@pytest.mark.parametrize(
    "order", [replace(WORK, device="PJSIP/1&PJSIP/2@trunk"), replace(WORK, device="x"), replace(WORK, context="a b")]
)
def test_a_call_to_a_workman_orders_nothing_else(order: Announcement) -> None:
    with pytest.raises(CannotCallError):
        announce(order)
