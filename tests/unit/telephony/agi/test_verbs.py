"""Each thing that pyst2 does wrong around its verbs, done right."""

import signal
import socket
import time
from collections.abc import Iterator

import pytest

from telephony.agi.connection import Connection, DeadlineError
from telephony.agi.verbs import Verbs
from telephony.agi.wording import HangUpError, RefusedError
from tests.unit.telephony.agi.asterisk import FakeAsterisk


class Pair:
    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.connection = Connection(ours, time.monotonic() + 60)
        self.verbs = Verbs(self.connection)
        self.asterisk = FakeAsterisk(theirs)


@pytest.fixture
def pair() -> Iterator[Pair]:
    pair = Pair()
    yield pair
    pair.connection.close()
    pair.asterisk.close()


def test_the_process_keeps_its_own_signals_and_standard_error(pair: Pair, capfd: pytest.CaptureFixture[str]) -> None:
    before = signal.getsignal(signal.SIGHUP)
    pair.asterisk.says("200 result=1\n")
    pair.verbs.set_variable("TR_TICKET", "20261125-0042")
    assert signal.getsignal(signal.SIGHUP) is before
    assert capfd.readouterr() == ("", "")


def test_a_hang_up_in_mid_session_is_told_as_one_with_the_next_command(pair: Pair) -> None:
    pair.asterisk.says("HANGUP\n200 result=1 (zh)\n")
    assert pair.verbs.evaluated("${CHANNEL(language)}") == "zh"
    with pytest.raises(HangUpError):
        pair.verbs.answer()


def test_a_command_on_a_dead_channel_is_a_hang_up(pair: Pair) -> None:
    pair.asterisk.says("511 Command Not Permitted on a dead channel or intercept routine\n")
    with pytest.raises(HangUpError):
        pair.verbs.set_variable("A", "b")
    assert pair.verbs.hung_up


def test_the_end_of_the_connection_is_a_hang_up(pair: Pair) -> None:
    pair.asterisk.close()
    with pytest.raises(HangUpError):
        pair.verbs.answer()


def test_a_hang_up_while_a_prompt_plays_is_one(pair: Pair) -> None:
    pair.asterisk.says("HANGUP\n200 result=-1 endpos=1600\n")
    with pytest.raises(HangUpError):
        pair.verbs.stream_file("thirdring/rate", "12345")


def test_a_variable_with_the_value_hangup_ends_nothing(pair: Pair) -> None:
    pair.asterisk.says("200 result=1 (hangup)\n")
    assert pair.verbs.evaluated("${TR_NOTE}") == "hangup"
    assert not pair.verbs.hung_up


def test_a_value_with_brackets_and_equals_signs_is_whole(pair: Pair) -> None:
    pair.asterisk.says("200 result=1 (a=b (c) d=e (f))\n")
    assert pair.verbs.evaluated("${TR_NOTE}") == "a=b (c) d=e (f)"


def test_a_missing_prompt_is_a_refusal_and_no_hang_up(pair: Pair) -> None:
    pair.asterisk.says("200 result=-1 endpos=0\n")
    with pytest.raises(RefusedError):
        pair.verbs.stream_file("no/such/sound")
    assert not pair.verbs.hung_up


def test_a_usage_text_is_read_to_its_end(pair: Pair) -> None:
    pair.asterisk.says(
        "520-Invalid command syntax.  Proper usage follows:\n  Usage: ANSWER\n520 End of proper usage.\n"
    )
    with pytest.raises(RefusedError):
        pair.verbs.answer()
    pair.asterisk.says("200 result=0\n")
    pair.verbs.answer()


def test_a_usage_text_that_breaks_off_ends_the_session(pair: Pair) -> None:
    pair.asterisk.says("520-Invalid command syntax.\n Usage:\n")
    pair.asterisk.close()
    with pytest.raises(HangUpError):
        pair.verbs.answer()


def test_an_unknown_command_is_a_refusal(pair: Pair) -> None:
    pair.asterisk.says("510 Invalid or unknown command\n")
    with pytest.raises(RefusedError):
        pair.verbs.execute("DANCE")


def test_a_value_cannot_become_a_second_command(pair: Pair) -> None:
    pair.asterisk.says("200 result=1\n")
    pair.verbs.set_variable("CALLERID(name)", '张"三\r\nHANGUP')
    assert pair.asterisk.hears() == 'SET VARIABLE "CALLERID(name)" "张\\"三 HANGUP"'


def test_digits_are_read(pair: Pair) -> None:
    pair.asterisk.says("200 result=53\n200 result=0\n200 result=12#\n200 result= (timeout)\n")
    assert pair.verbs.wait_for_digit(1000) == "5"
    assert pair.verbs.wait_for_digit(1000) == ""
    assert pair.verbs.get_data("ask", 1000, 3) == "12#"
    assert pair.verbs.get_data("ask", 1000, 3) == ""


def test_a_script_that_has_had_its_time_writes_nothing_more(pair: Pair) -> None:
    pair.connection.deadline = time.monotonic() - 1
    with pytest.raises(DeadlineError):
        pair.verbs.set_variable("A", "b")
