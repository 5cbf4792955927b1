"""The channels that our own clicks made and that are still there.

Each is known by the identifier that we gave it (ChannelId of Originate). What a stranger can write, such as a name or a
number, has no say. After a restart of the service the list of channels that follows each connect tells them again.
"""

import re
import secrets

from telephony.ami.frames import parse
from telephony.layout import device_of

_OURS = re.compile(r"thirdring-([1-9]\d{0,17})-[0-9a-f]{16}", re.ASCII)
_MARK = b"\r\nUniqueid: thirdring-"
_LINK_UP = b"Event: LinkUp"
_ALL_SHOWN = b"Event: CoreShowChannelsComplete"
_SHOWS = frozenset({"Newchannel", "CoreShowChannel"})


def channel_for(callback: int) -> str:
    """A new identifier, for the channel to the agent's phone."""
    return f"thirdring-{callback}-{secrets.token_hex(8)}"


def callback_of(channel: str) -> int | None:
    found = _OURS.fullmatch(channel)
    return int(found[1]) if found else None


class ClickedChannels:
    """Of one PBX: the agent's device by the identifier of its channel."""

    def __init__(self) -> None:
        self.devices: dict[str, str] = {}
        self._shown: set[str] | None = None  # since the link is up; None: the list was complete

    def hear(self, frame: bytes) -> None:
        if _MARK in frame:
            name, _, headers, *_ = parse(frame, 0)
            self._seen(name, headers.get("Uniqueid", ""), headers.get("Channel", ""))
        elif frame.startswith(_LINK_UP):
            self._shown = set()
        elif frame.startswith(_ALL_SHOWN) and self._shown is not None:
            self.devices = {channel: device for channel, device in self.devices.items() if channel in self._shown}
            self._shown = None

    def _seen(self, event: str, channel: str, name: str) -> None:
        if callback_of(channel) is None:
            return
        if event == "Hangup":
            self.devices.pop(channel, None)
        elif event in _SHOWS:
            self.devices[channel] = device_of(name)
            if self._shown is not None:
                self._shown.add(channel)
