"""What no log line may hold: numbers of people, passwords, credentials. Pure."""

import re
from typing import Any

HIDDEN = "…"
PRIVATE_KEYS = frozenset(
    (
        *("agent", "authorization", "caller", "caller_raw", "callerid", "contact", "cookie", "dialled", "household"),
        *("password", "phone", "secret", "token", "url"),
    )
)
_KEPT = r"\b\d{9,10}\.\d+\b|\b\d{4}-\d\d-\d\d|-0000[0-9a-f]{4}\b"  # a call's id, a date, the end of a channel's name
_PHONE = r"(?<![\w.])\+?\d(?:(?!-0000[0-9a-f]{4}\b)[ ()/-]{0,2}\d){6,}(?![\w.]\d)"
_KEPT_OR_PHONE = re.compile(f"(?P<kept>{_KEPT})|{_PHONE}")
_PASSWORD_IN_URL = re.compile(r"(?<=://)[^/@\s]*:[^/@\s]*(?=@)")
_CREDENTIAL = re.compile(r"(?i)\b(bearer|basic|secret:|password:|secret=|password=|token=)(\s*)[^\s,;&\"']+")


def redacted(text: str) -> str:
    """Takes out numbers of seven digits and more, passwords in addresses, credentials; call ids and dates stay."""
    text = _PASSWORD_IN_URL.sub(HIDDEN, text)
    text = _CREDENTIAL.sub(rf"\1\2{HIDDEN}", text)
    return _KEPT_OR_PHONE.sub(lambda match: match["kept"] or HIDDEN, text)


def clean(key: str, value: Any) -> Any:
    return HIDDEN if key in PRIVATE_KEYS else _clean(value)


def _clean(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {key: clean(key, item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_clean(item) for item in value]
    return redacted(str(value))
