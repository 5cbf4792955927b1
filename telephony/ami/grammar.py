"""How Asterisk writes the events that we use: which lines, in which order, from version 13 to 22.

A channel is told by a block of lines, always whole and in one order. What a caller can write (a number, a name, what
was dialled) stands inside such a block or behind it, and Asterisk passes at most 79 bytes of each. An event with a
block has more than 200 bytes without any of its values, so a stranger's bytes never hold one. An event without a block
may fit into two values that the dialplan puts side by side: the guard takes none among the pieces of a broken event.
"""

import functools
import re
from typing import Final, NamedTuple

BEFORE_NUMBER: Final = (b"Channel", b"ChannelState", b"ChannelStateDesc")
WRITABLE: Final = (
    *(b"CallerIDNum", b"CallerIDName", b"ConnectedLineNum", b"ConnectedLineName", b"Language"),
    *(b"AccountCode", b"Context", b"Exten"),
)
IDENTITY: Final = (b"Priority", b"Uniqueid", b"Linkedid")


def _perhaps(expression: bytes) -> bytes:
    return b"(?:" + expression + b"|)"  # matched much faster than with a question mark


def _any_number_of(expression: bytes) -> bytes:
    return _perhaps(b"(?:" + expression + b")+")


_BRIDGE_LINES: Final = (
    *(b"BridgeUniqueid", b"BridgeType", b"BridgeTechnology", b"BridgeCreator", b"BridgeName", b"BridgeNumChannels"),
)
VALUE: Final = rb": [^\r]*+"  # a bare LF or NUL is looked for apart: one excluded byte is matched much faster
_RESERVED = (b"Event", b"Response", b"Privilege", b"Timestamp", b"ActionID", b"SystemName", b"SequenceNumber")
_PRIVILEGE = rb"\r\nPrivilege: [a-z]{3,}(?:,[a-z]+)*,all"
_STAMP = rb"\r\nTimestamp: \d{1,12}\.\d{6}"
_V = rb"[^\r\n\0]*"
_MEMBERS = (b"QueueMemberStatus", b"QueueMemberPause", b"QueueMemberAdded", b"QueueMemberRemoved")
_MORE = b"".join(
    (
        _perhaps(rb"\r\nSequenceNumber: \d+\r\nFile: " + _V + rb"\r\nLine: \d+\r\nFunc: " + _V),  # `debug = on`
        _perhaps(rb"\r\nSystemName: " + _V),  # systemname in asterisk.conf
    )
)


class Part(NamedTuple):
    """A stretch of an event; its names begin with `prefix`. A part of kind `line` is one line of that name, a `whole
    bridge` is told with all its lines."""

    kind: str
    prefix: bytes = b""
    optional: bool = False


class Grammar(NamedTuple):
    """`parts` in order; then the lines named in `tail`, in order, each at most once; then lines not known here."""

    parts: tuple[Part, ...] = ()
    tail: tuple[bytes, ...] = ()


def _channel(prefix: bytes = b"", *, optional: bool = False) -> Part:
    return Part("channel", prefix, optional)


def _bridge(prefix: bytes = b"", *, optional: bool = False) -> Part:
    return Part("bridge", prefix, optional)


def _line(name: bytes, *, optional: bool = False) -> Part:
    return Part("line", name, optional)


_PLAIN = Grammar((_channel(),))
_QUEUE = Grammar((_channel(),), (b"Queue", b"Position", b"Count", b"OriginalPosition", b"HoldTime"))
_DIAL = Grammar((_channel(optional=True), _channel(b"Dest")), (b"Forward", b"DialString", b"DialStatus"))
_MEMBER = Grammar(
    (_line(b"Queue"), _line(b"MemberName"), _line(b"Interface")),
    (
        *(b"StateInterface", b"Membership", b"Penalty", b"CallsTaken", b"LastCall", b"LastPause", b"LoginTime"),
        *(b"InCall", b"Status", b"Paused", b"PausedReason", b"Ringinuse", b"Wrapuptime"),
    ),
)
_BRIDGED = Grammar((_bridge(), _channel()), (b"SwapUniqueid",))

EVENTS: Final[dict[bytes, Grammar]] = {
    **dict.fromkeys((b"Newchannel", b"Newstate", b"Unhold"), _PLAIN),
    b"Hold": Grammar((_channel(),), (b"MusicClass",)),
    b"Hangup": Grammar((_channel(),), (b"Cause", b"Cause-txt", b"TechCause")),
    **dict.fromkeys((b"HangupRequest", b"SoftHangupRequest"), Grammar((_channel(),), (b"Cause", b"TechCause"))),
    b"NewCallerid": Grammar((_channel(),), (b"CID-CallingPres",)),
    b"Newexten": Grammar((_channel(),), (b"Extension", b"Application", b"AppData")),
    b"VarSet": Grammar((_channel(),), (b"Variable", b"Value")),
    **dict.fromkeys((b"QueueCallerJoin", b"QueueCallerLeave", b"QueueCallerAbandon"), _QUEUE),
    **dict.fromkeys((b"DialBegin", b"DialState", b"DialEnd"), _DIAL),
    **dict.fromkeys((b"BridgeEnter", b"BridgeLeave"), _BRIDGED),
    b"BridgeMerge": Grammar((Part("whole bridge", b"To"), Part("whole bridge", b"From"))),
    b"LocalBridge": Grammar(
        (_channel(b"LocalOne"), _channel(b"LocalTwo")), (b"Context", b"Exten", b"LocalOptimization")
    ),
    b"Pickup": Grammar((_channel(), _channel(b"Target"))),
    b"BlindTransfer": Grammar((_line(b"Result"), _channel(b"Transferer"), _channel(b"Transferee", optional=True))),
    b"AttendedTransfer": Grammar(
        (
            *(_line(b"Result"), _channel(b"OrigTransferer"), _bridge(b"Orig", optional=True)),
            *(_channel(b"SecondTransferer"), _bridge(b"Second", optional=True)),
            *(_channel(b"Transferee", optional=True), _channel(b"TransferTarget", optional=True)),
        )
    ),
    b"ParkedCall": Grammar((_channel(b"Parkee"),)),
    b"UnParkedCall": Grammar((_channel(b"Parkee"), _channel(b"Retriever"))),
    b"Rename": Grammar((_line(b"Channel"), _line(b"Newname"), _line(b"Uniqueid"))),
    b"OriginateResponse": Grammar((_line(b"ActionID", optional=True), _line(b"Response"))),
    b"ContactStatus": Grammar((_line(b"URI"), _line(b"ContactStatus"), _line(b"AOR"), _line(b"EndpointName"))),
    b"FullyBooted": Grammar(),
    b"Shutdown": Grammar(),
    **dict.fromkeys(_MEMBERS, _MEMBER),
    b"DeviceStateChange": Grammar((_line(b"Device"), _line(b"State"))),
}

WITHOUT_BLOCK: Final = {
    **dict.fromkeys((b"Rename", b"BridgeMerge", b"OriginateResponse"), b"call"),
    **dict.fromkeys((b"FullyBooted", b"Shutdown", b"ContactStatus"), b"system"),
    **dict.fromkeys(_MEMBERS, b"agent"),
    b"DeviceStateChange": b"call",
}
"""Events that tell no channel's block, and their class as Asterisk writes it into `Privilege`."""


def opening(name: bytes, *, stamped: bool = False) -> bytes:
    """`stamped`: with a Timestamp, where the link is known to send it."""
    stamp = _STAMP if stamped else _perhaps(_STAMP)
    privilege = rb"\r\nPrivilege: %s,all" % WITHOUT_BLOCK[name] if name in WITHOUT_BLOCK else _PRIVILEGE
    return rb"Event: " + re.escape(name) + privilege + stamp + _MORE


_OPENED = rb"Event: [\w-]+" + _PRIVILEGE + _perhaps(_STAMP) + _MORE
OPENED: Final = re.compile(_OPENED + rb"(?=\r\n|\Z)")
STAMPED: Final = re.compile(rb"Event: [\w-]+" + _PRIVILEGE + _STAMP)


def _until_number(group: int) -> bytes:
    """The first lines of a channel; `group` is the number that its prefix has in the whole expression."""
    begin = rb"(?:\r\nResult: " + _V + rb")?(?:\r\n\w*Bridge\w+: " + _V + rb")*\r\n(\w*)Channel: " + _V
    again = rb"\r\n\%d" % group
    return begin + again + rb"ChannelState: \d+" + again + rb"ChannelStateDesc: " + _V + again + rb"CallerIDNum: "


_CEL_NAMES = rb"|".join(
    (
        *(rb"CHAN_(?:START|END)", rb"ANSWER", rb"HANGUP", rb"APP_(?:START|END)", rb"BRIDGE_(?:ENTER|EXIT)"),
        *(rb"PARK_(?:START|END)", rb"(?:BLIND|ATTENDED)TRANSFER", rb"PICKUP", rb"FORWARD", rb"LINKEDID_END"),
        *(rb"LOCAL_OPTIMIZE(?:_BEGIN)?", rb"DTMF", rb"STREAM_(?:BEGIN|END)"),
    )
)
_QUEUE_ENTRY = (
    *(rb"Event: QueueEntry\r\nQueue: " + _V, rb"\r\nPosition: \d+\r\nChannel: [^\r\n\0]+"),
    rb"\r\nUniqueid: [^\r\n\0]+\r\nCallerIDNum: ",
)


@functools.cache
def head(*, stamped: bool = False) -> re.Pattern[bytes]:
    """How an event begins, up to the first value that a caller can write: longer than a caller can write. So it is
    genuine, and whatever was put together before it is complete."""
    stamp = _STAMP if stamped else _perhaps(_STAMP)
    cel = rb"\r\nEventName: (?:" + _CEL_NAMES + rb")\r\nAccountCode: " + _V + rb"\r\nCallerIDnum: "
    kinds = (
        rb"Event: [\w-]+" + _PRIVILEGE + stamp + _MORE + _until_number(1),
        rb"Event: CEL\r\nPrivilege: call,all" + stamp + _MORE + cel,
        rb"Event: Status\r\nPrivilege: Call" + _until_number(2),
        rb"Event: CoreShowChannel\r\nActionID: " + _V + _until_number(3),
        b"".join(_QUEUE_ENTRY),
    )
    return re.compile(rb"|".join(kinds))


def lines(*names: bytes) -> bytes:
    return b"".join(rb"\r\n" + re.escape(name) + VALUE for name in names)


def others(*known: bytes) -> bytes:
    """Lines up to the end, none of them with a known name."""
    names = b"|".join(re.escape(name) for name in (*_RESERVED, *known))
    return _any_number_of(rb"\r\n(?!(?:" + names + rb"): )[A-Za-z][\w./ -]*(?:\([^\r()]*\))?" + VALUE)


def block(prefix: bytes = b"") -> bytes:
    """A channel's block. 13.0 says neither Language nor Linkedid; Status says Accountcode there."""
    caller = (*BEFORE_NUMBER, *WRITABLE[:4])
    return b"".join(
        (
            *(lines(*(prefix + name for name in caller)), _perhaps(lines(prefix + b"Language"))),
            *(rb"\r\n" + prefix + rb"Account[Cc]ode" + VALUE, lines(prefix + b"Context", prefix + b"Exten")),
            *(rb"\r\n" + prefix + rb"Priority: -?\d+", lines(prefix + b"Uniqueid")),
            *(_perhaps(lines(prefix + b"Linkedid")), _perhaps(lines(prefix + b"Tenantid"))),
            _any_number_of(rb"\r\n" + prefix + rb"ChanVariable" + VALUE),
        )
    )


def names_of(grammar: Grammar) -> tuple[bytes, ...]:
    """All names that must not repeat."""
    found: list[bytes] = []
    for kind, prefix, _ in grammar.parts:
        if kind == "channel":
            found += (prefix + name for name in (*BEFORE_NUMBER, *WRITABLE, *IDENTITY))
        else:
            found.append(prefix if kind == "line" else prefix + b"BridgeUniqueid")
    return (*found, *grammar.tail)


def body(grammar: Grammar) -> bytes:
    parts = []
    for kind, prefix, optional in grammar.parts:
        if kind == "channel":
            expression = block(prefix)
        elif kind == "line":
            expression = lines(prefix)
        else:
            more = _any_number_of(rb"\r\n" + prefix + rb"Bridge(?!Uniqueid)[A-Za-z]+" + VALUE)
            told = _BRIDGE_LINES if kind == "whole bridge" else _BRIDGE_LINES[:1]
            expression = lines(*(prefix + name for name in told)) + more
        parts.append(_perhaps(expression) if optional else expression)
    tail = b"".join(_perhaps(lines(name)) for name in grammar.tail)
    return b"".join(parts) + tail + others(*names_of(grammar))
