"""Logs: one line an event, text for eyes or JSON for collectors, on standard error, and nothing private in them.

Redaction is the last step before rendering and covers what libraries log and what exceptions say.
"""

import logging
import re
import sys
from typing import Any, Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from kit.repeats import OncePerMinute

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


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: HIDDEN if key in PRIVATE_KEYS else _clean(value) for key, value in event.items()}


def _clean(value: Any) -> Any:
    match value:
        case None | bool() | int() | float():
            return value
        case dict():
            return {key: HIDDEN if key in PRIVATE_KEYS else _clean(item) for key, item in value.items()}
        case list() | tuple() | set() | frozenset():
            return [_clean(item) for item in value]
    return redacted(str(value))


def set_up(level: str = "info", form: Literal["auto", "json", "text"] = "auto") -> None:
    """Sends everything that is logged here or by a library through the same steps to standard error."""
    text = form == "text" or (form == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
    ]
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, *_rendering(text)],
        )
    )
    handler.addFilter(OncePerMinute())
    root = logging.getLogger()
    others = [known for known in root.handlers if not isinstance(known.formatter, structlog.stdlib.ProcessorFormatter)]
    root.handlers = [*others, handler]
    root.setLevel(level.upper())
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )


def _rendering(text: bool) -> list[Processor]:
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    if text:
        return [stamp, structlog.dev.ConsoleRenderer(timestamp_key="at", colors=sys.stderr.isatty())]
    return [stamp, _in_order, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _in_order(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in ("at", "level", "event") if key in event}
    return {**first, **event}
