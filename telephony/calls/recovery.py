"""What is known of a gap while the PBX's own record of it is told. Pure."""

from collections.abc import Mapping
from typing import NamedTuple

from telephony.calls.channels import Channel

GAVE_UP_US = 200_000
"""A caller who hangs up in a Dial or Queue makes the dialplan leave it; so long before, it left by itself."""


class Tried(NamedTuple):
    """What a channel's dialplan does: Dial or Queue."""

    app: str
    data: str
    at_us: int


class Recovery:
    """`until_us` is set when all is told. `has_log`: the PBX's log says when phones rang."""

    def __init__(self, has_log: bool, margin_us: int, since_us: int) -> None:
        self.has_log = has_log
        self.margin_us = margin_us
        self.since_us = since_us
        self.until_us: int | None = None
        self.tried: dict[str, Tried] = {}  # by uniqueid, while it lasts
        self.left_us: dict[str, int] = {}  # when a channel's last Dial or Queue ended, by uniqueid
        self.forwarded_us: dict[str, int] = {}  # by the caller's uniqueid

    def was_forwarded(self, caller: str, since_us: int) -> bool:
        return self.forwarded_us.get(caller, 0) >= since_us

    def who_dials(self, dest: Channel, channels: Mapping[str, Channel]) -> Channel | None:
        """Who names the device, else who has a queue or dials at all; what was begun before the gap is not known."""
        dials = [
            (dest.device not in tried.data, tried.app != "Queue", uniqueid)
            for uniqueid, tried in self.tried.items()
            if uniqueid in channels and channels[uniqueid].linkedid == dest.linkedid
        ]
        uniqueid = min(dials)[2] if dials else dest.linkedid
        return channels.get(uniqueid)
