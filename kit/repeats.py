"""Repeated log lines are logged once a minute, with their count."""

import logging
import re
import time
from collections.abc import Callable
from typing import NamedTuple

EVERY_SECONDS = 60.0
_KINDS_MAX = 500
_DIGITS = re.compile(r"\d+")


class _Kind(NamedTuple):
    said_at_seconds: float
    left_out: int


class OncePerMinute(logging.Filter):
    """For warnings and errors: lines that differ in nothing but numbers are of one kind. The next one that is said
    tells by `repeated` how many were left out. Other lines pass."""

    def __init__(self, monotonic: Callable[[], float] = time.monotonic) -> None:
        super().__init__()
        self._monotonic = monotonic
        self._kinds: dict[str, _Kind] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.WARNING:
            return True
        kind, now = _kind_of(record), self._monotonic()
        known = self._kinds.get(kind)
        if known is not None and now - known.said_at_seconds < EVERY_SECONDS:
            self._kinds[kind] = known._replace(left_out=known.left_out + 1)
            return False
        if len(self._kinds) >= _KINDS_MAX:
            self._kinds.clear()
        self._kinds[kind] = _Kind(now, 0)
        if known is not None and known.left_out:
            _tell(record, known.left_out)
        return True


def _kind_of(record: logging.LogRecord) -> str:
    if isinstance(record.msg, dict):  # structlog's
        said = [f"{key}={value}" for key, value in sorted(record.msg.items()) if key != "exception"]
        return _DIGITS.sub("#", f"{record.name} {' '.join(said)}")
    return _DIGITS.sub("#", f"{record.name} {record.msg}")


def _tell(record: logging.LogRecord, times: int) -> None:
    if isinstance(record.msg, dict):
        record.msg = {**record.msg, "repeated": times}
    else:
        record.msg = f"{record.msg} (and {times} times since the last line)"
