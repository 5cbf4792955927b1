"""The cursor of a list: the key of the last item, opaque to the client."""

import base64
import binascii
import json
from typing import NamedTuple

from kit.http.storable import storable

_LONGEST = 2048
_LATEST_US = 253_402_300_799_999_999  # the end of the year 9999


class Cursor(NamedTuple):
    arrived_at_us: int
    pbx: str
    linkedid: str


def encode(cursor: Cursor) -> str:
    text = json.dumps(cursor, ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def decode(text: str) -> Cursor:
    """Raises ValueError for anything that `encode` did not make."""
    if len(text) > _LONGEST:
        raise ValueError("too long")
    try:
        parts = json.loads(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, UnicodeDecodeError, RecursionError) as error:
        raise ValueError("not a cursor") from error
    match parts:
        case [int(at_us), str(pbx), str(linkedid)] if 0 <= at_us <= _LATEST_US and storable(pbx + linkedid):
            return Cursor(at_us, pbx, linkedid)
    raise ValueError("not a cursor")
