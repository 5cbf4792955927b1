"""No word of ours ends a command early, and none of Asterisk's breaks the reading."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.agi.wording import LINE_BYTES_MAX, AgiError, command_line, decoded, quoted, reply, result


def as_asterisk_reads(line: str) -> list[str]:
    """How res_agi takes a command apart: blanks between words, quotes around them, a backslash before anything."""
    words: list[str] = []
    inside = escaped = fresh = False
    for char in line:
        if escaped or (char not in '"\\' and (inside or char not in " \t")):
            if not fresh:
                words.append("")
            fresh, escaped = True, False
            words[-1] += char
        elif char == "\\":
            escaped = True
        elif char == '"':
            if not inside and not fresh:
                words.append("")
                fresh = True
            inside = not inside
        else:
            fresh = False
    return words


@given(st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), max_size=200))
def test_any_value_arrives_as_the_one_argument_it_is(value: str) -> None:
    line = command_line("SET VARIABLE", (quoted("NAME"), quoted(value))).decode()
    assert line.endswith("\n")
    assert as_asterisk_reads(line[:-1]) == ["SET", "VARIABLE", "NAME", value]


@given(st.text(max_size=200))
def test_nothing_in_a_value_ends_the_line(value: str) -> None:
    assert command_line("VERBOSE", (quoted(value),)).decode().splitlines() == [f"VERBOSE {quoted(value)}"]


def test_a_resident_named_like_an_action_stays_a_name() -> None:
    line = command_line("SET VARIABLE", ("CALLERID(name)", '"\r\nAction: Originate\nHANGUP'))
    assert line == b'SET VARIABLE "CALLERID(name)" "\\" Action: Originate HANGUP"\n'


def test_what_a_verb_forgot_to_quote_is_quoted() -> None:
    assert command_line("STREAM FILE", ("hello world\nHANGUP", quoted("12"), 0)) == (
        b'STREAM FILE "hello world HANGUP" "12" "0"\n'
    )


def test_a_command_longer_than_asterisk_reads_is_not_sent() -> None:
    with pytest.raises(AgiError):
        command_line("SET VARIABLE", ("NAME", "三" * (LINE_BYTES_MAX // 3)))


def test_names_in_gb18030_are_read_as_in_utf_8() -> None:
    assert decoded("张三".encode("gb18030")) == decoded("张三".encode()) == "张三"


@given(st.binary())
def test_any_bytes_can_be_read(line: bytes) -> None:
    decoded(line)


def test_replies_are_taken_apart() -> None:
    assert reply("200 result=1 (8001)") == (200, "result=1 (8001)", False)
    assert reply("520-Invalid command syntax.") == (520, "Invalid command syntax.", True)
    assert reply("HANGUP") is None
    assert reply("") is None


def test_results_keep_their_brackets_and_blanks() -> None:
    assert result("result=1 (a (b) c)")["result"] == ("1", "a (b) c")
    assert result("result= (timeout)")["result"] == ("", "timeout")
    assert result("result=*1")["result"] == ("*1", "")
    assert result("result=-1 endpos=160") == {"result": ("-1", ""), "endpos": ("160", "")}
    assert result("what?")["result"] == ("", "")


@pytest.mark.parametrize(("length", "taken"), [(LINE_BYTES_MAX, True), (LINE_BYTES_MAX + 1, False)])
def test_a_command_is_as_long_as_asterisk_reads_and_no_longer(length: int, taken: bool) -> None:
    value = "x" * (length - len('NOOP ""\n'))
    if taken:
        assert len(command_line("NOOP", (value,))) == 2000
        return
    with pytest.raises(AgiError, match="longer than Asterisk reads"):
        command_line("NOOP", (value,))


def test_an_argument_that_is_empty_is_left_out() -> None:
    assert command_line("EXEC", ("Dial", "", "PJSIP/1001", "")) == b'EXEC "Dial" "PJSIP/1001"\n'
    assert command_line("ANSWER", ("",)) == b"ANSWER\n"
