"""The SQLite file of the journal. It knows nothing about threads or waiting."""

import contextlib
import sqlite3
import time
from collections.abc import Iterable, Iterator
from itertools import takewhile
from pathlib import Path
from urllib.parse import quote

from telephony.journal import Checkpoint, Entry
from telephony.journal.packing import DamagedBatchError, Row, unpack

_SCHEMA = """
create table if not exists batches (
    first_position integer primary key,
    events integer not null,
    pbx text not null,
    received_us integer not null,
    frames blob not null
);
create table if not exists checkpoint (
    id integer primary key check (id = 1),
    derived_position integer not null,
    resume_position integer not null
);
insert or ignore into checkpoint values (1, 0, 0);
create table if not exists identity (id integer primary key check (id = 1), journal text not null);
insert or ignore into identity values (1, lower(hex(randomblob(16))));
"""
_FROM = (
    "select * from batches where first_position >= coalesce("
    "(select max(first_position) from batches where first_position <= ?), 0) order by first_position"
)
_LAST = "select first_position + events - 1 from batches order by first_position desc limit 1"
_PRUNE_ROWS = 200
RESERVE_BYTES = 16 << 20


class JournalReader:
    """Reads a journal that this process or another one writes."""

    def __init__(self, path: Path) -> None:
        self.damaged_events = 0
        self._read = sqlite3.connect(
            f"file:{quote(str(path.absolute()))}?mode=ro", uri=True, isolation_level=None, check_same_thread=False
        )

    def checkpoint(self) -> Checkpoint:
        return Checkpoint(*self._read.execute("select derived_position, resume_position from checkpoint").fetchone())

    def identity(self) -> str:
        return str(self._read.execute("select journal from identity").fetchone()[0])

    def last_position(self) -> int:
        """0 where there is none."""
        last = self._read.execute(_LAST).fetchone()
        return int(last[0]) if last else 0

    def read(self, from_position: int, events_max: int) -> list[Entry]:
        """A damaged batch is skipped and counted in `damaged_events`."""
        entries: list[Entry] = []
        rows = self._read.execute(_FROM, (from_position,))
        for row in map(Row._make, rows):
            if row.last_position >= from_position:
                entries += self._entries(row, from_position)
            if len(entries) >= events_max:
                break
        rows.close()
        return entries

    def rows(self, from_position: int, bytes_max: int) -> list[Row]:
        """Whole batches, from the one that holds the position on, until they are too large; one at least."""
        found, size = [], 0
        rows = self._read.execute(_FROM, (from_position,))
        for row in map(Row._make, rows):
            if row.last_position >= from_position:
                found.append(row)
                size += len(row.blob)
            if size >= bytes_max:
                break
        rows.close()
        return found

    def since(self, received_us: int) -> list[Entry]:
        """What was received from then on, give or take a batch."""
        rows = map(Row._make, self._read.execute("select * from batches order by first_position desc"))
        late = list(takewhile(lambda row: row.received_us >= received_us, rows))
        return [entry for row in reversed(late) for entry in self._entries(row, row.first_position)]

    def position_since(self, received_us: int) -> int:
        """The position of the first event that was received then or later, give or take a batch."""
        row = self._read.execute(
            "select coalesce((select first_position + events from batches where received_us < ? "
            "order by first_position desc limit 1), (select min(first_position) from batches), 1)",
            (received_us,),
        ).fetchone()
        return int(row[0])

    def _entries(self, row: Row, from_position: int) -> list[Entry]:
        try:
            frames = unpack(row.blob, row.events, row.received_us)
        except DamagedBatchError:
            self.damaged_events += row.events
            return []
        return [
            Entry(position, row.pbx, received_us, frame)
            for position, (frame, received_us) in enumerate(frames, row.first_position)
            if position >= from_position
        ]

    def close(self) -> None:
        self._read.close()


class JournalFile:
    """One connection writes, one reads, one checkpoints. Each is used by one thread at a time."""

    def __init__(self, path: Path, reserve_bytes: int = RESERVE_BYTES) -> None:
        self._write = _connect(path)
        self._write.executescript(_SCHEMA)
        _reserve(self._write, reserve_bytes)
        self._reader = JournalReader(path)
        self._tidy = _connect(path)
        self._tidied = False

    @property
    def damaged_events(self) -> int:
        return self._reader.damaged_events

    def checkpoint(self) -> Checkpoint:
        row = self._write.execute("select derived_position, resume_position from checkpoint").fetchone()
        return Checkpoint(*row)

    def identity(self) -> str:
        return str(self._write.execute("select journal from identity").fetchone()[0])

    def extent(self) -> tuple[int, int, int]:
        """The first and last position (0 if there is none), and the bytes in use."""
        first = self._write.execute("select min(first_position) from batches").fetchone()[0]
        last = self._write.execute(_LAST).fetchone()
        return first or 0, last[0] if last else 0, self.size_bytes()

    def size_bytes(self) -> int:
        pages, free, size = (
            self._write.execute(f"pragma {name}").fetchone()[0]
            for name in ("page_count", "freelist_count", "page_size")
        )
        return int((pages - free) * size)

    def write(self, rows: Iterable[Row], checkpoint: Checkpoint) -> None:
        """All or nothing. Raises sqlite3.Error."""
        if self._tidied:
            self._write.execute("pragma wal_checkpoint(passive)")  # the little that came since: the log starts again
            self._tidied = False
        with _transaction(self._write):
            self._write.executemany("insert into batches values (?, ?, ?, ?, ?)", rows)
            self._write.execute("update checkpoint set derived_position = ?, resume_position = ?", checkpoint)

    def tidy(self) -> None:
        """Moves what SQLite's log holds into the file, beside the writing, so that the log stays short. It is written
        over rather than cut: a file that grows makes each commit slower."""
        with contextlib.suppress(sqlite3.Error):  # a full disk shows itself to the writer
            self._tidy.execute("pragma wal_checkpoint(passive)")
            self._tidied = True

    def read(self, from_position: int, events_max: int) -> list[Entry]:
        return self._reader.read(from_position, events_max)

    def since(self, received_us: int) -> list[Entry]:
        return self._reader.since(received_us)

    def position_since(self, received_us: int) -> int:
        return self._reader.position_since(received_us)

    def prune(self, before_position: int, before_us: int, bytes_max: int) -> int:
        """Deletes some of the oldest batches before `before_position` that exceed the age or size."""
        too_large = self.size_bytes() > bytes_max
        oldest = self._write.execute(
            "select first_position, events, received_us from batches order by first_position limit ?", (_PRUNE_ROWS,)
        ).fetchall()
        rows = list(
            takewhile(lambda row: row[0] + row[1] <= before_position and (too_large or row[2] < before_us), oldest)
        )
        if not rows:
            return 0
        with _transaction(self._write):
            self._write.execute("delete from batches where first_position <= ?", (rows[-1][0],))
        return sum(row[1] for row in rows)

    def close(self) -> None:
        self._reader.close()
        self._tidy.close()
        self._write.close()


def open_file(path: Path) -> JournalFile:
    """Opens the file. A damaged one is renamed, and a new one is created."""
    path.parent.mkdir(mode=0o711, parents=True, exist_ok=True)
    path.touch(mode=0o600)  # raw events hold phone numbers; the files that SQLite puts beside it follow its mode
    try:
        return JournalFile(path)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        aside = f"{path.name}.damaged-{time.time_ns() // 1_000_000_000}"
        path.rename(path.with_name(aside))
        for suffix in ("-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
        return JournalFile(path)


def _reserve(connection: sqlite3.Connection, size_bytes: int) -> None:
    """Makes SQLite's log and the file as large as they will be anyway. What overwrites is on the disk in a third of the
    time of what makes a file grow, and in a twentieth where the disk is busy."""
    with contextlib.suppress(sqlite3.Error):  # a full disk: there is room for little things, or there is an alarm
        connection.execute("create table if not exists reserve (nothing blob)")
        connection.execute("insert into reserve values (zeroblob(?))", (size_bytes,))
        connection.execute("delete from reserve")
        connection.execute("pragma wal_checkpoint(restart)")


def _connect(path: Path) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    connection.execute("pragma journal_mode = wal")
    connection.execute("pragma synchronous = full")
    connection.execute("pragma wal_autocheckpoint = 0")  # `tidy` does it
    return connection


@contextlib.contextmanager
def _transaction(connection: sqlite3.Connection) -> Iterator[None]:
    connection.execute("begin immediate")
    try:
        yield
        connection.execute("commit")
    except BaseException:
        if connection.in_transaction:
            connection.execute("rollback")
        raise
