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


class Tasks:
    """Tasks that run until stopped. If one ends by itself, the service ends."""

    def __init__(self) -> None:
        self._ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @contextlib.asynccontextmanager
    async def _run(self, work: Coroutine[Any, Any, None], name: str) -> AsyncIterator[None]:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._note)
        try:
            yield
        finally:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError, Exception):  # it was told to `until`
                await task

    def start(self, work: Coroutine[Any, Any, None], name: str) -> "contextlib.AbstractAsyncContextManager[None]":
        return self._run(work, name)

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


def is_held(data_dir: Path) -> bool:
    """Whether a service runs on this folder."""
    try:
        lock = os.open(data_dir / "service.lock", os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(lock)
    return False


@contextlib.contextmanager
def hold_alone(data_dir: Path) -> Iterator[None]:
    """Locks the folder for this service. The kernel releases the lock however the process ends."""
    data_dir.mkdir(mode=0o711, parents=True, exist_ok=True)
    lock = os.open(data_dir / "service.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(lock)
        raise SettingsError(
            f"another Third Ring runs with data_dir {data_dir}: stop it, or give this one its own"
        ) from None
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
