"""Stamps, first lines that are remembered, and what is counted."""

import pytest

from telephony.ami.frames import FrameReader, by_line, parse, stamp_us
from tests.unit.telephony.ami.test_frames import CEL, END, HANGUP


@pytest.mark.parametrize(
    ("stamp", "at_us"),
    [
        ("1700000000.000001", 1_700_000_000_000_001),
        ("1700000000.12345", 1_700_000_000_123_450),
        ("1700000000.1", 1_700_000_000_100_000),
        ("1", 1_000_000),
        ("999999999999", 999_999_999_999_000_000),
        ("1000000000000", None),
        ("1.123456789012", 1_123_456),
        ("1.1234567890123", None),
        ("1.", None),
        (" 1", None),
        ("١", None),
    ],
)
def test_a_stamp_is_whole_seconds_and_a_fraction_of_them(stamp: str, at_us: int | None) -> None:
    assert stamp_us(stamp) == at_us


@pytest.mark.parametrize("stamp", ["1700000000x123456", "170000000.0123456", "1700000000.12345x"])
def test_seventeen_letters_are_a_stamp_only_with_its_point_in_place(stamp: str) -> None:
    event = parse(f"Event: Hangup\r\nTimestamp: {stamp}".encode(), received_us=42)
    assert event.at_us == (170_000_000_012_345 if stamp[9] == "." else 42)
    assert event.received_us == 42


def test_one_output_line_is_a_value_like_any_other() -> None:
    answer = parse(b"Response: Success\r\nOutput: one", 0)
    assert (answer.headers["Output"], answer.repeated) == ("one", ())


def test_only_a_first_line_of_less_than_eighty_bytes_is_remembered() -> None:
    reader = FrameReader()
    known = len(reader._tests)
    for length, remembered in ((80, 0), (79, 1)):
        reader.feed(b"Event: " + b"N" * (length - 7) + b"\r\nA: b" + END)
        assert len(reader._tests) - known == remembered


def test_a_first_line_that_is_no_event_is_not_remembered() -> None:
    reader = FrameReader()
    known = len(reader._tests)
    assert reader.feed(b"Privilege: a\r\nEvent: CEL" + END) == []
    assert reader.feed(b"Privilege: a\r\nEvent: Hangup" + END) == [b"Privilege: a\r\nEvent: Hangup"]
    assert len(reader._tests) == known


def test_no_more_than_a_thousand_first_lines_are_remembered() -> None:
    reader = FrameReader()
    for number in range(1500):
        reader.feed(b"Event: Noise%d\r\nA: b\r\n\r\n" % number)
    assert len(reader._tests) == 1000
    assert reader.feed(HANGUP + END) == [HANGUP]


def test_whoever_wants_to_may_see_what_was_dropped_from_the_latest_bytes() -> None:
    reader = FrameReader()
    reader.feed(HANGUP + END + CEL + END)
    assert reader.unfiltered() == [HANGUP, CEL]
    reader.feed(CEL + END + b"\r\n" + CEL + END)
    assert reader.unfiltered() == [CEL, CEL]


def test_frames_with_lf_ends_are_counted_each() -> None:
    reader = FrameReader()
    stream = (CEL + END + HANGUP + END).replace(b"\r\n", b"\n")
    assert reader.feed(HANGUP + END + stream + HANGUP + END) == [HANGUP, HANGUP.replace(b"\r\n", b"\n"), HANGUP]
    assert (reader.frames_read, reader.frames_kept) == (4, 3)


def test_the_shortest_frames_are_frames() -> None:
    assert FrameReader().feed(b"A:1" + END + b"A:2\n\n") == [b"A:1", b"A:2"]
    assert by_line(b"\n:x")[0] == {"": "x"}
