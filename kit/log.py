"""Logs: one line an event, text for eyes or JSON for collectors, on standard error, and nothing private in them.

Redaction is the last step before rendering and covers what libraries log and what exceptions say.
"""

import logging
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from kit.redaction import clean
from kit.repeats import OncePerMinute


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    return {key: clean(key, value) for key, value in event.items()}


def set_up(level: str = "info", form: Literal["auto", "json", "text"] = "auto") -> None:
    """Sends everything that is logged here or by a library through the same steps to standard error."""
    text = form == "text" or (form == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.format_exc_info,
    ]
    handler = _handler(shared, text)
    root = logging.getLogger()
    others = [known for known in root.handlers if not isinstance(known.formatter, structlog.stdlib.ProcessorFormatter)]
    root.handlers = [*others, handler]
    root.setLevel(level.upper())
    logging.getLogger("aiohttp.access").setLevel(logging.WARNING)
    logging.getLogger("aiohttp.websocket").setLevel(logging.ERROR)  # its warnings quote what a stranger has sent
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.stdlib.PositionalArgumentsFormatter(),
            *shared,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
    )


def _handler(shared: list[Processor], text: bool) -> logging.Handler:
    handler = logging.StreamHandler(sys.stderr)
    rendering = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, redact, *_rendering(text)]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=rendering))
    handler.addFilter(OncePerMinute())
    return handler


def _rendering(text: bool) -> list[Processor]:
    stamp = structlog.processors.TimeStamper(fmt="iso", utc=True, key="at")
    if text:
        return [stamp, structlog.dev.ConsoleRenderer(timestamp_key="at", colors=sys.stderr.isatty())]
    return [stamp, _in_order, structlog.processors.JSONRenderer(ensure_ascii=False)]


def _in_order(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    first = {key: event.pop(key) for key in ("at", "level", "event") if key in event}
    return {**first, **event}
