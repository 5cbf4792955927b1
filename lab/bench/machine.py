"""What the machine itself did meanwhile, so that a missed reach can be told from a busy machine."""

import asyncio
import contextlib
import os
import tempfile
import time
from pathlib import Path
from types import TracebackType
from typing import Self

EVERY_SECONDS = 0.25  # each look writes to the disk that the service commits to


class Meanwhile:
    """While it is entered: how late timers were, and how long 4 KiB took to be on the disk."""

    def __init__(self, folder: Path) -> None:
        self.timer_ms: list[float] = []
        self.disk_ms: list[float] = []
        self._folder = folder
        self._task: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        self._task = asyncio.create_task(self._watch())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task

    async def _watch(self) -> None:
        with tempfile.TemporaryFile(dir=self._folder) as file:
            while True:
                began = time.perf_counter()
                await asyncio.sleep(EVERY_SECONDS)
                self.timer_ms.append((time.perf_counter() - began - EVERY_SECONDS) * 1000)
                self.disk_ms.append(await asyncio.to_thread(_to_disk_ms, file.fileno()))

    def __str__(self) -> str:
        parts = (f"{name} p50 {_share(times, 0.5):.2f} ms, p99 {_share(times, 0.99):.2f} ms" for name, times in (
            ("timers late", self.timer_ms), ("4 KiB to disk", self.disk_ms)))  # fmt: skip
        return f"the machine meanwhile: {'; '.join(parts)}; load {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def _to_disk_ms(file: int) -> float:
    began = time.perf_counter()
    os.pwrite(file, b"\0" * 4096, 0)
    os.fdatasync(file)
    return (time.perf_counter() - began) * 1000


def _share(times: list[float], share: float) -> float:
    return sorted(times)[min(len(times) - 1, int(len(times) * share))] if times else 0.0
