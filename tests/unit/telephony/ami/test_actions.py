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
    assert (answer.success, answer.word, answer.message) == (False, "Error", "Permission denied")


@pytest.mark.parametrize("name", ["", " Value", "Value ", "Val:ue", "Val\nue", "Val\rue", "Val\0ue"])
def test_a_name_that_would_break_the_message_is_refused(name: str) -> None:
    with pytest.raises(UnsafeHeaderError, match="is no name for an AMI header"):
        encode({"Action": "Setvar", name: "x"}, "1")


@pytest.mark.parametrize("letter", ["\n", "\r", "\0"])
def test_a_value_that_would_break_the_message_is_refused(letter: str) -> None:
    with pytest.raises(UnsafeHeaderError, match="The value of Value"):
        encode({"Action": "Setvar", "Value": f"a{letter}b"}, "1")


def test_a_header_may_be_repeated_where_pairs_are_given() -> None:
    sent = encode([("action", "Originate"), ("Variable", "a=1"), ("Variable", "b=2")], "7")
    assert sent == b"action: Originate\r\nVariable: a=1\r\nVariable: b=2\r\nActionID: 7\r\n\r\n"


def test_an_action_stands_first() -> None:
    with pytest.raises(UnsafeHeaderError, match="first header of an action must be Action"):
        encode([("Variable", "a=1"), ("Action", "Originate")], "7")


@pytest.mark.parametrize(
    ("word", "success"), [("Success", True), ("Goodbye", True), ("Follows", True), ("Error", False), ("", False)]
)
def test_only_some_words_are_a_success(word: str, success: bool) -> None:
    assert response(f"Response: {word}".encode()).success is success


def test_the_output_of_a_command_is_one_text_and_what_is_repeated_is_kept() -> None:
    answer = response(b"Response: Success\r\nOutput: one\r\nOutput: two\r\nA: 1\r\nA: 2")
    assert (answer.headers["Output"], answer.repeated) == ("one\ntwo", (("A", "1"), ("A", "2")))
    assert answer.headers["Response"] == "Success"
