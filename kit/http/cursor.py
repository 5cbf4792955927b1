"""The cursor of a list: the key of the last item, opaque to the client."""

import base64
import binascii
import json
from typing import NamedTuple

from kit.http.storable import storable

_LONGEST = 2048
_NUMBER_MAX = 2**62

Part = int | str


class Cursor(NamedTuple):
    list: str
    key: tuple[Part, ...]


def encode(cursor: Cursor) -> str:
    text = json.dumps((cursor.list, *cursor.key), ensure_ascii=False, separators=(",", ":"))
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
        case [str(name), *key] if storable(name) and all(map(_is_part, key)):
            return Cursor(name, tuple(key))
    raise ValueError("not a cursor")


def _is_part(value: object) -> bool:
    if isinstance(value, str):
        return storable(value)
    return type(value) is int and abs(value) <= _NUMBER_MAX
