"""Owned tasks, and a lock for one service per folder."""

import asyncio
import contextlib
import fcntl
import os
import signal
from collections.abc import AsyncIterator, Coroutine, Iterator
from pathlib import Path
from typing import Any

from kit.wrong import SettingsError

JOURNAL_LOCK = "journal.lock"
SERVICE_LOCK, STANDBY_LOCK = "service.lock", "standby.lock"


class Tasks:
    """Tasks that run until stopped. If one ends by itself, the service ends."""

    def __init__(self) -> None:
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @contextlib.asynccontextmanager
    async def adopt(self, task: "asyncio.Task[None]") -> AsyncIterator[None]:
        """One that runs already."""
        task.add_done_callback(self._note)
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):  # it was told to `until`
                await task

    def start(self, work: Coroutine[Any, Any, None], name: str) -> "contextlib.AbstractAsyncContextManager[None]":
        return self.adopt(asyncio.create_task(work, name=name))

    def _note(self, task: "asyncio.Task[None]") -> None:
        if task.cancelled() or self._ended.done():
            return
        self._ended.set_exception(task.exception() or RuntimeError(f"the task {task.get_name()} ended by itself"))

    async def until(self, condition: Coroutine[Any, Any, object]) -> None:
        """Returns with the condition. Raises what a task died of."""
        waiting: asyncio.Future[object] = asyncio.ensure_future(condition)
        ended: asyncio.Future[object] = asyncio.ensure_future(asyncio.shield(self._ended))
        try:
            await asyncio.wait({waiting, ended}, return_when=asyncio.FIRST_COMPLETED)
            if self._ended.done():
                self._ended.result()
        finally:
            waiting.cancel()


def is_held(data_dir: Path, name: str = SERVICE_LOCK) -> bool:
    """Whether a service runs on this folder."""
    try:
        lock = os.open(data_dir / name, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


def hold_alone(data_dir: Path) -> "contextlib.AbstractContextManager[None]":
    """Locks the folder for this service. The kernel releases the lock however the process ends."""
    text = f"another Third Ring runs with data_dir {data_dir}: stop it, or give this one its own"
    return _held(data_dir, SERVICE_LOCK, text)


def hold_journal(data_dir: Path) -> "contextlib.AbstractContextManager[None]":
    """Who holds it is the one process that writes the journal: `listen`, or a service with an ear of its own."""
    text = f"another process writes the journal in {data_dir}: `listen`, or a service that was started without one"
    return _held(data_dir, JOURNAL_LOCK, text)


def hold_forwarder(data_dir: Path) -> "contextlib.AbstractContextManager[None]":
    return _held(data_dir, "forward.lock", f"another `forward` runs with data_dir {data_dir}: one is enough")


class Claim:
    """A lock in the folder that comes and goes. The kernel releases it however the process ends."""

    def __init__(self, data_dir: Path, name: str) -> None:
        self._path = data_dir / name
        self._lock: int | None = None

    @property
    def held(self) -> bool:
        return self._lock is not None

    def hold(self) -> None:
        """Nothing where somebody else holds it."""
        if self._lock is None:
            lock = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                self._lock = lock
            except BlockingIOError:
                os.close(lock)

    def release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


@contextlib.contextmanager
def _held(data_dir: Path, name: str, refusal: str) -> Iterator[None]:
    data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    lock = os.open(data_dir / name, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise SettingsError(refusal) from None
    try:
        yield
    finally:
        os.close(lock)


async def until_told(work: Coroutine[Any, Any, None]) -> None:
    """The first SIGINT or SIGTERM ends it. Further signals have no effect."""
    task = asyncio.ensure_future(work)
    told = asyncio.Event()

    def stop() -> None:
        if not told.is_set():
            told.set()
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await task
