"""One line of cel_custom, as deploy/asterisk/cel_custom.conf has it written. Pure.

A caller can write some of a line: a number, a dialled extension. Asterisk doubles each quote in it, so that it can
neither end its field nor begin another line as a row begins. What is not written exactly like this is no row.
"""

import json
import re
from typing import NamedTuple

TYPES = (
    frozenset({"CHAN_START", "ANSWER", "HANGUP", "APP_START", "APP_END", "BRIDGE_ENTER", "BRIDGE_EXIT"})
    | frozenset({"BLINDTRANSFER", "ATTENDEDTRANSFER", "PICKUP", "FORWARD"})
    | frozenset({"PARK_START", "PARK_END"})
)
"""Those that say something about a call. Others are written, and left out."""

HANGUP_REQUEST = "HANGUP_REQUEST"
"""No type of Asterisk: see `telephony.cel.leaving`."""

_FIELD = r'"((?:[^"\x00-\x1f\x7f]|"")*)"'
_ROW = re.compile(r'"([A-Z_]{1,30})","(\d{1,12})\.(\d{6})",' + ",".join([_FIELD] * 8))
_LINE_BYTES_MAX = 4096

_EXTRA = {
    "bridge_id": "BridgeUniqueid",
    "bridge_technology": "BridgeTechnology",
    "hangupcause": "Cause",
    "hangupsource": "Source",
    "dialstatus": "DialStatus",
    "retriever": "Retriever",
    "pickup_channel_uniqueid": "PickupUniqueid",
    "transferee_channel_uniqueid": "TransfereeUniqueid",
    "channel2_uniqueid": "SecondTransfererUniqueid",
    "transfer_target_channel_uniqueid": "TransferTargetUniqueid",
}
"""Of the column `eventextra`, under the names that AMI has for them."""


class Row(NamedTuple):
    """`extra` has the names of `_EXTRA`'s right side."""

    at_us: int
    type: str
    uniqueid: str
    linkedid: str
    channel: str
    exten: str
    app: str
    data: str
    extra: dict[str, str]
    number: str


def row_of(line: bytes) -> Row | None:
    """None: it is no whole row. Never raises."""
    if len(line) > _LINE_BYTES_MAX:
        return None
    found = _ROW.fullmatch(line.rstrip(b"\r\n").decode("utf-8", "replace"))
    if found is None:
        return None
    kind, seconds, micros, *texts = found.groups()
    uniqueid, linkedid, channel, exten, app, data, extra, number = (text.replace('""', '"') for text in texts)
    if not uniqueid or not linkedid or not channel:
        return None
    at_us = int(seconds) * 1_000_000 + int(micros)
    return Row(at_us, kind, uniqueid, linkedid, channel, exten, app, data, extra_of(extra), number)


def row_at_us(line: bytes) -> int | None:
    """When a line was written, by its beginning alone."""
    found = _BEGIN.match(line)
    return None if found is None else int(found[1]) * 1_000_000 + int(found[2])


_BEGIN = re.compile(rb'"[A-Z_]{1,30}","(\d{1,12})\.(\d{6})",')


def extra_of(text: str) -> dict[str, str]:
    """Reads the column `extra`. Never raises."""
    if not text:
        return {}
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(told, dict):
        return {}
    return {name: str(told[key]) for key, name in _EXTRA.items() if told.get(key) not in (None, "", "N/A")}
