"""A full disk is an alarm, and nobody waits for it."""

import os
import sqlite3
from collections.abc import Iterable
from pathlib import Path

from telephony.journal import Batch, Checkpoint
from telephony.journal.file import JournalFile
from telephony.journal.packing import Row
from telephony.journal.sqlite import SqliteJournal
from tests.integration.journal.test_sqlite_journal import batch, positions


class FullDisk(JournalFile):
    """A disk that is full until somebody makes room."""

    full = True

    def write(self, rows: Iterable[Row], checkpoint: Checkpoint) -> None:
        if self.full:
            raise sqlite3.OperationalError("database or disk is full")
        super().write(rows, checkpoint)


async def test_a_full_disk_is_an_alarm_and_nobody_waits_for_it(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j", opener=FullDisk)
    assert await journal.append([batch("A", "B")], Checkpoint()) == 1
    assert await journal.append([batch("C")], Checkpoint()) == 3
    assert "make room" in journal.health.trouble
    assert journal.health.unsaved_events == 3
    await journal.close()


async def test_when_there_is_room_again_what_waited_in_memory_is_written(tmp_path: Path) -> None:
    files: list[FullDisk] = []
    seconds = [0.0]

    def opened(path: Path) -> FullDisk:
        files.append(FullDisk(path))
        return files[0]

    journal = SqliteJournal(tmp_path / "j", opener=opened, monotonic=lambda: seconds[0])
    await journal.append([batch("A", "B")], Checkpoint())
    files[0].full = False
    seconds[0] = 2.0
    await journal.append([batch("C")], Checkpoint())
    assert await positions(journal) == [1, 2, 3]
    assert journal.health == journal.health._replace(trouble="", unsaved_events=0)
    await journal.close()


async def test_with_a_full_disk_memory_is_bounded_and_the_loss_is_told(tmp_path: Path) -> None:
    files: list[FullDisk] = []
    seconds = [0.0]

    def opened(path: Path) -> FullDisk:
        files.append(FullDisk(path))
        return files[0]

    journal = SqliteJournal(tmp_path / "j", opener=opened, monotonic=lambda: seconds[0], unsaved_bytes_max=200)
    for _ in range(50):
        await journal.append([batch("A")], Checkpoint())
    files[0].full = False
    seconds[0] = 2.0
    await journal.append([batch("B")], Checkpoint())
    kept = await positions(journal)
    assert 0 < len(kept) < 51
    assert kept[-1] == 51
    assert journal.health.unsaved_events == 51 - len(kept)
    await journal.close()


async def test_a_full_disk_is_felt_on_a_real_one(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j")
    await journal.append([batch("A")], Checkpoint())
    journal._file._write.execute("pragma max_page_count = 5")  # as many as there are
    await journal.append([Batch("main", [(os.urandom(20_000_000), 1)])], Checkpoint())
    assert "full" in journal.health.trouble
    await journal.close()
