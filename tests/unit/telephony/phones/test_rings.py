"""A page that is gone: how it is noticed, and what is said to the PBX in its place."""

import pytest

from telephony.phones.rings import GONE_SECONDS, GONE_WHILE_IT_RINGS_SECONDS, PONG, TAKES_UP_SECONDS, Rings

VIAS = ("Via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK1", "v: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2")
REST = ("From: <sip:8001@pbx>;tag=a", "To: <sip:2001@pbx>", "Call-ID: c1", "CSeq: 7 INVITE", "Max-Forwards: 70")
INVITE = "\r\n".join(("INVITE sip:2001@x.invalid SIP/2.0", *VIAS, *REST, "", "v=0"))


def answer(status: str, *, call: str = "c1", cseq: str = "7 INVITE") -> str:
    return "\r\n".join((f"SIP/2.0 {status}", f"Call-ID: {call}", f"CSeq: {cseq}", "Content-Length: 0", "", ""))


@pytest.fixture
def rings() -> Rings:
    return Rings(100.0)


def test_a_page_that_takes_a_ring_up_is_there(rings: Rings) -> None:
    rings.from_pbx(INVITE, 100.0)
    assert not rings.is_gone(100.0 + TAKES_UP_SECONDS)
    assert rings.is_gone(100.01 + TAKES_UP_SECONDS)
    rings.from_page(answer("180 Ringing"), 100.1)
    assert not rings.is_gone(200.0)


@pytest.mark.parametrize(
    "said", [answer("180 Ringing", call="c2"), answer("200 OK", cseq="8 OPTIONS"), PONG, "INVITE sip:1@pbx SIP/2.0"]
)
def test_only_an_answer_to_that_ring_takes_it_up(rings: Rings, said: str) -> None:
    rings.from_pbx(INVITE, 100.0)
    rings.from_page(said, 101.0)
    assert rings.is_gone(102.1)


def test_what_still_rings_is_refused_once_with_the_heads_of_its_request(rings: Rings) -> None:
    rings.from_pbx(INVITE, 100.0)
    rings.from_page(answer("180 Ringing"), 100.1)
    (refusal,) = rings.refusals()
    assert refusal.split("\r\n") == [
        "SIP/2.0 502 Bad Gateway",
        "via: SIP/2.0/WS 127.0.0.1;branch=z9hG4bK1",
        "via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bK2",
        "from: <sip:8001@pbx>;tag=a",
        "to: <sip:2001@pbx>;tag=gone",
        "call-id: c1",
        "cseq: 7 INVITE",
        "content-length: 0",
        "",
        "",
    ]
    assert rings.refusals() == []


@pytest.mark.parametrize("status", ["200 OK", "486 Busy Here", "487 Request Terminated"])
def test_a_ring_that_has_its_answer_is_not_refused(rings: Rings, status: str) -> None:
    rings.from_pbx(INVITE, 100.0)
    rings.from_page(answer(status), 101.0)
    assert rings.refusals() == []
    assert not rings.is_gone(110.0)


def test_a_call_that_is_on_does_not_ring_again_when_it_is_renewed(rings: Rings) -> None:
    rings.from_pbx(INVITE.replace("To: <sip:2001@pbx>", "To: <sip:2001@pbx>;tag=b"), 100.0)
    assert not rings.is_gone(110.0)
    assert rings.refusals() == []


def test_a_page_that_answered_a_ping_has_to_go_on_with_it(rings: Rings) -> None:
    assert not rings.is_gone(500.0)  # a page that was there before the service was renewed knows no ping
    rings.from_page(PONG, 500.0)
    assert not rings.is_gone(500.0 + GONE_SECONDS)
    assert rings.is_gone(500.01 + GONE_SECONDS)
    rings.from_page(answer("200 OK"), 505.0)
    assert not rings.is_gone(510.0)


def test_while_it_rings_less_patience_is_had(rings: Rings) -> None:
    rings.from_page(PONG, 100.0)
    rings.from_pbx(INVITE, 100.0)
    rings.from_page(answer("180 Ringing"), 100.0)
    assert not rings.is_gone(100.0 + GONE_WHILE_IT_RINGS_SECONDS)
    assert rings.is_gone(100.01 + GONE_WHILE_IT_RINGS_SECONDS)


def test_the_first_ping_comes_at_once_and_each_next_one_after_a_second(rings: Rings) -> None:
    assert [rings.wants_ping(at) for at in (100.0, 100.9, 101.0, 101.9, 102.0)] == [True, False, True, False, True]


@pytest.mark.parametrize(
    "said", ["", "\r\n", "INVITE ", "INVITE x SIP/2.0\r\nbroken", "SIP/2.0 ", "SIP/2.0 200 OK\r\n\0"]
)
def test_what_is_no_sip_does_no_harm(rings: Rings, said: str) -> None:
    rings.from_pbx(said, 100.0)
    rings.from_page(said, 100.0)
    assert all(refusal.startswith("SIP/2.0 502") for refusal in rings.refusals())
