"""Sends the journal on: what is on this disk goes into the stream, in order, each event once.

One message is on its way at a time. How far the stream is, the stream itself says, before the first message and after
each that failed: so a forwarder keeps nothing, and may be killed at any time. A message names the sequence that it
comes after. Where another one is there already, of this forwarder or of another, the server refuses it.
"""

import asyncio
import contextlib
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol, TypeVar

from telephony.journal.file import JournalReader
from telephony.journal.packing import Row
from telephony.stream.message import MESSAGE_BYTES, Message, MessageError, cut, decode, encode, id_of, subject_of
from telephony.stream.server import Stream, connected
from telephony.stream.status import Forwarded, write
from telephony.stream.terms import FullError, NoStreamError, Options, OvertakenError, StreamError

SPACING_SECONDS = 0.02
"""Between two messages that are not full."""
AGAIN_SECONDS = 0.25
FULL_SECONDS = 1.0
SAY_SECONDS = 1.0
_AHEAD = (
    "the stream has more of this journal than this disk, as after a crash of its machine: "
    "move journal.sqlite aside, so that a new journal begins"
)

T = TypeVar("T")


class Log(Protocol):
    def info(self, event: str, **details: Any) -> Any: ...

    def warning(self, event: str, **details: Any) -> Any: ...


class Place(NamedTuple):
    """Where a journal ends in the stream: its last position, and the sequence of that message."""

    position: int = 0
    sequence: int = 0


class Forwarder:
    def __init__(self, data_dir: Path, options: Options, log: Log) -> None:
        self.status = Forwarded()
        self._data_dir = data_dir
        self._options = options
        self._log = log
        self._thread = ThreadPoolExecutor(1, "spool-read")

    async def run(self) -> None:
        """Until cancelled. Trouble is told and tried again."""
        saying = asyncio.create_task(self._say())
        try:
            while True:
                with self._noting():
                    async with connected(self._options) as stream:
                        await self._forward(stream)
                await asyncio.sleep(AGAIN_SECONDS)
        finally:
            saying.cancel()
            self._thread.shutdown()

    async def _forward(self, stream: Stream) -> None:
        looking = asyncio.create_task(self._look(stream))
        try:
            while True:
                with self._noting():
                    spool = await self._read(lambda: _Spool(self._data_dir / "journal.sqlite"))
                    try:
                        await self._forward_all(stream, spool)
                    finally:
                        await self._read(spool.close)
                await asyncio.sleep(FULL_SECONDS if self.status.full else AGAIN_SECONDS)
        finally:
            looking.cancel()

    async def _forward_all(self, stream: Stream, spool: "_Spool") -> None:
        """Until the spool is replaced. Raises StreamError, sqlite3.Error."""
        place = await self._place(stream, spool.journal)
        if place.position > await self._read(spool.last_position):
            raise StreamError(_AHEAD)
        self._note(journal=spool.journal, position=place.position)
        while True:
            began = time.monotonic()
            rows = await self._read(partial(spool.rows, place.position + 1))
            message = cut(rows, place.position)
            if message is not None:
                place = await self._send(stream, spool.journal, message, place)
            elif spool.is_replaced:
                return
            elif self.status.trouble:
                self._note(trouble="", full=False)
            if message is None or message.size_bytes < MESSAGE_BYTES // 2:
                await asyncio.sleep(max(0.0, SPACING_SECONDS - (time.monotonic() - began)))

    async def _send(self, stream: Stream, journal: str, message: Message, place: Place) -> Place:
        subject = subject_of(self._options.stream, self._options.site, journal)
        sequence = await stream.send(subject, encode(message), id_of(journal, message), place.sequence)
        if self.status.trouble:
            self._log.info("the stream takes events again")
        self._note(position=message.last, trouble="", full=False)
        return Place(message.last, sequence)

    async def _place(self, stream: Stream, journal: str) -> Place:
        subject = subject_of(self._options.stream, self._options.site, journal)
        try:
            stored = await stream.last(subject)
        except NoStreamError:
            await stream.make()
            return Place()
        if stored is None:
            return Place()
        try:
            return Place(decode(stored.content).last, stored.sequence)
        except MessageError as error:
            raise StreamError(f"the stream holds what is not ours: {error}") from None

    @contextlib.contextmanager
    def _noting(self) -> Iterator[None]:
        """What goes wrong is told and kept. Being overtaken is no trouble: it only has to look again."""
        try:
            yield
        except OvertakenError:
            pass
        except (StreamError, sqlite3.Error) as error:
            reason = str(error) if isinstance(error, StreamError) else f"journal.sqlite cannot be read ({error})"
            if reason != self.status.trouble:
                self._log.warning("the journal is not forwarded: it waits on this disk", reason=reason)
            self._note(trouble=reason, full=isinstance(error, FullError))

    def _note(self, **changes: Any) -> None:
        self.status = self.status._replace(**changes)

    async def _look(self, stream: Stream) -> None:
        """How much room there is, and how many servers."""
        while True:
            with contextlib.suppress(StreamError):
                state = await stream.state()
                self._note(
                    size_bytes=state.size_bytes,
                    size_bytes_max=max(0, state.size_bytes_max),
                    servers=state.servers,
                    servers_ready=state.servers_ready,
                )
            await asyncio.sleep(5 * SAY_SECONDS)

    async def _say(self) -> None:
        while True:
            said = self.status._replace(at_us=time.time_ns() // 1000)
            await self._read(partial(write, self._data_dir, said))
            await asyncio.sleep(SAY_SECONDS)

    async def _read(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


class _Spool:
    """The file may be replaced by a restore, or after damage: then another journal begins."""

    def __init__(self, path: Path) -> None:
        """Raises sqlite3.Error."""
        self._path = path
        self._inode = _inode(path)
        self._reader = JournalReader(path)
        self.journal = self._reader.identity()

    @property
    def is_replaced(self) -> bool:
        return _inode(self._path) not in (self._inode, 0)

    def rows(self, from_position: int) -> list[Row]:
        return self._reader.rows(from_position, MESSAGE_BYTES)

    def last_position(self) -> int:
        """The last position of the journal, also after all events were deleted."""
        return max(self._reader.last_position(), self._reader.checkpoint().derived_position)

    def close(self) -> None:
        self._reader.close()


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0
