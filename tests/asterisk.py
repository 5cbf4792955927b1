"""Events as Asterisk writes them, with values that a test chooses."""

BEFORE = {"Channel": "PJSIP/trunk-00000001", "ChannelState": "4", "ChannelStateDesc": "Ring"}
BLOCK = BEFORE | {
    "CallerIDNum": "13800000001",
    "CallerIDName": "<unknown>",
    "ConnectedLineNum": "<unknown>",
    "ConnectedLineName": "<unknown>",
    "Language": "en",
    "AccountCode": "",
    "Context": "hotline",
    "Exten": "8000",
    "Priority": "1",
    "Uniqueid": "1790000000.1",
    "Linkedid": "1790000000.1",
}
BRIDGE = {"BridgeUniqueid": "b-1", "BridgeType": "basic", "BridgeTechnology": "simple_bridge"}
END = b"\r\n\r\n"


def block(prefix: str = "", /, **values: str | bytes) -> list[tuple[str, str | bytes]]:
    return [(prefix + name, value) for name, value in (BLOCK | values).items()]


def raw(*lines: tuple[str, str | bytes]) -> bytes:
    return b"\r\n".join(
        name.encode() + b": " + (value if isinstance(value, bytes) else value.encode()) for name, value in lines
    )


def event(
    name: str,
    *lines: tuple[str, str | bytes],
    stamp: str | None = "1790000000.000001",
    privilege: str = "call,all",
) -> bytes:
    """`lines` behind the head; a channel's block where none are given."""
    stamps = [] if stamp is None else [("Timestamp", stamp)]
    return raw(("Event", name), ("Privilege", privilege), *stamps, *(lines or block()))


def of_channel(
    name: str, *tail: tuple[str, str | bytes], stamp: str | None = "1790000000.000001", **values: str | bytes
) -> bytes:
    return event(name, *block("", **values), *tail, stamp=stamp)


def listed(name: str, action_id: str, *lines: tuple[str, str | bytes]) -> bytes:
    return raw(("Event", name), ("ActionID", action_id), *lines)


def list_end(name: str, action_id: str, count: int = 0) -> bytes:
    return listed(name, action_id, ("EventList", "Complete"), ("ListItems", str(count)))


def status(action_id: str, **values: str | bytes) -> bytes:
    return raw(
        ("Event", "Status"),
        ("Privilege", "Call"),
        *block("", **values),
        *(("Type", "PJSIP"), ("DNID", "8000"), ("EffectiveConnectedLineNum", "<unknown>"), ("BridgeID", "")),
        *(("Application", "Queue"), ("Data", "hotline"), ("Seconds", "3"), ("ActionID", action_id)),
    )


def shown(action_id: str, **values: str | bytes) -> bytes:
    tail = (("Application", "Queue"), ("ApplicationData", "hotline"), ("Duration", "00:00:03"), ("BridgeId", ""))
    return listed("CoreShowChannel", action_id, *block("", **values), *tail)


STRANGER_NUMBER = b"138\r\n\r\nEvent: LinkUp\r\n\r\nEvent: CoreShowChannelsComplete\r\n\r\nX: "
"""What ended the record of every live call before anybody looked."""
