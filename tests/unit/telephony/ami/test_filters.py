"""The filters must let through exactly what the reader would keep: a PBX drops silently."""

import re

import pytest

from telephony.ami.filters import filter_actions
from telephony.ami.frames import FrameReader

NOISE = [b"Event: CEL", b"Event: DeviceStateChange", b"Event: NewchannelX", b"Event: RTCPSent", b"Event: BridgeCreate"]
FRAMES = [
    *(b"Event: " + name for name in b"Newchannel Newstate Hangup DialBegin BridgeEnter QueueMemberStatus".split()),
    *(b"Event: VarSet\r\nVariable: " + name for name in (b"PLAYBACKSTATUS", b"READSTATUS", b"XREADSTATUS")),
    *(
        b"Event: VarSet\r\nVariable: " + name
        for name in (b"QUEUESTATUS", b"QUEUESTATUSES", b"TR_X", b"__TR_X", b"_TR_X", b"SIPDOMAIN")
    ),
    *(b"Event: Newexten\r\nApplication: " + name for name in (b"Dial", b"BackGround", b"Set", b"DialX", b"NoOp")),
    *(b"Event: Newexten\r\nExtension: " + exten + b"\r\nApplication: Macro" for exten in (b"h", b"s", b"hh")),
    *(
        b"Event: ContactStatus\r\nURI: sip:2001@192.0.2.7;transport=ws\r\nContactStatus: " + word
        for word in (b"Removed", b"NonQualified", b"Reachable")
    ),
    *(noise + b"\r\nApplication: Dial" for noise in NOISE),
    *(noise + b"\r\nChanVariable: TR_TICKET=7" for noise in NOISE),
    *NOISE,
]


def kept(frame: bytes) -> bool:
    return bool(FrameReader().feed(frame + b"\r\nPrivilege: x\r\n\r\n"))


def passes_expressions(frame: bytes) -> bool:
    text = (frame + b"\r\nPrivilege: x\r\n\r\n").decode()
    expressions = [action["Filter"].replace("[[:space:]]", r"\s") for action in filter_actions("18.1.0")]
    return any(re.search(expression, text, re.DOTALL) for expression in expressions)


def passes_criteria(frame: bytes) -> bool:
    headers = dict(line.split(": ", 1) for line in frame.decode().split("\r\n"))
    return any(_matches(action, headers) for action in filter_actions("22.10.1~dfsg"))


def _matches(action: dict[str, str], headers: dict[str, str]) -> bool:
    criteria = dict(re.findall(r"(\w+)\(([^)]*)\)", action["MatchCriteria"]))
    value, text = headers.get(criteria.get("header", ""), ""), action.get("Filter", "")
    methods = {
        "none": True,
        "exact": value == text,
        "starts_with": value.startswith(text),
        "regex": bool(re.search(text, value)),
    }
    return criteria["name"] == headers["Event"] and methods[criteria["method"]]


@pytest.mark.parametrize("frame", FRAMES)
def test_both_kinds_of_filters_agree_with_the_reader(frame: bytes) -> None:
    assert passes_criteria(frame) is kept(frame)
    assert passes_expressions(frame) is kept(frame)


@pytest.mark.parametrize(("version", "count"), [("", 5), ("16.2.1", 5), ("22.0.0", 5), ("GIT-master", 5)])
def test_a_pbx_that_may_not_know_criteria_gets_expressions(version: str, count: int) -> None:
    assert len(filter_actions(version)) == count
