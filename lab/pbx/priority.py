"""Ahead of other work of this machine, where allowed: clocks that are compared must not wait for a processor."""

import contextlib
import os
from collections.abc import Iterator


def hurry(pid: int) -> None:
    """That process and what it starts from now on, as Asterisk's own `highpriority`."""
    with contextlib.suppress(OSError):
        os.sched_setscheduler(pid, os.SCHED_RR, os.sched_param(1))


@contextlib.contextmanager
def hurried() -> Iterator[None]:
    """This process, and nothing it starts, for a while."""
    with contextlib.suppress(OSError):
        os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_OTHER, os.sched_param(0))
