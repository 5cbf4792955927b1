"""What a stranger's bytes become: case by case. A number of at most 79 bytes is all that Asterisk lets through."""

import pytest

from telephony.ami.frames import FrameReader, is_wanted, parse
from telephony.ami.guard import Guard
from tests.asterisk import BRIDGE, END, block, event, list_end, listed, of_channel, raw, shown, status

MOST_BYTES = 79  # of a value that a caller can write
VICTIM = {"Channel": "PJSIP/trunk-00000001", "Uniqueid": "1790000000.1", "Linkedid": "1790000000.1"}
STRANGER = {"Channel": "PJSIP/trunk-00000002", "Uniqueid": "1790000009.2", "Linkedid": "1790000009.2"}
NEXT = of_channel("Newstate", **VICTIM)
KNOWN_ID = "thirdring-0123456789abcdef"
WRITABLE = {"CallerIDNum", "CallerIDName", "ConnectedLineNum", "ConnectedLineName", "Language"} | {
    *("AccountCode", "Context", "Exten")
}
HEADS = [name for name, _ in block()]

FORGED = [
    b"\r\n\r\nEvent: LinkUp\r\n\r\nEvent: CoreShowChannelsComplete\r\n\r\nX: ",
    b"\r\n\r\nEvent: LinkDown\r\nReason: x\r\n\r\nX: ",
    b"\r\n\r\nEvent: LinkUp\r\nGreeting: none\r\n\r\nEvent: CoreShowChannelsComplete\r\n\r\nX: ",
    b"\r\n\r\nEvent: CoreShowChannelsComplete\r\nActionID: thirdring-4\r\n\r\nX: ",
    b"\r\n\r\nEvent: Hangup\r\nUniqueid: 1790000000.1\r\nCause: 16\r\n\r\nX: ",
    b"\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nUniqueid: 1790000000.1\r\n\r\nX: ",
    b"\r\n\r\nEvent: Hangup\r\nPrivilege: call,all\r\nTimestamp: 1790000000.123456\r\nX: ",
    b"\r\n\r\nEvent:Hangup\r\nPrivilege:call,all\r\nUniqueid:1790000000.1\r\n\r\n",
    b"\r\n\r\nPrivilege: call,all\r\nEvent: Hangup\r\nUniqueid: 1790000000.1\r\n\r\nX: ",
    b"\r\n\r\nEvent: Foo\r\nPrivilege: call,all\r\nTimestamp: 1790000000.123456\r\nX: ",
    b"\r\n\r\nEvent: Foo\r\n\r\nEvent: Bar\r\nX: ",
    b"\r\n\r\nEvent: ",
    b"\r\n\r\nResponse: Success\r\nActionID: thirdring-4\r\n\r\nX: ",
    b"\r\n\r\nResponse: Error\r\nX: ",
    b"\r\n\r\nAsterisk Call Manager/11.0.0\r\n\r\nX: ",
    b"\r\n\r\n",
    b"138\r\n\r\n00",
    b"\r\n\r\n\r\n\r\n\r\n\r\n\r\n\r\n",
    b"\r\n",
    b"138\r\nUniqueid: 1790000000.1",
    b"138\r\nPriority: 1\r\nUniqueid: 1790000000.1\r\nLinkedid: 1790000000.1",
    b"\r\n\r\nX: \r\nPriority: 1\r\nUniqueid: 1790000000.1\r\nLinkedid: 1790000000.1",
    b"\n\nEvent: LinkUp\n\nEvent: CoreShowChannelsComplete\n\nX: ",
    b"\r\n\r\nX\n\nEvent: LinkUp\n\nEvent: Y",
    b"1\rEvent: LinkUp\r",
    b"138\0",
    *(b"138\r\n%s: x" % name.encode() for name in HEADS),
    *(b"\r\n\r\n%s: x" % name.encode() for name in HEADS),
    *(
        b"138\r\n%s" % name
        for name in (b"Privilege: call,all", b"Timestamp: 1.000000", b"Event: Hangup", b"ActionID: 1")
    ),
]
EVENTS = {
    "Newchannel": of_channel("Newchannel", **STRANGER),
    "Newstate": of_channel("Newstate", **STRANGER),
    "Newexten": of_channel("Newexten", ("Extension", "8000"), ("Application", "Queue"), ("AppData", "x"), **STRANGER),
    "VarSet": of_channel("VarSet", ("Variable", "TR_A"), ("Value", "x"), **STRANGER),
    "QueueCallerJoin": of_channel(
        "QueueCallerJoin", ("Queue", "hotline"), ("Position", "1"), ("Count", "1"), **STRANGER
    ),
    "BridgeEnter": event("BridgeEnter", *BRIDGE.items(), *block(**STRANGER)),
    "DialBegin": event("DialBegin", *block(**STRANGER), *block("Dest", **VICTIM), ("DialString", "1001")),
    "HangupRequest": of_channel("HangupRequest", ("Cause", "16"), **STRANGER),
    "Hangup": of_channel("Hangup", ("Cause", "16"), ("Cause-txt", "Normal Clearing"), **STRANGER),
}


def guard() -> Guard:
    return Guard(
        lambda event, action_id: event != b"CoreShowChannelsComplete" and action_id == KNOWN_ID.encode(),
        lambda frame: KNOWN_ID.encode() in frame,
        is_wanted,
    )


def heard(stream: bytes, it: Guard | None = None) -> list[dict[str, str]]:
    """What is left of a stream, as the link hears it."""
    it, reader = it or guard(), FrameReader()
    frames = reader.feed(stream + END)
    frames = frames if it.calm(frames) else it.take(reader.unfiltered())
    return [parse(frame, 0).headers for frame in (*frames, *it.settle()) if frame.startswith(b"Event: ")]


def acquainted() -> Guard:
    """It has heard of both channels."""
    it = guard()
    heard(END.join(of_channel("Newchannel", **who) for who in (VICTIM, STRANGER)), it)
    return it


def with_value(frame: bytes, name: str, value: bytes) -> bytes:
    line = b"\r\n%s: " % name.encode()
    before, after = frame.split(line, 1)
    _, end, rest = after.partition(b"\r\n")
    return before + line + value + end + rest


@pytest.mark.parametrize("field", ["CallerIDNum", "CallerIDName", "ConnectedLineNum", "AccountCode", "Exten"])
@pytest.mark.parametrize("name", sorted(EVENTS))
def test_an_event_with_a_forged_value_stays_one_event_of_its_own_channel(name: str, field: str) -> None:
    plain = parse(EVENTS[name], 0).headers
    certain = {key: value for key, value in plain.items() if key not in WRITABLE}
    for piece in FORGED:
        assert len(piece) <= MOST_BYTES
        it = acquainted()
        [first, last] = heard(with_value(EVENTS[name], field, piece) + END + NEXT, it)
        assert {key: first[key] for key in certain} == certain, piece
        assert all(first[key] in ("", plain[key]) for key in WRITABLE), piece
        assert first[field] == "", piece
        assert (last, it.forged) == (parse(NEXT, 0).headers, 1)


@pytest.mark.parametrize("piece", FORGED)
def test_a_new_channel_with_a_forged_number_and_dialled_number_is_met_by_its_own_name(piece: bytes) -> None:
    frame = with_value(with_value(EVENTS["Newchannel"], "Exten", piece), "CallerIDNum", piece)
    [first, last] = heard(frame + END + NEXT)
    assert (first["Channel"], first["Uniqueid"], first["Linkedid"]) == tuple(STRANGER.values())
    assert (first["CallerIDNum"], first["Exten"]) == ("", "")
    assert last["Event"] == "Newstate"


@pytest.mark.parametrize("field", ["Extension", "AppData"])
def test_what_stands_behind_the_block_cannot_name_another_channel(field: str) -> None:
    for piece in FORGED:
        frame = with_value(with_value(EVENTS["Newexten"], "Exten", piece), field, piece)
        for found in heard(frame + END + NEXT, acquainted())[:-1]:
            assert (found["Uniqueid"], found["Application"]) == (STRANGER["Uniqueid"], "Queue"), piece


@pytest.mark.parametrize("piece", FORGED)
def test_noise_with_a_forged_number_leaves_nothing(piece: bytes) -> None:
    frame = with_value(of_channel("NewConnectedLine", **STRANGER), "CallerIDNum", piece)
    found = heard(frame + END + NEXT, acquainted())
    assert [headers["Event"] for headers in found if "ActionID" not in headers] == ["Newstate"]


@pytest.mark.parametrize("size", [1, 7, 100])
def test_forged_values_are_the_same_however_the_bytes_arrive(size: int) -> None:
    for piece in FORGED:
        it, reader, passed = acquainted(), FrameReader(), list[bytes]()
        stream = with_value(EVENTS["Newchannel"], "CallerIDNum", piece) + END + NEXT + END
        for at in range(0, len(stream), size):
            frames = reader.feed(stream[at : at + size])
            passed += frames if it.calm(frames) else it.take(reader.unfiltered())
        assert [parse(frame, 0).headers["CallerIDNum"] for frame in passed] == ["", "13800000001"], piece


@pytest.mark.parametrize("last", ["Newstate", "NewConnectedLine"])
def test_each_of_many_broken_events_is_put_together_by_itself(last: str) -> None:
    names = ["Newchannel", "Newstate", "VarSet", "DialBegin", "BridgeEnter", "Hangup"]
    for piece in FORGED:
        frames = [*(EVENTS[name] for name in names), of_channel(last, **STRANGER)]
        stream = END.join(with_value(with_value(frame, "Exten", piece), "CallerIDNum", piece) for frame in frames)
        found = heard(stream)
        assert [headers["Event"] for headers in found][: len(names)] == names, piece
        assert {headers["Uniqueid"] for headers in found} == {STRANGER["Uniqueid"]}, piece


@pytest.mark.parametrize("frame", [EVENTS["Newchannel"], EVENTS["Hangup"]])
def test_an_event_without_a_timestamp_is_forged_once_the_link_has_sent_one(frame: bytes) -> None:
    bare = frame.replace(b"\r\nTimestamp: 1790000000.000001", b"")
    assert len(heard(bare)) == 1
    assert heard(bare, acquainted()) == []


def test_a_list_is_taken_only_with_an_action_id_that_is_waited_for() -> None:
    for frame in (status(KNOWN_ID), shown(KNOWN_ID), queue_entry(KNOWN_ID), list_end("QueueStatusComplete", KNOWN_ID)):
        assert len(heard(frame)) == 1
        it = guard()
        assert heard(frame.replace(KNOWN_ID.encode(), b"thirdring-4"), it) == []
        assert it.forged == 1


def test_a_list_has_no_event_of_another_action() -> None:
    assert heard(list_end("CoreShowChannelsComplete", KNOWN_ID)) == []


@pytest.mark.parametrize("piece", FORGED)
def test_listed_channels_with_a_forged_number_are_themselves(piece: bytes) -> None:
    for frame in (status(KNOWN_ID, **STRANGER), shown(KNOWN_ID, **STRANGER)):
        [found] = heard(with_value(frame, "CallerIDNum", piece), acquainted())
        assert (found["Uniqueid"], found["CallerIDNum"], found["ActionID"]) == (STRANGER["Uniqueid"], "", KNOWN_ID)
    [entry] = heard(with_value(queue_entry(KNOWN_ID), "CallerIDNum", piece))
    assert (entry["Queue"], entry["Uniqueid"]) == ("hotline", STRANGER["Uniqueid"])


def test_an_answer_between_the_pieces_is_taken_only_from_who_knows_its_action_id() -> None:
    answer = b"\r\n\r\nResponse: Success\r\nActionID: thirdring-4\r\n\r\nX"
    stranger = with_value(EVENTS["Newchannel"], "CallerIDNum", answer)
    it, reader = guard(), FrameReader()
    genuine = raw(("Response", "Success"), ("ActionID", KNOWN_ID))
    reader.feed(stranger + END + genuine + END)
    passed = it.take(reader.unfiltered())
    assert [frame.split(b"\r\n")[0] for frame in passed] == [b"Event: Newchannel", b"Response: Success"]
    assert genuine == passed[1]


def test_a_whole_forged_event_does_not_fit_into_a_number() -> None:
    for name, frame in EVENTS.items():
        empty = b"\r\n".join(line.split(b": ")[0] + b": " for line in frame.split(b"\r\n"))
        assert len(b"\r\n\r\n" + empty) > 2 * MOST_BYTES, name


def test_a_global_variable_is_no_forgery() -> None:
    it = guard()
    frame = event("VarSet", ("Channel", "none"), ("Uniqueid", "none"), ("Variable", "TR_A"), ("Value", "1"))
    assert len(heard(frame, it)) == 1
    assert it.forged == 0


def test_an_event_of_debugging_or_of_a_named_system_is_sound() -> None:
    more = [("SequenceNumber", "1"), ("File", "a.c"), ("Line", "1"), ("Func", "f"), ("SystemName", "pbx1")]
    assert len(heard(event("Newchannel", *more, *block()))) == 1


def test_an_older_asterisk_says_neither_language_nor_linkedid() -> None:
    lines = [(name, value) for name, value in block() if name not in ("Language", "Linkedid")]
    assert len(heard(event("Newchannel", *lines))) == 1


def queue_entry(action_id: str) -> bytes:
    return raw(
        *(("Event", "QueueEntry"), ("Queue", "hotline"), ("Position", "1"), ("Channel", STRANGER["Channel"])),
        *(("Uniqueid", STRANGER["Uniqueid"]), ("CallerIDNum", "138"), ("CallerIDName", "x"), ("Wait", "3")),
        *(("Priority", "0"), ("ActionID", action_id)),
    )


def test_listed_needs_its_name() -> None:
    assert heard(listed("CoreShowChannelsComplete", "x")) == []
