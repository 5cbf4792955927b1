"""Log lines in the form of `kit.log`, by the standard library alone: structlog is a fifth of this process's memory."""

import json
import logging
import sys
import time
from typing import Any

from kit.redaction import clean, redacted
from kit.repeats import OncePerMinute


class PlainLog:
    """As structlog's, as far as it is used here."""

    def __init__(self, logger: logging.Logger) -> None:
        self._logger = logger

    def info(self, event: str, **details: Any) -> None:
        self._logger.info({"event": event, **details})

    def warning(self, event: str, **details: Any) -> None:
        self._logger.warning({"event": event, **details})


class _Line(logging.Formatter):
    def __init__(self, *, text: bool) -> None:
        super().__init__()
        self._text = text

    def format(self, record: logging.LogRecord) -> str:
        said = record.msg if isinstance(record.msg, dict) else {"event": redacted(record.getMessage())}
        details = {key: clean(key, value) for key, value in said.items() if key != "event"}
        if record.exc_info:
            details["exception"] = redacted(self.formatException(record.exc_info))
        seconds = time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created))
        at, level = f"{seconds}.{int(record.created % 1 * 1e6):06d}Z", record.levelname.lower()
        if self._text:
            return " ".join(
                [at, f"[{level}]", str(said["event"]), *(f"{key}={value}" for key, value in details.items())]
            )
        return json.dumps({"at": at, "level": level, "event": said["event"], **details}, ensure_ascii=False)


def set_up(level: str, form: str) -> PlainLog:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Line(text=form == "text" or (form == "auto" and sys.stderr.isatty())))
    handler.addFilter(OncePerMinute())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(level.upper())
    return PlainLog(logging.getLogger("thirdring.listen"))
