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


@pytest.mark.parametrize(
    ("variable", "wanted"),
    [
        *((name, True) for name in ("QUEUESTATUS", "PLAYBACKSTATUS", "BACKGROUNDSTATUS", "READSTATUS")),
        *((name, True) for name in ("TR_A", "_TR_A", "__TR_A")),
        *((name, False) for name in ("___TR_A", "READSTATUSES", "XTR_A", "DIALSTATUS", "READ")),
    ],
)
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_variable_is_wanted_by_its_name(variable: str, wanted: bool, end: str) -> None:
    frame = end.join(("Event: VarSet", "Uniqueid: 1.1", f"Variable: {variable}", "Value: x")).encode()
    assert (FrameReader().feed(frame + 2 * end.encode()) == [frame]) is wanted
    last = end.join(("Event: VarSet", "Uniqueid: 1.1", f"Variable: {variable}")).encode()
    assert (FrameReader().feed(last + 2 * end.encode()) == [last]) is wanted


def test_a_variable_or_a_step_that_does_not_say_which_is_kept() -> None:
    for frame in (b"Event: VarSet\r\nUniqueid: 1.1", b"Event: Newexten\r\nUniqueid: 1.1"):
        assert FrameReader().feed(frame + END) == [frame]


@pytest.mark.parametrize(
    ("application", "extension", "wanted"),
    [("Set", "8001", False), ("Set", "h", True), ("Set", "hh", False), ("Dial", "8001", True), ("DIAL", "h", True)],
)
def test_a_step_is_wanted_by_its_application_or_where_the_call_is_over(
    application: str, extension: str, wanted: bool
) -> None:
    frame = f"Event: Newexten\r\nExtension: {extension}\r\nApplication: {application}\r\nAppData: ".encode()
    assert (FrameReader().feed(frame + END) == [frame]) is wanted


@pytest.mark.parametrize(
    "application",
    "dial queue agentlogin agentrequest voicemail playback background read waitexten hangup congestion busy answer"
    "".split(),
)
def test_each_of_these_steps_is_wanted(application: str) -> None:
    frame = f"Event: Newexten\r\nApplication: {application}\r\nAppData: ".encode()
    assert FrameReader().feed(frame + END) == [frame]


def test_of_a_frame_that_is_given_up_only_what_may_begin_its_end_is_kept() -> None:
    reader = FrameReader(max_frame_bytes=1_000)
    reader.feed(b"x" * 1_001)
    assert bytes(reader._pending) == b"xx"
    reader.feed(b"y" * 50)
    assert bytes(reader._pending) == b"yy"


def test_a_header_without_a_value_is_empty_wherever_it_stands() -> None:
    event = parse(b"Event: Newchannel\r\nExten:\r\nContext: x\r\nAccountCode:", 0)
    assert event.headers == {"Event": "Newchannel", "Exten": "", "Context": "x", "AccountCode": ""}


def test_lines_below_a_header_without_a_value_are_its_value() -> None:
    assert parse(b"Response: Success\r\nMessage:\r\none\r\ntwo", 0).headers["Message"] == "\none\ntwo"
