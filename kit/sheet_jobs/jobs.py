"""Sheets of all kinds: received, read, looked at, stored. Kept in memory for half an hour."""

import asyncio
import secrets
import tempfile
import threading
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import structlog

from kit.refusals import RefusedError
from kit.sheet_jobs.apart import Found, Gather, Unread, Work, read_apart

FILE_BYTES_MAX = 20_000_000
_KEPT_SECONDS = 1_800.0
_AT_ONCE = 4

log = structlog.get_logger()


class SheetState(StrEnum):
    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"
    STORING = "storing"
    STORED = "stored"
    FAILED = "failed"  # nothing was stored: it may be tried again


class NoSheetError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("This sheet is not here any more: send the file again.")


class TooManySheetsError(RefusedError):
    status = 429

    def __init__(self) -> None:
        super().__init__("Others are importing sheets right now: try again in a few minutes.")


class SheetBusyError(RefusedError):
    status = 409

    def __init__(self) -> None:
        super().__init__("The sheet is being read or stored: wait until that is done.")


class UnreadableError(RefusedError):
    def __init__(self) -> None:
        super().__init__("The sheet could not be read: correct it as its `why` says, and send it again.")


class Counts(Protocol):
    @property
    def added(self) -> int: ...

    @property
    def changed(self) -> int: ...

    @property
    def unchanged(self) -> int: ...


class SheetKind(NamedTuple):
    """`name` is for the log."""

    name: str
    gather: Gather


Put = Callable[[Any, Callable[[int], None]], Awaitable[Counts]]
"""Stores what was gathered, all or nothing, and says now and then how many of it are stored."""


@dataclass(eq=False)
class SheetJob:
    id: str
    kind: SheetKind
    who: str
    content: bytes
    reading: Any
    columns: Mapping[str, StrEnum | None] = field(default_factory=dict)
    state: SheetState = SheetState.READING
    done: int = 0  # rows read, or what is stored
    found: Found | None = None
    unread: Unread | None = None
    stored: Counts | None = None
    task: asyncio.Task[None] | None = None

    @property
    def is_busy(self) -> bool:
        return self.state in (SheetState.READING, SheetState.STORING)


class SheetJobs:
    def __init__(self) -> None:
        self._jobs: dict[str, SheetJob] = {}
        self._reading = asyncio.Semaphore(1)

    def add(self, kind: SheetKind, who: str, content: bytes, reading: Any) -> SheetJob:
        """Adds a sheet. It replaces an earlier sheet of this person. Raises TooManySheetsError."""
        for known in [job for job in self._jobs.values() if job.who == who and not job.is_busy]:
            self.drop(known)
        if len(self._jobs) >= _AT_ONCE:
            raise TooManySheetsError
        job = SheetJob(secrets.token_urlsafe(12), kind, who, content, reading)
        self._jobs[job.id] = job
        asyncio.get_running_loop().call_later(_KEPT_SECONDS, self.drop, job)
        self._begin_reading(job)
        return job

    def get(self, kind: SheetKind, number: str, who: str) -> SheetJob:
        """Raises NoSheetError for what is somebody else's, or of another kind, as well."""
        job = self._jobs.get(number)
        if job is None or (job.kind, job.who) != (kind, who):
            raise NoSheetError
        return job

    def read_again(self, job: SheetJob, reading: Any, columns: Mapping[str, StrEnum | None]) -> None:
        """Raises SheetBusyError."""
        if job.is_busy:
            raise SheetBusyError
        job.reading, job.columns = reading, columns
        self._begin_reading(job)

    def store(self, job: SheetJob, put: Put) -> None:
        """Raises SheetBusyError and UnreadableError."""
        if job.is_busy:
            raise SheetBusyError
        if job.found is None:
            raise UnreadableError
        job.state, job.done = SheetState.STORING, 0
        job.task = asyncio.create_task(_store(job, put), name="a sheet is stored")

    def drop(self, job: SheetJob) -> None:
        if self._jobs.pop(job.id, None) is not None and job.task is not None and job.state is SheetState.READING:
            job.task.cancel()

    def _begin_reading(self, job: SheetJob) -> None:
        job.state, job.done, job.found, job.unread, job.stored = SheetState.READING, 0, None, None, None
        job.task = asyncio.create_task(self._read(job), name="a sheet is read")

    async def _read(self, job: SheetJob) -> None:
        def told(count: int) -> None:
            job.done = count

        stop = threading.Event()
        try:
            async with self._reading:
                read = await asyncio.to_thread(_read, job, told, stop)
        finally:
            stop.set()
        if isinstance(read, Found):
            job.found, job.done, job.state = read, read.gathered.row_count, SheetState.READ
        else:
            job.unread, job.state = read, SheetState.UNREADABLE


def _read(job: SheetJob, told: Callable[[int], None], stop: threading.Event) -> Found | Unread:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "sheet"
        file.touch(mode=0o600)
        file.write_bytes(job.content)
        return read_apart(file, Work(job.kind.gather, job.reading), job.columns, told, stop)


async def _store(job: SheetJob, put: Put) -> None:
    def told(count: int) -> None:
        job.done = count

    assert job.found is not None  # noqa: S101 - `store` looked
    try:
        job.stored = await put(job.found.gathered, told)
        job.state = SheetState.STORED
    except Exception as error:
        log.exception("a sheet could not be stored", of=job.kind.name, why=type(error).__name__)
        job.state = SheetState.FAILED
