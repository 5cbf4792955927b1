"""What each channel goes through, as a list of words: the form in which plays are held against recordings."""

from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise

Headers = list[tuple[str, str]]

NOISE = frozenset(
    {"VarSet", "CEL", "Cdr", "TestEvent", "DeviceStateChange", "QueueMemberStatus", "RTCPSent", "RTCPReceived"}
    | {"FullyBooted", "MusicOnHoldStart", "MusicOnHoldStop", "ChannelTalkingStart", "BridgeCreate", "BridgeDestroy"}
    | {"CoreShowChannel", "CoreShowChannelsComplete", "QueueParams", "QueueMember", "QueueEntry", "QueueStatusComplete"}
)
_DETAILS = {
    **dict.fromkeys(("Newstate",), "ChannelStateDesc"),
    **dict.fromkeys(("DialState", "DialEnd"), "DialStatus"),
    **dict.fromkeys(("Hangup", "HangupRequest"), "Cause"),
    "Newexten": "Application",
    "AgentComplete": "Reason",
}
_AT_ONCE = (
    # what the phone says and what the dialling thread says come in either order
    {"DialBegin", "Newstate Ringing", "DialState RINGING", "AgentCalled", "NewConnectedLine"},
    # two threads end a talk
    {"BridgeLeave", "AgentComplete caller", "AgentComplete agent", "SoftHangupRequest", "Hangup 16", "HangupRequest"},
    {"QueueCallerLeave", "NewConnectedLine", "Newstate Up", "DialEnd CANCEL"},
    {"Newexten Hangup", "Newexten VoiceMail", "Hangup 0", "Hangup 17", "Hangup 21", "Hangup 26"},
    {"DialEnd NOANSWER", "AgentRingNoAnswer"},
    {"AgentConnect", "Hangup 26", "Newexten AppDial", "DialEnd ANSWER", "DialEnd CANCEL"},
)


def words_by_channel(events: Iterable[tuple[str, Headers]]) -> dict[str, tuple[str, ...]]:
    """Uniqueid → what happened to that channel, in order; an event about a dialled leg belongs to the leg."""
    heard: dict[str, list[str]] = defaultdict(list)
    for name, headers in events:
        first = dict(reversed(headers))
        subject = first.get("DestUniqueid") or first.get("Uniqueid")
        if subject is None or name in NOISE:
            continue
        detail = first.get(_DETAILS.get(name, ""), "")
        heard[subject].append(f"{name} {detail}".strip())
    return {uniqueid: in_one_order(words) for uniqueid, words in heard.items()}


def in_one_order(words: list[str]) -> tuple[str, ...]:
    """Of neighbours that come in either order, the alphabetical one."""
    words = list(words)
    for _ in words:
        for n, (one, two) in enumerate(pairwise(words)):
            if two < one and any({one, two} <= group for group in _AT_ONCE):
                words[n], words[n + 1] = two, one
    return tuple(words)


def first_times(events: Iterable[tuple[str, Headers]]) -> dict[str, dict[str, int]]:
    """Linkedid → what happened in that call, on the caller's channel or on another → when it happened first."""
    calls: dict[str, dict[str, int]] = defaultdict(dict)
    for number, (name, headers) in enumerate(events):
        first = dict(reversed(headers))
        linkedid = first.get("Linkedid")
        if linkedid is None or name in NOISE:
            continue
        whose = "caller" if first.get("DestUniqueid", first.get("Uniqueid")) == linkedid else "other"
        detail = first.get(_DETAILS.get(name, ""), "")
        calls[linkedid].setdefault(f"{whose}: {name} {detail}".strip(), number)
    return calls


def orders(calls: Iterable[dict[str, int]]) -> dict[tuple[str, str], int]:
    """(earlier, later) → in how many calls."""
    counted: dict[tuple[str, str], int] = defaultdict(int)
    for call in calls:
        words = sorted(call, key=lambda word: call[word])
        for n, one in enumerate(words):
            for two in words[n + 1 :]:
                counted[one, two] += 1
    return counted
