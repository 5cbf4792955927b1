"""Files that the process may open. Each connection is one; the journal, PostgreSQL, the PBXs and AGI need theirs."""

import asyncio
import resource
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import structlog

from kit.seldom import Seldom

WANTED = 4_096
KEPT_FOR_OTHERS = 300
"""128 AGI sessions, the pools of PostgreSQL, journal, links, and what Python itself opens."""
_FEWEST = 16
_ENDED_AT_ONCE = 8
_ACCEPT_FAILED = "socket.accept() out of system resource"  # asyncio's words; it tries again a second later

log = structlog.get_logger(__name__)


def raise_limit() -> int:
    """Raises the limit as far as needed and permitted; returns the new limit."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = WANTED if hard == resource.RLIM_INFINITY else min(WANTED, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return WANTED if soft == resource.RLIM_INFINITY else soft


def connections_that_fit(connections: int, files: int) -> int:
    return max(_FEWEST, min(connections, files - KEPT_FOR_OTHERS))


@contextmanager
def making_room(end_one: Callable[[], bool]) -> Iterator[None]:
    """Closes idle connections when no new one can be accepted; logs this once a minute."""
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    failures = Seldom()

    def handle(loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        if context.get("message") != _ACCEPT_FAILED:
            (before or asyncio.BaseEventLoop.default_exception_handler)(loop, context)  # type: ignore[arg-type] # ours is one
            return
        ended = sum(end_one() for _ in range(_ENDED_AT_ONCE))
        if times := failures.times():
            log.error(
                "no connection can be accepted: the process may open no more files. Raise LimitNOFILE, or look who "
                "opens so many",
                idle_connections_ended=ended,
                times=times,
            )

    loop.set_exception_handler(handle)
    try:
        yield
    finally:
        loop.set_exception_handler(before)
