"""What the reader makes of the bytes of a PBX, well or badly behaved."""

import random
import tracemalloc

import pytest

from telephony.ami.frames import FrameReader, by_line, parse

NEWCHANNEL = (
    b"Event: Newchannel\r\nPrivilege: call,all\r\nTimestamp: 1700000000.123456\r\nChannel: PJSIP/1001-00000012\r\n"
    b"CallerIDName: " + "前台 王小明".encode() + b"\r\nAccountCode: \r\nExten: 8001\r\nUniqueid: 1700000000.18"
)
CEL = b"Event: CEL\r\nPrivilege: cel,all\r\nEventName: CHAN_START"
HANGUP = b"Event: Hangup\r\nUniqueid: 1700000000.18\r\nCause: 16"
ANSWER = b"Response: Success\r\nActionID: 7\r\nMessage: Authentication accepted"
END = b"\r\n\r\n"


def varset(variable: bytes) -> bytes:
    return b"Event: VarSet\r\nUniqueid: 1.1\r\nVariable: " + variable + b"\r\nValue: x"


def newexten(application: bytes) -> bytes:
    return b"Event: Newexten\r\nUniqueid: 1.1\r\nApplication: " + application + b"\r\nAppData: hotline"


def frames_of(stream: bytes, size: int) -> list[bytes]:
    reader = FrameReader()
    return [frame for at in range(0, len(stream), size) for frame in reader.feed(stream[at : at + size])]


def test_wanted_events_and_answers_are_kept_in_order_and_noise_is_dropped() -> None:
    reader = FrameReader()
    assert reader.feed(END.join([NEWCHANNEL, CEL, ANSWER, CEL, HANGUP, b""])) == [NEWCHANNEL, ANSWER, HANGUP]
    assert (reader.frames_read, reader.frames_kept) == (5, 3)


@pytest.mark.parametrize("size", range(1, 40))
def test_frames_are_the_same_however_the_bytes_arrive(size: int) -> None:
    stream = END.join(
        [ANSWER, NEWCHANNEL, CEL, varset(b"TR_A"), HANGUP.replace(b"\r\n", b"\n") + b"\n\n" + CEL, HANGUP, b""]
    )
    assert frames_of(stream, size) == frames_of(stream, len(stream))


def test_a_frame_split_inside_a_character_is_read_whole() -> None:
    reader = FrameReader()
    middle = NEWCHANNEL.index("台".encode()) + 1
    assert reader.feed(NEWCHANNEL[:middle]) == []
    (frame,) = reader.feed(NEWCHANNEL[middle:] + END)
    assert parse(frame, 0).headers["CallerIDName"] == "前台 王小明"


def test_an_event_has_the_name_the_instant_of_the_switch_and_all_headers() -> None:
    event = parse(NEWCHANNEL, received_us=5, position=9)
    assert (event.name, event.at_us, event.position) == ("Newchannel", 1700000000123456, 9)
    assert event.headers["Channel"] == "PJSIP/1001-00000012"
    assert event.headers["AccountCode"] == ""
    assert event.repeated == ()


@pytest.mark.parametrize(
    ("stamp", "at_us"),
    [
        (b"1700000000.5", 1700000000500000),
        (b"1700000000", 1700000000000000),
        (b"1700000000.1234567", 1700000000123456),
        (b"yesterday", 42),
        (b"", 42),
        (b"9" * 5000, 42),
        (b"1_00000000.12_456", 42),
    ],
)
def test_without_a_usable_timestamp_the_instant_of_receipt_counts(stamp: bytes, at_us: int) -> None:
    assert parse(b"Event: Hangup\r\nTimestamp: " + stamp, received_us=42).at_us == at_us


@pytest.mark.parametrize(
    ("frame", "wanted"),
    [
        (varset(b"QUEUESTATUS"), True),
        (varset(b"TR_ANNOUNCED"), True),
        (varset(b"QUEUESTATUSES"), False),
        (varset(b"DIALSTATUS"), False),
        (varset(b"X").replace(b"Value: x", b"ChanVariable: QUEUESTATUS=TIMEOUT"), False),
        (varset(b"TR_A").replace(b": ", b":"), True),
        (newexten(b"Queue"), True),
        (newexten(b"BackGround"), True),
        (newexten(b"Set"), False),
        (newexten(b"Dial").replace(b": ", b":"), True),
    ],
)
def test_varset_and_newexten_are_wanted_for_some_values_only(frame: bytes, wanted: bool) -> None:
    assert (FrameReader().feed(frame + END) == [frame]) is wanted


def test_repeated_headers_keep_all_their_values_in_order() -> None:
    event = parse(b"Event: Newstate\r\nChanVariable: a=1\r\nChannel: x\r\nChanVariable: b=2", 0)
    assert event.headers == {"Event": "Newstate", "ChanVariable": "a=1", "Channel": "x"}
    assert event.repeated == (("ChanVariable", "a=1"), ("ChanVariable", "b=2"))


def test_output_lines_are_joined() -> None:
    answer = parse(
        b"Response: Success\r\nMessage: Command output follows\r\nOutput: one: 1\r\nOutput: \r\nOutput: two", 0
    )
    assert answer.headers["Output"] == "one: 1\n\ntwo"
    assert answer.repeated == ()


def test_a_value_in_gb18030_is_read_without_harm_to_its_neighbours() -> None:
    frame = (
        b"Event: Newchannel\r\nCallerIDName: "
        + "王小明".encode("gb18030")
        + b"\r\nConnectedLineName: "
        + "李雷".encode()
    )
    headers = parse(frame, 0).headers
    assert (headers["CallerIDName"], headers["ConnectedLineName"]) == ("王小明", "李雷")


def test_a_value_that_is_no_text_becomes_replacement_characters() -> None:
    headers = parse(b"Event: Newchannel\r\nCallerIDName: A\xff\xff\r\nExten: 8001", 0).headers
    assert headers == {"Event": "Newchannel", "CallerIDName": "A��", "Exten": "8001"}


def test_values_may_hold_colons_and_begin_with_spaces() -> None:
    headers = parse(b"Event: Newexten\r\nApplication: Dial\r\nAppData: PJSIP/a: b,20\r\nX:  two", 0).headers
    assert (headers["AppData"], headers["X"]) == ("PJSIP/a: b,20", " two")


def test_a_missing_space_after_the_colon_is_forgiven() -> None:
    (frame,) = FrameReader().feed(b"Event:Hangup\r\nUniqueid:1.1\r\nCause:\r\n\r\n")
    assert parse(frame, 0).headers == {"Event": "Hangup", "Uniqueid": "1.1", "Cause": ""}


def test_lines_that_end_with_lf_alone_are_read() -> None:
    stream = (CEL + b"\r\n\r\n" + NEWCHANNEL + b"\r\n\r\n" + HANGUP + b"\r\n\r\n").replace(b"\r\n", b"\n")
    first, second = FrameReader().feed(stream)
    assert parse(first, 0).headers == parse(NEWCHANNEL, 0).headers
    assert parse(second, 0).headers == parse(HANGUP, 0).headers


def test_an_event_line_that_is_not_the_first_line_is_found() -> None:
    noise = b"Privilege: cel,all\r\nEvent: CEL"
    frame = b"Privilege: call,all\r\nEvent: Hangup"
    assert FrameReader().feed(noise + END + frame + END) == [frame]
    assert parse(frame, 0).name == "Hangup"


def test_a_frame_without_an_event_line_has_no_name() -> None:
    assert parse(b"Foo: bar", 0).name == ""
    assert parse(b"", 0).headers == {}


def test_a_greeting_before_the_first_frame_does_no_harm() -> None:
    (frame,) = FrameReader().feed(b"Asterisk Call Manager/11.0.0\r\n" + HANGUP + END)
    assert parse(frame, 0).name == "Hangup"


def test_a_line_that_is_no_header_belongs_to_the_value_before_it() -> None:
    assert parse(b"Event: Hangup\r\nA: first\r\nsecond\r\nB: x", 0).headers["A"] == "first\nsecond"


def test_extra_blank_lines_make_no_frames() -> None:
    assert FrameReader().feed(b"\r\n" + END + END + HANGUP + END + b"\r\n" + HANGUP + END + b"\n\n") == [HANGUP, HANGUP]


def test_a_header_of_300_kb_is_read_whole() -> None:
    frame = HANGUP + b"\r\nX: " + b"y" * 300_000
    assert frames_of(frame + END, 4096) == [frame]
    assert len(parse(frame, 0).headers["X"]) == 300_000


def test_a_frame_without_end_is_given_up_counted_and_what_follows_is_read() -> None:
    reader = FrameReader(max_frame_bytes=1000)
    tracemalloc.start()
    kept = [frame for _ in range(20_000) for frame in reader.feed(b"y" * 100)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    kept += reader.feed(b"\r") + reader.feed(b"\n\r") + reader.feed(b"\n" + HANGUP + END)
    assert (kept, reader.oversized) == ([HANGUP], 1)
    assert peak < 100_000


@pytest.mark.parametrize("end", [b"\r\n\r\n", b"\n\n", b"\r\n\n"])
@pytest.mark.parametrize("piece_bytes", [1, 7, 100])
def test_a_frame_that_is_too_long_is_left_out_however_it_arrives(end: bytes, piece_bytes: int) -> None:
    reader = FrameReader(max_frame_bytes=1000)
    stream = HANGUP + END + b"Event: Hangup\r\nX: " + b"y" * 3000 + end + HANGUP + END
    kept = [
        frame
        for begin in range(0, len(stream), piece_bytes)
        for frame in reader.feed(stream[begin : begin + piece_bytes])
    ]
    assert (kept, reader.oversized) == ([HANGUP, HANGUP], 1)


@pytest.mark.parametrize(("length", "oversized"), [(1000, 0), (1001, 1)])
def test_a_frame_may_wait_until_it_is_as_long_as_allowed(length: int, oversized: int) -> None:
    reader = FrameReader(max_frame_bytes=1000)
    reader.feed(b"x" * length)
    assert reader.oversized == oversized


def test_noise_is_dropped_also_where_its_first_line_was_never_seen() -> None:
    varset = b"Event:VarSet\r\nVariable: %s\r\nValue: 1"
    reader = FrameReader()
    assert reader.feed(varset % b"FOO" + END) == []
    assert reader.feed(varset % b"TR_X" + END) == [varset % b"TR_X"]


def test_a_header_without_a_value_is_there_and_empty() -> None:
    event = parse(b"Event: Hangup\r\nFoo:\r\nBar: \r\nUniqueid: 1\r\nLast:", 0)
    assert event.headers == {"Event": "Hangup", "Foo": "", "Bar": "", "Uniqueid": "1", "Last": ""}
    assert by_line(b"Foo:\r\nBar: 1\r\nLast:")[0] == {"Foo": "", "Bar": "1", "Last": ""}


def test_a_frame_with_lf_ends_loses_the_one_that_is_over() -> None:
    assert FrameReader().feed(b"Event: Hangup\nUniqueid: 1\n" + END) == [b"Event: Hangup\nUniqueid: 1"]


def test_everything_is_kept_when_asked_for() -> None:
    assert FrameReader(everything=True).feed(CEL + END + HANGUP + END) == [CEL, HANGUP]


def test_random_streams_cut_at_random_places_give_the_same_frames() -> None:
    chance = random.Random(7)
    pieces = [
        b"\r\n",
        b"\n",
        b"\r",
        b"Event: Hangup",
        b"Event: CEL",
        b"Event:Hold",
        b"A: b",
        b": ",
        b"\xe5",
        b"Response: x",
    ]
    for _ in range(2000):
        stream = b"".join(chance.choices(pieces, k=chance.randrange(30))) + b"\r\n\r\n"
        reader, cut = FrameReader(), []
        rest = stream
        while rest:
            size = chance.randrange(1, 12)
            cut += reader.feed(rest[:size])
            rest = rest[size:]
        assert cut == FrameReader().feed(stream)
        for frame in cut:
            parse(frame, 0)


def test_an_event_that_ends_with_two_blank_lines_does_not_hide_the_next() -> None:
    reader = FrameReader()
    assert reader.feed(CEL + END + b"\r\n" + HANGUP + END + b"\r\n" + CEL + END) == [HANGUP]
    assert (reader.frames_read, reader.frames_kept) == (3, 1)
