"""What a form sends, as the API wants it: a form knows only text. Pure."""

from collections.abc import Collection, Mapping
from datetime import datetime, tzinfo
from typing import Any

_NOT_OURS = frozenset({"version"})


def body_of(typed: Mapping[str, str], *, numbers: Collection[str] = (), flags: Collection[str] = ()) -> dict[str, Any]:
    """`numbers` and `flags` name the fields that are no text. What is no number stays text, and the API says so."""
    body: dict[str, Any] = {}
    for name, text in typed.items():
        if name in _NOT_OURS:
            continue
        if name in numbers and text.strip().isascii() and text.strip().isdecimal():
            body[name] = int(text)
        elif name in flags:
            body[name] = text == "true"
        else:
            body[name] = text
    return body


def instant_of(text: str, zone: tzinfo) -> str:
    """A field of a form has the site's own time. What is no time stays text, and the API says so."""
    try:
        return datetime.fromisoformat(text).replace(tzinfo=zone).isoformat()
    except ValueError:
        return text
