"""What is sent is what was meant."""

import pytest

from telephony.ami.actions import UnsafeHeaderError, challenge_key, encode, response


def test_an_action_is_its_headers_its_id_and_a_blank_line() -> None:
    sent = encode({"Action": "Setvar", "Value": "前台: x"}, "7")
    assert sent == b"Action: Setvar\r\nValue: " + "前台: x".encode() + b"\r\nActionID: 7\r\n\r\n"


@pytest.mark.parametrize(
    "action",
    [{}, {"Channel": "x"}, {"Action": "Ping", "actionid": "1"}, {"Action": "x", "": "y"}, {"Action": "x", "a:b": "y"}],
)
def test_what_would_not_arrive_as_meant_is_refused(action: dict[str, str]) -> None:
    with pytest.raises(UnsafeHeaderError):
        encode(action, "1")


def test_a_refused_value_is_not_repeated_in_the_error() -> None:
    with pytest.raises(UnsafeHeaderError, match="The value of Secret") as refused:
        encode({"Action": "Login", "Secret": "hunter2\n"}, "1")
    assert "hunter2" not in str(refused.value)


def test_the_key_is_the_digest_of_challenge_and_secret() -> None:
    assert challenge_key("840415273", "secret") == "81c3ab5534a432bec402f6d988ee45b4"


def test_an_answer_has_its_word_and_message() -> None:
    answer = response(b"Response: Error\r\nActionID: 7\r\nMessage: Permission denied")
    assert (answer.success, answer.word, answer.message, answer.output) == (False, "Error", "Permission denied", "")
