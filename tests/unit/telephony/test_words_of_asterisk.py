"""The words of Asterisk that decide anything, written out."""

from collections.abc import Collection, Mapping

import pytest

import telephony.agents.presence
import telephony.agents.states
import telephony.agi.block
import telephony.agi.request
import telephony.ami.wanted
import telephony.calls.machines
import telephony.calls.states
import telephony.calls.steps.arrivals
import telephony.calls.steps.row_legs
import telephony.calls.steps.row_moves
import telephony.calls.tracker
import telephony.calls.wait
import telephony.cel.rows
import telephony.events

LISTS = [
    (
        telephony.ami.wanted.WANTED,
        (
            "AttendedTransfer|BlindTransfer|BridgeEnter|BridgeLeave|BridgeMerge|ContactStatus|CoreShowChannel|"
            "CoreShowChannelsComplete|DeviceStateChange|DialBegin|DialEnd|DialState|FullyBooted|Hangup|"
            "HangupRequest|Hold|LocalBridge|NewCallerid|Newchannel|Newexten|Newstate|OriginateResponse|ParkedCall|"
            "Pickup|QueueCallerAbandon|QueueCallerJoin|QueueCallerLeave|QueueEntry|QueueMember|QueueMemberAdded|"
            "QueueMemberPause|QueueMemberRemoved|QueueMemberStatus|QueueParams|QueueStatusComplete|Rename|Shutdown|"
            "SoftHangupRequest|Status|UnParkedCall|Unhold|VarSet"
        ),
    ),
    (
        telephony.ami.wanted.PRESENCE,
        "DeviceStateChange|QueueMember|QueueMemberAdded|QueueMemberPause|QueueMemberRemoved|QueueMemberStatus",
    ),
    (
        telephony.ami.wanted.APPLICATIONS,
        (
            "agentlogin|agentrequest|answer|background|busy|congestion|dial|hangup|playback|queue|read|voicemail|"
            "waitexten"
        ),
    ),
    (
        telephony.ami.wanted.VARIABLES,
        "BACKGROUNDSTATUS|PLAYBACKSTATUS|QUEUESTATUS|READSTATUS",
    ),
    (
        telephony.ami.wanted.VARIABLE_PREFIXES,
        "TR_|_TR_|__TR_",
    ),
    (
        telephony.calls.machines.MACHINES,
        "Announcer|AudioSocket|CBAnn|CBRec|Message|MulticastRTP|Recorder|Snoop|Surrogate|UnicastRTP|WebSocket",
    ),
    (
        telephony.calls.states._BUSY_CAUSES,
        "17|21",
    ),
    (
        telephony.calls.steps.arrivals._TRYING,
        "Dial|Queue",
    ),
    (
        telephony.calls.steps.arrivals._NO_AGENT,
        "BackGround|Background|Busy|Congestion|Hangup|Playback|VoiceMail",
    ),
    (
        telephony.calls.steps.arrivals._CONGESTED,
        "Busy|Congestion",
    ),
    (
        telephony.calls.steps.arrivals._ENDS,
        "Busy|Congestion|Hangup",
    ),
    (
        telephony.calls.tracker.HANDLED,
        (
            "AttendedTransfer|BlindTransfer|BridgeEnter|BridgeLeave|BridgeMerge|CelRow|ContactStatus|CoreShowChannel|"
            "CoreShowChannelsComplete|DialBegin|DialEnd|DialState|Forged|Hangup|HangupRequest|Hold|LinkCheck|"
            "LinkDown|LinkKept|LinkUp|LocalBridge|LogRinging|NewCallerid|Newchannel|Newexten|Newstate|OurClock|"
            "ParkedCall|PbxClock|Pickup|QueueCallerAbandon|QueueCallerJoin|QueueCallerLeave|QueueEntry|Recovered|"
            "Recovery|Rename|SoftHangupRequest|Status|UnParkedCall|Unhold|VarSet"
        ),
    ),
    (
        telephony.calls.tracker._OUR_CLOCK,
        (
            "CoreShowChannel|CoreShowChannelsComplete|Forged|LinkCheck|LinkDown|LinkKept|LinkUp|OurClock|PbxClock|"
            "QueueEntry|Recovered|Recovery|Status"
        ),
    ),
    (
        telephony.calls.tracker._WITHOUT_BLOCK,
        "OriginateResponse|Rename",
    ),
    (
        telephony.calls.wait._NOBODY,
        "FULL|JOINEMPTY|JOINUNAVAIL|LEAVEEMPTY|LEAVEUNAVAIL",
    ),
    (
        telephony.events.NEVER_STAMPED,
        (
            "CoreShowChannel|CoreShowChannelsComplete|FullyBooted|QueueEntry|QueueMember|QueueParams|"
            "QueueStatusComplete|Status"
        ),
    ),
    (
        telephony.events.OUR_MARKS,
        "CelRow|Forged|LinkCheck|LinkDown|LinkKept|LinkUp|LogRinging|OurClock|PbxClock|Recovered|Recovery",
    ),
    (
        telephony.cel.rows.TYPES,
        (
            "ANSWER|APP_END|APP_START|ATTENDEDTRANSFER|BLINDTRANSFER|BRIDGE_ENTER|BRIDGE_EXIT|CHAN_START|FORWARD|HANGUP|"
            "PARK_END|PARK_START|PICKUP"
        ),
    ),
    (
        telephony.calls.steps.row_legs._BUSY,
        "17|21",
    ),
    (
        telephony.calls.steps.row_moves._TRYING,
        "Dial|Queue",
    ),
    (
        telephony.agi.block._ORDER,
        (
            "agi_request|agi_channel|agi_language|agi_type|agi_uniqueid|agi_version|agi_callerid|agi_calleridname|"
            "agi_callingpres|agi_callingani2|agi_callington|agi_callingtns|agi_dnid|agi_rdnis|agi_context|"
            "agi_extension|agi_priority|agi_enhanced|agi_accountcode|agi_threadid"
        ),
    ),
    (
        telephony.agi.request._WITHHELD,
        "|<unknown>|anonymous|unknown",
    ),
    (
        telephony.agents.presence._MEMBER_EVENTS,
        "QueueMember|QueueMemberAdded|QueueMemberPause|QueueMemberStatus",
    ),
    (
        telephony.agents.states._MEMBER_STATES.values(),
        "UNKNOWN|NOT_INUSE|INUSE|BUSY|INVALID|UNAVAILABLE|RINGING|RINGINUSE|ONHOLD",
    ),
]

MEANINGS = [
    (
        telephony.calls.states._OUTCOMES,
        {
            "BUSY": "busy",
            "CONGESTION": "failed",
            "CHANUNAVAIL": "failed",
        },
    ),
    (
        telephony.agents.states._DEVICE_STATES,
        {
            "NOT_INUSE": "free",
            "INUSE": "busy",
            "BUSY": "busy",
            "ONHOLD": "busy",
            "RINGINUSE": "busy",
            "RINGING": "ringing",
            "UNAVAILABLE": "away",
            "INVALID": "away",
        },
    ),
]


def _word(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.mark.parametrize(("known", "written"), LISTS)
def test_each_list_is_as_it_was_decided(known: Collection[object], written: str) -> None:
    words = [_word(word) for word in known]
    assert (sorted(words) if isinstance(known, frozenset) else words) == written.split("|")


@pytest.mark.parametrize(("known", "written"), MEANINGS)
def test_each_word_means_what_was_decided(known: Mapping[object, object], written: dict[str, str]) -> None:
    assert {_word(key): _words(value) for key, value in known.items()} == written


def _words(value: object) -> str:
    return "|".join(map(_word, value)) if isinstance(value, tuple) else _word(value)
