"""Many small trials, each in a child of its own: so many at a time, each with a limit, none left behind."""

import gc
import os
import resource
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

_MEMORY_BYTES = 4 << 30
_WAIT_SECONDS = 0.005
FAULT = 99


class Ended(NamedTuple):
    """`code` is None if the child had to be stopped."""

    number: int
    code: int | None
    seconds: float


class _Child(NamedTuple):
    number: int
    began: float
    limit_seconds: float


def run_forked(
    numbers: Iterable[int], trial: Callable[[int], int], limit_seconds: Callable[[int], float], jobs: int
) -> Iterator[Ended]:
    """`trial` returns the code the child ends with. The limit is of processor time; by the clock five times that."""
    waiting, children = iter(numbers), dict[int, _Child]()
    gc.freeze()  # what a child does not touch is not copied
    try:
        while True:
            while len(children) < jobs and (number := next(waiting, None)) is not None:
                limit = limit_seconds(number)
                children[_fork(number, trial, limit)] = _Child(number, time.monotonic(), limit)
            if not children:
                return
            yield from _ended(children)
    finally:
        for pid in children:
            _stop(pid)


def _fork(number: int, trial: Callable[[int], int], limit: float) -> int:
    pid = os.fork()
    if pid:
        return pid
    code = FAULT
    try:
        os.setpgid(0, 0)
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        gc.disable()
        used = time.process_time()
        resource.setrlimit(resource.RLIMIT_CPU, (int(used + limit) + 1,) * 2)
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES,) * 2)
        code = trial(number)
    finally:
        os._exit(code)


def _ended(children: dict[int, _Child]) -> Iterator[Ended]:
    pid, status = os.waitpid(-1, os.WNOHANG)
    if child := children.pop(pid, None):
        code = os.waitstatus_to_exitcode(status)
        yield Ended(child.number, code if code >= 0 else None, time.monotonic() - child.began)
    elif not pid:
        time.sleep(_WAIT_SECONDS)
        for late, child in list(children.items()):
            if time.monotonic() - child.began > 5 * child.limit_seconds:
                _stop(late)
                del children[late]
                yield Ended(child.number, None, time.monotonic() - child.began)


def _stop(pid: int) -> None:
    """With all that it started."""
    for stop in (os.killpg, os.kill):
        try:
            stop(pid, signal.SIGKILL)
        except ProcessLookupError:
            continue
    os.waitpid(pid, 0)
