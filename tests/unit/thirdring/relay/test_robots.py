"""What a robot is told, what its answer means, and how often it may be spoken to."""

import json
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from thirdring.relay.pace import MINUTE_US, Pace
from thirdring.relay.robots import Kind, Outcome, Verdict, body, signed, verdict
from thirdring.relay.wording import Message

TOLD = Message("title", "**text**")


def test_each_robot_has_its_own_form() -> None:
    assert body(Kind.WECOM, TOLD) == {"msgtype": "markdown", "markdown": {"content": "**text**"}}
    assert body(Kind.DINGTALK, TOLD) == {"msgtype": "markdown", "markdown": {"title": "title", "text": "**text**"}}


def test_a_signature_is_of_the_time_and_the_secret() -> None:
    """As `printf '1577262236757\\nSECabc' | openssl dgst -sha256 -hmac SECabc -binary | base64` makes it."""
    url = signed("https://oapi.dingtalk.com/robot/send?access_token=x", "SECabc", 1_577_262_236_757)
    query = parse_qs(urlsplit(url).query)
    assert query["access_token"] == ["x"]
    assert query["timestamp"] == ["1577262236757"]
    assert query["sign"] == ["I5TKCOTTj6fad4sJ4q9RsIffw0PAChVQZQGTdtRbNEQ="]
    assert "+" not in url.partition("sign=")[2]


def test_without_a_secret_nothing_is_signed() -> None:
    assert signed("https://robot.example/send?key=x", None, 1) == "https://robot.example/send?key=x"


@pytest.mark.parametrize(
    ("status", "answer", "outcome"),
    [
        (200, {"errcode": 0, "errmsg": "ok"}, Outcome.DELIVERED),
        (200, {"errcode": 45009, "errmsg": "api freq out of limit"}, Outcome.TOO_MANY),
        (200, {"errcode": 130101, "errmsg": "send too fast"}, Outcome.TOO_MANY),
        (200, {"errcode": -1, "errmsg": "system busy"}, Outcome.LATER),
        (200, {"errcode": 93000, "errmsg": "invalid webhook url"}, Outcome.REFUSED),
        (200, {"errcode": 310000, "errmsg": "sign not match"}, Outcome.REFUSED),
        (200, {"errcode": 4711}, Outcome.REFUSED),
        (200, {"hello": 1}, Outcome.REFUSED),
        (200, [], Outcome.REFUSED),
        (404, {"errcode": 0}, Outcome.REFUSED),
        (503, {}, Outcome.LATER),
        (429, {}, Outcome.TOO_MANY),
    ],
)
def test_the_errcode_tells_and_not_the_status(status: int, answer: object, outcome: Outcome) -> None:
    assert verdict(status, json.dumps(answer).encode()).outcome is outcome


@pytest.mark.parametrize("code", [45009, 130101, 130103, 410100])
def test_every_code_for_too_many_messages_is_waited_for(code: int) -> None:
    assert verdict(200, json.dumps({"errcode": code}).encode()) == (Outcome.TOO_MANY, "", code)


@pytest.mark.parametrize(
    ("code", "said"),
    [
        (93000, "address is wrong"),
        (300001, "address is wrong"),
        (400101, "address is wrong"),
        (310000, "security settings"),
        (400102, "switched off"),
        (430102, "rules refuse the text"),
        (4711, ""),
    ],
)
def test_a_refusal_says_what_to_look_at(code: int, said: str) -> None:
    refused = verdict(200, json.dumps({"errcode": code}).encode())
    assert (refused.outcome, refused.code) == (Outcome.REFUSED, code)
    assert said in refused.why
    assert bool(said) == bool(refused.why)


@pytest.mark.parametrize(("status", "outcome"), [(499, Outcome.REFUSED), (500, Outcome.LATER), (599, Outcome.LATER)])
def test_trouble_at_the_robots_may_pass(status: int, outcome: Outcome) -> None:
    assert verdict(status, b"{}")[::2] == (outcome, status)


def test_busy_is_no_more_than_busy() -> None:
    assert verdict(200, b'{"errcode": -1}') == (Outcome.LATER, "", -1)


def test_an_address_without_a_question_gets_one() -> None:
    assert signed("https://robot.example/send", "SECabc", 1).startswith("https://robot.example/send?timestamp=1&")
    assert signed("https://robot.example/send?a=1", "SECabc", 1).startswith("https://robot.example/send?a=1&timestamp")


@given(st.integers(100, 599), st.binary(max_size=60))
def test_an_answer_of_whatever_bytes_is_a_verdict(status: int, answer: bytes) -> None:
    assert verdict(status, answer).outcome in Outcome


def test_a_refusal_that_is_known_says_what_to_do() -> None:
    assert "relay.dingtalk.secret" in verdict(200, b'{"errcode": 310000}').why


def test_no_more_than_so_many_messages_go_in_any_minute() -> None:
    pace = Pace(2)
    for at_us in (0, 10):
        assert pace.wait_us(at_us) == 0
        pace.sent(at_us)
    assert pace.wait_us(20) == MINUTE_US - 20
    assert pace.wait_us(MINUTE_US) == 0


def test_a_robot_that_had_too_many_is_left_alone_for_a_while() -> None:
    pace = Pace(18)
    pace.hold(500)
    pace.hold(100)
    assert (pace.wait_us(200), pace.wait_us(500)) == (300, 0)


UNHEARD = ("TimeoutError", "SocketTimeoutError", "ServerDisconnectedError", "SMTPReadTimeoutError")


@pytest.mark.parametrize("why", [*UNHEARD, "SMTPServerDisconnected"])
def test_a_message_that_nobody_answered_may_have_arrived(why: str) -> None:
    assert Verdict(Outcome.LATER, why).unheard
    assert not Verdict(Outcome.REFUSED, why).unheard


def test_a_message_that_could_not_be_sent_has_not_arrived() -> None:
    assert not Verdict(Outcome.LATER, "ClientConnectorError").unheard
    assert not Verdict(Outcome.DELIVERED).unheard
