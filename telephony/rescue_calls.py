"""A phone that the service rings beside the dialplan, to pick up a call that is about to be missed.

The channel of such a phone is known by the identifier that we give it, and its call by a variable. It picks up whatever
rings with the call's mark: the caller's channel hands the mark on to each channel that is dialled for it.
"""

import re
import secrets

from telephony.ami.actions import Headers

RESCUES_VARIABLE = "TR_RESCUES"
"""The linkedid of the call that a channel of ours is to pick up."""
_OURS = re.compile(r"thirdring-rescue-[0-9a-f]{16}", re.ASCII)
_MARK = "PICKUPMARK"


def new_channel() -> str:
    return f"thirdring-rescue-{secrets.token_hex(8)}"


def is_rescue(channel: str) -> bool:
    return _OURS.fullmatch(channel) is not None


def new_mark() -> str:
    return f"thirdring-{secrets.token_hex(8)}"


def mark(channel: str, value: str, *, inherited: bool) -> Headers:
    return [
        ("Action", "Setvar"),
        ("Channel", channel),
        ("Variable", f"__{_MARK}" if inherited else _MARK),
        ("Value", value),
    ]


def fetch(device: str, channel: str, linkedid: str, value: str, ring_seconds: int) -> Headers:
    """Rings the device. Whoever answers has the call, where anything with the mark still rings."""
    return [
        ("Action", "Originate"),
        ("Channel", device),
        ("Application", "Pickup"),
        ("Data", f"{value}@{_MARK}"),
        ("Timeout", str(ring_seconds * 1000)),
        ("Variable", f"{RESCUES_VARIABLE}={linkedid}"),
        ("Async", "true"),
        ("ChannelId", channel),
    ]
