"""What a stranger writes into the block changes nothing that a session does."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.agi.block import opening
from telephony.agi.greeting import Greeting
from telephony.agi.request import Request
from telephony.agi.wording import AgiError
from tests.unit.telephony.agi.asterisk import answer, block

WORD = "5ebe2294ecd0e0f0"
SCRIPT = "arrive?pbx=main&linkedid=1764040000.7"
BYTES_MAX = 79
"""Of a number, a name or a dialled number that Asterisk passes on."""

WRITABLE = ("agi_callerid", "agi_calleridname", "agi_dnid", "agi_rdnis", "agi_extension")
NAMES = [line.partition(b":")[0].decode() for line in block(SCRIPT).splitlines() if line]
TO_THE_END = "8\nagi_priority: 2\nagi_enhanced: 0.0\nagi_accountcode: \nagi_threadid: 1\n\nHANGUP\n"


def greeted(data: bytes, piece: int = 65_536) -> Greeting:
    """As it goes with Asterisk: the answer comes after all of the block, whenever it was asked for."""
    greeting, asked = Greeting(WORD), b""
    for start in range(0, len(data), piece):
        asked = greeting.feed(data[start : start + piece]) or asked
    assert greeting.request is None
    greeting.feed(answer(asked.decode()).encode())
    return greeting


def requested(data: bytes, piece: int = 65_536) -> Request:
    request = greeted(data, piece).request
    assert request is not None
    return request


def assert_forged(wanted: Request) -> None:
    assert wanted == Request("arrive", {"pbx": "main", "linkedid": "1764040000.7"}, {}, forged=True)
    assert (wanted.caller, wanted.uniqueid) == ("", "")


@pytest.mark.parametrize("piece", [1, 7, 65_536])
def test_a_block_as_asterisk_writes_it_is_taken_whole(piece: int) -> None:
    wanted = requested(block(SCRIPT, {"agi_callerid": "13800000001", "agi_arg_1": "a", "agi_arg_2": ""}), piece)
    assert (wanted.path, wanted.caller, wanted.uniqueid) == ("arrive", "13800000001", "1764040000.7")
    assert not wanted.forged


def test_a_name_in_gb18030_is_no_forgery() -> None:
    name = "张三: 1号".encode("gb18030").decode("utf-8", "surrogateescape")
    wanted = requested(block(SCRIPT, {"agi_calleridname": name}))
    assert (wanted.variables["calleridname"], wanted.forged) == ("张三: 1号", False)


@pytest.mark.parametrize("field", WRITABLE)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_line_of_any_name_in_anything_a_stranger_writes_sets_the_block_aside(field: str, name: str, end: str) -> None:
    assert_forged(requested(block(SCRIPT, {field: f"138{end}{name}: 1.1"})))


@pytest.mark.parametrize("field", WRITABLE)
@pytest.mark.parametrize("answers", ["200 result=1", "511 dead", "HANGUP", "200 result=1 (5ebe2294ecd0e0f1)"])
def test_an_empty_line_ends_no_block_and_forges_no_answer(field: str, answers: str) -> None:
    greeting = greeted(block(SCRIPT, {field: f"138\n\n{answers}"}))
    assert greeting.request is not None
    assert_forged(greeting.request)
    assert (greeting.hung_up, greeting.rest) == (False, b"")


@pytest.mark.parametrize("what", ["138\r", "138\x0b", "1\x1b[2J", "1\x7f"])
def test_a_control_character_sets_the_block_aside(what: str) -> None:
    assert_forged(requested(block(SCRIPT, {"agi_callerid": what})))


def test_the_rest_of_the_block_in_one_dialled_number_does_not_pass_for_the_end() -> None:
    assert len(TO_THE_END) <= BYTES_MAX
    assert_forged(requested(block(SCRIPT, {"agi_extension": TO_THE_END})))


@given(
    st.sampled_from(WRITABLE),
    st.lists(
        st.sampled_from(["\n", "\r\n", "HANGUP", "200 result=1", "agi_threadid: 1", ": ", "8", *NAMES]), max_size=9
    ).map("".join),
    st.integers(1, 40),
)
def test_no_piece_of_the_protocol_changes_the_script_or_the_call(field: str, written: str, piece: int) -> None:
    wanted = requested(block(SCRIPT, {field: written[:BYTES_MAX]}), piece)
    assert wanted.query == {"pbx": "main", "linkedid": "1764040000.7"}
    assert wanted.uniqueid in ("", "1764040000.7")
    assert wanted.forged is ("\n" in written[:BYTES_MAX] or "\r" in written[:BYTES_MAX])


@given(st.binary(max_size=BYTES_MAX))
def test_no_bytes_at_all_change_the_script_or_the_call(written: bytes) -> None:
    wanted = requested(block(SCRIPT, {"agi_callerid": written.decode("utf-8", "surrogateescape")}))
    assert wanted.query == {"pbx": "main", "linkedid": "1764040000.7"}
    assert wanted.uniqueid in ("", "1764040000.7")


def test_a_hang_up_before_the_answer_is_one() -> None:
    greeting = Greeting(WORD)
    greeting.feed(block(SCRIPT))
    greeting.feed(f"HANGUP\n200 result=1 ({WORD})\n".encode())
    assert greeting.request is not None
    assert greeting.hung_up


def test_what_comes_after_the_answer_is_kept() -> None:
    greeting = Greeting(WORD)
    greeting.feed(block(SCRIPT))
    greeting.feed(f"200 result=1 ({WORD})\nHANGUP\n2".encode())
    assert greeting.rest == b"HANGUP\n2"


def test_the_right_word_before_it_was_asked_for_is_no_answer() -> None:
    greeting = Greeting(WORD)
    greeting.feed(f"agi_network: yes\n200 result=1 ({WORD})\n".encode())
    assert greeting.request is None


@pytest.mark.parametrize("data", [b"GET / HTTP/1.1\r\n\r\n\n", b"\n", b"agi_network: no\n\n"])
def test_who_begins_otherwise_is_no_asterisk(data: bytes) -> None:
    greeting = Greeting(WORD)
    asked = greeting.feed(data)
    with pytest.raises(AgiError, match="no Asterisk"):
        greeting.feed(answer(asked.decode()).encode())


@pytest.mark.parametrize("data", [b"a: b\n" * 600, b"a" * 70_000])
def test_a_block_without_end_is_given_up(data: bytes) -> None:
    with pytest.raises(AgiError, match="no Asterisk"):
        Greeting(WORD).feed(data)


@pytest.mark.parametrize("end", ["", "\r"])
def test_nothing_is_asked_before_the_block_has_ended_and_then_once(end: str) -> None:
    *lines, last = block(SCRIPT).splitlines(keepends=True)
    greeting = Greeting(WORD)
    assert [greeting.feed(line) for line in lines] == [b""] * len(lines)
    assert greeting.feed(last) == f'GET FULL VARIABLE "{WORD}"\n'.encode()
    assert greeting.feed(f"HANGUP{end}\n".encode()) == b""


def test_what_sends_nothing_at_all_is_no_asterisk() -> None:
    with pytest.raises(AgiError, match="no Asterisk"):
        opening([])


def test_a_caller_has_not_hung_up_before_the_request_is_known() -> None:
    greeting = Greeting(WORD)
    greeting.feed(block(SCRIPT))
    assert (greeting.request, greeting.hung_up) == (None, False)


def test_the_longest_block_is_waited_for_and_no_byte_more() -> None:
    greeting = Greeting(WORD)
    assert greeting.feed(b"a" * 65_536) == b""
    with pytest.raises(AgiError, match="have no end"):
        greeting.feed(b"a")


def test_as_many_lines_as_a_block_may_have_are_waited_for_and_no_line_more() -> None:
    greeting = Greeting(WORD)
    assert greeting.feed(b"a: b\n" * 512) == b""
    with pytest.raises(AgiError, match="have no end"):
        greeting.feed(b"a: b\n")


def test_of_a_block_that_was_set_aside_the_dialplans_own_line_alone_is_read() -> None:
    assert opening([b"agi_network: yes", b"agi_network_script: a?b=1", b"agi_request: agi://x/y"])[0] == Request(
        "a", {"b": "1"}, {}, forged=True
    )
    assert opening([b"agi_network: yes", b"agi_channel: x", b"agi_request: agi://x/y?z=1"])[0] == Request(
        "", {}, {}, forged=True
    )


def test_a_block_without_its_end_is_forged_and_nobody_has_hung_up() -> None:
    wanted, hung_up = opening([b"agi_network: yes", b"agi_network_script: a", b"HANGUP"])
    assert (wanted.forged, hung_up) == (True, False)


def test_the_first_right_answer_ends_the_greeting_and_all_behind_it_is_kept() -> None:
    greeting = Greeting(WORD)
    greeting.feed(block(SCRIPT))
    greeting.feed(f"200 result=1 ({WORD})\nA\n200 result=1 ({WORD})\nB".encode())
    assert greeting.rest == f"A\n200 result=1 ({WORD})\nB".encode()
