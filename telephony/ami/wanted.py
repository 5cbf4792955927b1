"""Which events the rest of the product can use. Everything else is dropped before its headers are looked at."""

from typing import Final

PRESENCE: Final = frozenset(
    b"QueueMember QueueMemberStatus QueueMemberPause QueueMemberAdded QueueMemberRemoved DeviceStateChange".split()
)
"""Who could be rung: they tell of agents and of no call, so the journal does not keep them."""

WANTED: Final = PRESENCE | frozenset(
    b"""
    Newchannel Newstate NewCallerid Rename Hangup HangupRequest SoftHangupRequest Newexten VarSet
    DialBegin DialState DialEnd OriginateResponse Pickup Hold Unhold
    BridgeEnter BridgeLeave BridgeMerge LocalBridge BlindTransfer AttendedTransfer ParkedCall UnParkedCall
    QueueCallerJoin QueueCallerLeave QueueCallerAbandon
    ContactStatus FullyBooted Shutdown
    Status CoreShowChannel CoreShowChannelsComplete QueueParams QueueEntry QueueStatusComplete
    """.split()
)

APPLICATIONS: Final = frozenset(
    b"""
    dial queue agentlogin agentrequest voicemail playback background read waitexten hangup congestion busy answer
    """.split()
)
"""Newexten is wanted where the dialplan starts one of these, in lower case (Asterisk itself says `BackGround`)."""

CLEAN_UP: Final = b"h"
"""And at this extension, whatever it starts: the call is over."""

VARIABLES: Final = frozenset({b"QUEUESTATUS", b"PLAYBACKSTATUS", b"BACKGROUNDSTATUS", b"READSTATUS"})
VARIABLE_PREFIXES: Final = (b"TR_", b"_TR_", b"__TR_")
"""VarSet is wanted for these variables and for names with these prefixes: as one is set, also to be inherited."""

_CONTACT_GONE: Final = b"\r\nContactStatus: Removed\r\n"
_OVER_WEBSOCKET: Final = b";transport=ws"
"""ContactStatus is wanted where a phone in a page is gone: its address was its websocket. Others may answer still."""

_PRESENCE_STARTS: Final = tuple(b"Event: " + name + b"\r\n" for name in sorted(PRESENCE))
_VARIABLE_LINE: Final = b"\r\nVariable: "
_VARIABLE_STARTS: Final = (*VARIABLE_PREFIXES, *VARIABLES)
_CLEANS_UP: Final = b"\r\nExtension: " + CLEAN_UP + b"\r\n"
_APPLICATION_LINE: Final = b"\r\nApplication: "


def is_presence(frame: bytes) -> bool:
    return frame.startswith(_PRESENCE_STARTS)


def is_wanted_varset(frame: bytes) -> bool:
    at = frame.rfind(_VARIABLE_LINE)  # from the end, where it stands: a third of all events are VarSet
    if at >= 0 and not frame.startswith(_VARIABLE_STARTS, at + len(_VARIABLE_LINE)):
        return False
    value = _value(frame, at, _VARIABLE_LINE)
    return value is None or value.startswith(VARIABLE_PREFIXES) or value in VARIABLES


def is_wanted_contact(frame: bytes) -> bool:
    return _CONTACT_GONE in frame and _OVER_WEBSOCKET in frame


def is_wanted_newexten(frame: bytes) -> bool:
    value = _value(frame, frame.rfind(_APPLICATION_LINE), _APPLICATION_LINE)
    return value is None or value.lower() in APPLICATIONS or _CLEANS_UP in frame


def _value(frame: bytes, at: int, line: bytes) -> bytes | None:
    """None where there is no such line: only the first piece of a broken event has none."""
    if at < 0:
        return _odd_value(frame, line)
    start = at + len(line)
    end = frame.find(b"\r", start)
    return frame[start : end if end >= 0 else None]


def _odd_value(frame: bytes, line: bytes) -> bytes | None:
    """The same for lines that end with LF alone or have no space after the colon."""
    header = line.strip()
    for candidate in frame.split(b"\n"):
        if candidate.startswith(header):
            return candidate[len(header) :].strip()
    return None
