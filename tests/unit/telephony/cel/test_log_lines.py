"""Lines of Asterisk's log that say that a phone rings."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from telephony.cel.log_lines import Ringing, is_precise, local_us, offset_us, ringing_of, tells_ringing

AT_US = 1_764_000_007_000_042  # 24 November 2025, 16:00:07 UTC
LINE = b"[2025-11-24 16:00:07.000042] VERBOSE[4711][C-0000002a] app_queue.c: PJSIP/1001-0000021f is ringing\n"
CALLED = b"[2025-11-24 16:00:07.000042] VERBOSE[4711][C-0000002a] app_dial.c: Called PJSIP/1001\n"
HOUR_US = 3_600_000_000


def test_a_phone_that_rings_is_told_with_its_channel() -> None:
    assert ringing_of(LINE, 0) == Ringing(AT_US, "PJSIP/1001-0000021f")
    assert ringing_of(LINE, 8 * HOUR_US) == Ringing(AT_US - 8 * HOUR_US, "PJSIP/1001-0000021f")


def test_a_log_of_whole_seconds_is_read_too_and_known_as_such() -> None:
    line = LINE.replace(b".000042", b"")
    assert ringing_of(line, 0) == Ringing(AT_US - 42, "PJSIP/1001-0000021f")
    assert (is_precise(LINE), is_precise(line), is_precise(b"x")) == (True, False, False)


@pytest.mark.parametrize(
    "line",
    [
        CALLED,
        LINE.replace(b" is ringing", b" is making progress"),
        LINE.replace(b"app_queue.c", b"pbx.c"),
        LINE.replace(b"VERBOSE", b"NOTICE"),
        LINE.replace(b"11-24", b"13-44"),
        LINE[1:],
        LINE.replace(b"PJSIP/1001", b"PJSIP/" + b"1" * 2000),
        b'[2025-11-24 16:00:07.000042] VERBOSE[1][C-1] pbx.c: Executing Set("x", "PJSIP/1-1 is ringing")\n',
    ],
)
def test_other_lines_say_nothing_of_it(line: bytes) -> None:
    assert ringing_of(line, 0) is None


@pytest.mark.parametrize(("fraction", "micros"), [(b".042", 42_000), (b".0420", 42_000), (b".000042", 42), (b"", 0)])
def test_a_time_has_three_to_six_digits_of_a_second_or_none(fraction: bytes, micros: int) -> None:
    assert local_us(LINE.replace(b".000042", fraction)) == AT_US - 42 + micros


def test_a_line_has_as_many_bytes_as_may_be() -> None:
    long = LINE.rstrip(b"\n") + b" " * (1024 - len(LINE) + 1)
    assert ringing_of(long, 0) == ringing_of(LINE, 0)
    assert ringing_of(long + b" ", 0) is None


def test_whoever_writes_that_phones_are_called_writes_that_they_ring() -> None:
    other = CALLED.replace(b"Called", b"Hung up")
    assert [tells_ringing(line) for line in (LINE, CALLED, other)] == [True, True, False]


@pytest.mark.parametrize("quarters", [-48, -13, 0, 1, 22, 32, 56])
@pytest.mark.parametrize("late_us", [0, 200_000_000, -200_000_000])
def test_the_zone_of_a_log_is_known_by_when_it_was_written_last(quarters: int, late_us: int) -> None:
    ahead_us = quarters * HOUR_US // 4
    assert offset_us(AT_US + ahead_us, AT_US + late_us) == ahead_us


@given(st.binary(max_size=200))
def test_nothing_in_a_log_raises(line: bytes) -> None:
    local_us(line)
    ringing_of(LINE[:30] + line, 0)
    ringing_of(line, 0)
