"""Two values of a stranger that the dialplan writes side by side, as `NoOp(${CALLERID(num)} ${EXTEN})` does; and the
longest head that fits into one."""

import importlib
import re

import pytest

from telephony.ami.frames import parse
from telephony.ami.grammar import STAMPED, head
from tests.asterisk import END, event, of_channel
from tests.unit.telephony.ami.test_forged_streams import derived, plain, recorded
from tests.unit.telephony.ami.test_guard import (
    EVENTS,
    MOST_BYTES,
    NEXT,
    STRANGER,
    VICTIM,
    acquainted,
    guard,
    heard,
    with_value,
)
from tests.unit.telephony.calls.recordings import NAMES

STAMP = b"Timestamp: 1790000000.900000"
FULL_HEAD = b"\r\n\r\nEvent: a\r\nPrivilege: abc,all\r\nEventName: abcd\r\nAccountCode: \r\nCallerIDnum: "
UNIQUEID = VICTIM["Uniqueid"].encode()
CHANNEL = VICTIM["Channel"].encode()
RENAME = b"\r\n\r\nEvent: Rename\r\nPrivilege: %s,all\r\n" + STAMP + b"\r\nChannel: "
MERGE = b"\r\n\r\nEvent: BridgeMerge\r\nPrivilege: abc,all\r\n" + STAMP + b"\r\n"
PAIRS = {
    "a rename": (RENAME % b"abc", b"8000\r\nNewname: x\r\nUniqueid: " + UNIQUEID + END),
    "a rename to the agent's name": (RENAME % b"call", b"\r\nNewname: PJSIP/1002-1\r\nUniqueid: " + UNIQUEID + END),
    "a rename of the true name": (RENAME % b"call", CHANNEL + b"\r\nNewname: x\r\nUniqueid: " + UNIQUEID + END),
    "a merge": (MERGE, b"ToBridgeUniqueid: b-2\r\nFromBridgeUniqueid: b-1" + END),
    "a start of the PBX": (b"\r\n\r\nEvent: FullyBooted\r\nPrivilege: system,all\r\n" + STAMP, b"\r\nA: " + END),
    "an end of the PBX": (b"\r\n\r\nEvent: Shutdown\r\nPrivilege: system,all\r\n" + STAMP, b"\r\nA: " + END),
    "an answer to an originate": (
        b"\r\n\r\nEvent: OriginateResponse\r\nPrivilege: call,all\r\n",
        STAMP + b"\r\nResponse: Failure" + END,
    ),
    "a global variable": (
        b"\r\n\r\nEvent: VarSet\r\nPrivilege: abc,all\r\n" + STAMP + b"\r\n",
        b"Channel: none\r\nUniqueid: none\r\nVariable: TR_A\r\nValue: 1" + END,
    ),
}
STARTS_A_CALL = of_channel(
    "Newexten", ("Extension", "8000"), ("Application", "NoOp"), ("AppData", "x"), stamp="1790000000.000002", **STRANGER
)


def written(frame: bytes, number: bytes, dialled: bytes, between: bytes) -> bytes:
    frame = with_value(with_value(frame, "CallerIDNum", number), "Exten", dialled)
    return re.sub(rb"AppData: [^\r]*", lambda _: b"AppData: " + number + between + dialled, frame)


@pytest.mark.parametrize("between", [b"", b" ", b"> ", b"^"])
@pytest.mark.parametrize("pair", PAIRS)
def test_two_values_side_by_side_make_no_event(pair: str, between: bytes) -> None:
    assert max(map(len, PAIRS[pair])) <= MOST_BYTES
    it = acquainted()
    found = heard(written(STARTS_A_CALL, *PAIRS[pair], between) + END + NEXT, it)
    assert [headers["Event"] for headers in found] in (["Newstate"], ["Newexten", "Newstate"])
    assert it.forged == 1


@pytest.mark.parametrize("pair", [name for name in PAIRS if "rename" in name or "merge" in name])
def test_nor_do_they_where_the_number_before_them_was_cleaned(pair: str) -> None:
    number, dialled = PAIRS[pair]
    frame = STARTS_A_CALL.replace(b"AppData: x", b"AppData: " + number + dialled)
    found = heard(frame + END + NEXT, acquainted())
    assert {headers["Event"] for headers in found} == {"Newstate"}


def test_two_channels_that_change_places_are_renamed() -> None:
    first, second = CHANNEL.decode(), STRANGER["Channel"]
    moves = [
        (first, first + "<MASQ>", VICTIM["Uniqueid"]),
        (second, first, STRANGER["Uniqueid"]),
        (first + "<MASQ>", second + "<ZOMBIE>", VICTIM["Uniqueid"]),
    ]
    names = ("Channel", "Newname", "Uniqueid")
    stream = END.join(event("Rename", *zip(names, move, strict=True)) for move in moves)
    for it in (acquainted(), guard()):
        found = heard(stream, it)
        assert [tuple(headers[name] for name in names) for headers in found] == moves
        assert it.forged == 0


@pytest.mark.parametrize("name", sorted(EVENTS))
def test_the_longest_value_is_no_head_of_an_event(name: str) -> None:
    plain_headers = parse(EVENTS[name], 0).headers
    [first, last] = heard(with_value(EVENTS[name], "CallerIDNum", FULL_HEAD) + END + NEXT, acquainted())
    assert (first["Event"], first["Uniqueid"], first["CallerIDNum"]) == (name, plain_headers["Uniqueid"], "")
    assert last["Event"] == "Newstate"


@pytest.mark.parametrize("stamped", [False, True])
def test_the_shortest_head_is_longer_than_any_value(stamped: bool) -> None:
    parser = importlib.import_module("re._parser")  # the only one that can tell the shortest match
    shortest, _ = parser.parse(head(stamped=stamped).pattern).getwidth()
    assert len(END) + shortest > MOST_BYTES


@pytest.mark.parametrize("name", NAMES)
def test_every_recorded_head_is_taken_for_one(name: str) -> None:
    for frame in recorded(name).split(END):
        tells_a_channel = b"\r\nChannelState: " in frame and frame.startswith(b"Event: ")
        if frame.startswith(b"Event: CEL\r\n") or (tells_a_channel and STAMPED.match(frame)):
            assert head(stamped=True).match(frame), frame


def test_a_short_event_with_a_timestamp_does_not_make_those_without_one_forged() -> None:
    it = guard()
    heard(event("FullyBooted", ("Status", "x"), privilege="system,all"), it)
    assert len(heard(of_channel("Newchannel", stamp=None, **STRANGER), it)) == 1


@pytest.mark.parametrize("name", ["two_callers_one_agent", "attended_transfer_refer", "callback_reached"])
def test_no_recorded_call_is_changed_by_two_values_aimed_at_it(name: str) -> None:
    frames = recorded(name).split(END)
    named = re.findall(
        rb"Event: Newchannel\r\n.*?\r\nChannel: ([^\r]+)\r.*?\r\nUniqueid: ([^\r]+)", recorded(name), re.S
    )
    spots = [at for at, frame in enumerate(frames) if frame.startswith(b"Event: Newexten")]
    for channel, uniqueid in named:
        for newname in (b"x", channel + b"<MASQ>"):
            for believed in (b"8000", channel):
                dialled = believed + b"\r\nNewname: " + newname + b"\r\nUniqueid: " + uniqueid + END
                forged = [*frames]
                for at in reversed(spots):
                    stamp = re.sub(rb"(?s).*?Timestamp: (\d+)\.(\d+).*", rb"\1.\2", frames[at])
                    late = b"%d.%s" % (int(stamp[:10]) + 1, stamp[11:])
                    number = RENAME.replace(STAMP, b"Timestamp: " + late) % b"call"
                    noop = re.sub(
                        rb"Application: [^\r]*(?:\r\nAppData: [^\r]*)?", b"Application: NoOp\r\nAppData: x", frames[at]
                    )
                    forged.insert(at + 1, written(noop, number, dialled, b""))
                assert derived(name, END.join(forged)) == plain(name), (channel, newname)


TAKEN = {
    "a rename": b"Event: Rename\r\nPrivilege: call,all\r\n%s\r\nChannel: %s\r\nNewname: %s<MASQ>\r\nUniqueid: %s",
    "a global variable": b"Event: VarSet\r\nPrivilege: dialplan,all\r\n%s\r\nChannel: none\r\nUniqueid: none\r\n"
    b"Variable: TR_A\r\nValue: 1",
    "a start of the PBX": b"Event: FullyBooted\r\nPrivilege: system,all\r\n%s\r\nStatus: x",
    "an end of the PBX": b"Event: Shutdown\r\nPrivilege: system,all\r\n%s\r\nRestart: True",
    "an answer to an originate": b"Event: OriginateResponse\r\nPrivilege: call,all\r\n%s\r\nResponse: Failure",
}
"""What two values can forge where the dialplan cleaned them in the event's block and nowhere else."""


@pytest.mark.parametrize("event_name", TAKEN)
def test_these_are_taken_behind_a_cleaned_block(event_name: str) -> None:
    taken = forged_event(event_name, STAMP, CHANNEL, UNIQUEID)
    forged = STARTS_A_CALL.replace(b"AppData: x", b"AppData: " + END + taken)
    assert parse(forged.split(END)[1], 0).name in [headers["Event"] for headers in heard(forged, acquainted())]


@pytest.mark.parametrize("wrong_seconds", [0, 80, 3600, -3600])
@pytest.mark.parametrize("event_name", TAKEN)
@pytest.mark.parametrize("name", ["two_callers_one_agent", "attended_transfer_refer", "callback_reached"])
def test_what_is_taken_changes_no_recorded_call_whatever_time_it_tells(
    name: str, event_name: str, wrong_seconds: int
) -> None:
    channels = re.findall(
        rb"Event: Newchannel\r\n.*?\r\nChannel: ([^\r]+)\r.*?\r\nUniqueid: ([^\r]+)", recorded(name), re.S
    )
    stream = []
    for frame in recorded(name).split(END):
        stream.append(frame)
        stamp = re.search(rb"Timestamp: (\d+)(\.\d+)", frame)
        if frame.startswith(b"Event: Newexten") and stamp:
            told = b"Timestamp: %d%s" % (int(stamp[1]) + wrong_seconds, stamp[2])
            stream += [forged_event(event_name, told, *who) for who in channels]
    assert derived(name, END.join(stream)) == plain(name)


def forged_event(name: str, stamp: bytes, channel: bytes, uniqueid: bytes) -> bytes:
    return TAKEN[name] % ((stamp, channel, channel, uniqueid) if name == "a rename" else stamp)
