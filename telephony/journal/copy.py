"""Copies a journal file that may be in use, and sets the copy's derived position."""

import contextlib
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote

from telephony.journal import Checkpoint

_STEPS = 100_000  # of SQLite's machine, between two looks at how far it is


def copy_journal(source: Path, target: Path, told: Callable[[int, int], None] = lambda _done, _whole: None) -> None:
    """As it is at one moment, without the room that it keeps free. Whoever writes to it does not wait.

    `told` hears bytes done and bytes in all. Raises sqlite3.Error; the target is empty or not there before.
    """
    target.touch(mode=0o600)
    with _opened(source) as connection:
        pages, free, size = (
            connection.execute(f"pragma {name}").fetchone()[0] for name in ("page_count", "freelist_count", "page_size")
        )
        whole = (pages - free) * size
        connection.set_progress_handler(lambda: told(min(target.stat().st_size, whole), whole), _STEPS)
        connection.execute("vacuum into ?", (str(target),))
    told(whole, whole)


def extent_of(journal: Path) -> tuple[int, int]:
    """The first and the last position; 0 if there is none."""
    with _opened(journal) as connection:
        first = connection.execute("select min(first_position) from batches").fetchone()[0]
        last = connection.execute("select max(first_position + events - 1) from batches").fetchone()[0]
        return first or 0, last or 0


def checkpoint_of(journal: Path) -> Checkpoint:
    with _opened(journal) as connection:
        return Checkpoint(*connection.execute("select derived_position, resume_position from checkpoint").fetchone())


def say_derived(journal: Path, checkpoint: Checkpoint) -> None:
    """Sets the derived position: a service that starts on the copy derives the events after it."""
    with _opened(journal) as connection:
        connection.execute("pragma journal_mode = delete")
        connection.execute("update checkpoint set derived_position = ?, resume_position = ?", checkpoint)


def say_identity(journal: Path, identity: str) -> None:
    """Gives the copy its own identifier, because its next positions differ from the original's."""
    with _opened(journal) as connection:
        connection.execute("create table if not exists identity (id integer primary key, journal text not null)")
        connection.execute("insert or replace into identity values (1, ?)", (identity,))


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[sqlite3.Connection]:
    """Raises sqlite3.OperationalError where there is no file, rather than making one."""
    connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?mode=rw", uri=True, isolation_level=None)
    with contextlib.closing(connection):
        yield connection
