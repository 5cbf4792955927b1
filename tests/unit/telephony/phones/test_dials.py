"""What a page dials: so many calls at once, and none goes on ringing for a page that is gone."""

import pytest

from telephony.phones.dials import AT_ONCE, Dials, begins_call


def invite(call: str = "c1", cseq: str = "1 INVITE", to: str = "<sip:901@pbx>", more: str = "") -> str:
    vias = ("Via: SIP/2.0/WS a.invalid;branch=z9hG4bK1", "v: SIP/2.0/WS b.invalid;branch=z9hG4bK2")
    head = (*vias, "From: <sip:2001@pbx>;tag=a", f"To: {to}", f"i: {call}", f"CSeq: {cseq}", *([more] if more else []))
    return "\r\n".join(("INVITE sip:901@pbx SIP/2.0", *head, "Content-Length: 0", "", ""))


def said(first: str, call: str = "c1", cseq: str = "1 INVITE") -> str:
    return "\r\n".join((first, f"Call-ID: {call}", f"CSeq: {cseq}", "Content-Length: 0", "", ""))


@pytest.fixture
def dials() -> Dials:
    return Dials()


@pytest.fixture
def full(dials: Dials) -> Dials:
    """Has as many calls as it may, of which c1 is one."""
    assert all(dials.may_pass(invite(f"c{number}")) for number in range(1, AT_ONCE + 1))
    return dials


def test_a_page_has_three_calls_of_its_own_at_once(full: Dials) -> None:
    assert AT_ONCE == 3
    assert not full.may_pass(invite("c9"))


@pytest.mark.parametrize(
    "end",
    [
        said("SIP/2.0 486 Busy Here"),
        said("SIP/2.0 302 Moved"),
        said("SIP/2.0 503 Service Unavailable"),
        said("SIP/2.0 603 Decline"),
        said("BYE sip:2001@a.invalid SIP/2.0", cseq="7 BYE"),
        said("SIP/2.0 200 OK", cseq="2 BYE"),
    ],
)
def test_a_call_that_is_over_makes_room_for_another(full: Dials, end: str) -> None:
    full.from_pbx(end)
    assert full.may_pass(invite("c9"))
    assert not full.may_pass(invite("c8"))


@pytest.mark.parametrize(
    "still",
    [
        said("SIP/2.0 100 Trying"),
        said("SIP/2.0 180 Ringing"),
        said("SIP/2.0 200 OK"),
        said("SIP/2.0 481 No such call", cseq="2 BYE"),
        said("SIP/2.0 488 Not Acceptable Here", cseq="2 INVITE"),
        said("BYE sip:2001@a.invalid SIP/2.0", call="c7", cseq="7 BYE"),
        "\r\n",
    ],
)
def test_a_call_that_goes_on_makes_no_room(full: Dials, still: str) -> None:
    full.from_pbx(still)
    assert not full.may_pass(invite("c9"))


def test_the_page_itself_cannot_say_that_its_calls_are_over(full: Dials) -> None:
    assert full.may_pass(said("BYE sip:901@pbx SIP/2.0", cseq="2 BYE"))
    assert not full.may_pass(invite("c9"))


def test_a_call_is_asked_for_again_with_the_password(dials: Dials) -> None:
    assert dials.may_pass(invite())
    dials.from_pbx(said("SIP/2.0 401 Unauthorized"))
    assert dials.may_pass(invite(cseq="2 INVITE"))
    assert dials.cancels()[0].split("\r\n")[5] == "cseq: 2 CANCEL"


def test_a_call_that_is_begun_is_not_begun_again_beside_it(dials: Dials) -> None:
    assert dials.may_pass(invite())
    assert not dials.may_pass(invite(cseq="2 INVITE"))


def test_within_a_call_that_is_on_it_may_be_held_and_resumed(full: Dials) -> None:
    assert full.may_pass(invite(cseq="2 INVITE", to="<sip:901@pbx>;tag=b1-_.~"))


@pytest.mark.parametrize(
    "to", ["<sip:901@pbx;tag=b>", '"a>;tag=b" <sip:901@pbx>', '<sip:901@pbx>;x=">;tag=b"', "<sip:901@pbx>;tag="]
)
def test_what_only_looks_like_a_call_that_is_on_begins_one(full: Dials, to: str) -> None:
    assert begins_call(invite(to=to))
    assert not full.may_pass(invite("c9", to=to))


@pytest.mark.parametrize("more", ["t: <sip:901@pbx>;tag=b", "Call-ID: c2", "cseq: 2 INVITE"])
def test_a_head_that_the_pbx_may_read_otherwise_does_not_pass(dials: Dials, more: str) -> None:
    assert not dials.may_pass(invite(more=more))


def test_each_call_that_nobody_has_answered_is_cancelled_once(dials: Dials) -> None:
    assert all(dials.may_pass(invite(call)) for call in ("c1", "c2"))
    dials.from_pbx(said("SIP/2.0 180 Ringing"))
    dials.from_pbx(said("SIP/2.0 200 OK", call="c2"))
    (cancel,) = dials.cancels()
    assert cancel.split("\r\n") == [
        "CANCEL sip:901@pbx SIP/2.0",
        "via: SIP/2.0/WS a.invalid;branch=z9hG4bK1",
        "from: <sip:2001@pbx>;tag=a",
        "to: <sip:901@pbx>",
        "call-id: c1",
        "cseq: 1 CANCEL",
        "max-forwards: 70",
        "content-length: 0",
        "",
        "",
    ]
    assert dials.cancels() == []


def test_other_requests_and_answers_are_not_counted(full: Dials) -> None:
    assert full.may_pass(said("ACK sip:901@pbx SIP/2.0", cseq="1 ACK"))
    assert full.may_pass("SIP/2.0 200 OK\r\n\r\n")
    assert full.may_pass("\r\n")
    assert not begins_call(said("BYE sip:901@pbx SIP/2.0"))
