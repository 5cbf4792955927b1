"""The journal on a real disk: durable, bounded, and never in the way of the calls."""

import os
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from telephony.journal import Batch, Checkpoint
from telephony.journal.file import open_file
from telephony.journal.sqlite import SqliteJournal, needed_from

DAY_US = 86_400 * 1_000_000


def batch(*names: str, pbx: str = "main", at_us: int = 1) -> Batch:
    return Batch(pbx, [(f"Event: {name}".encode(), at_us) for name in names])


def files_like(folder: Path, pattern: str) -> list[Path]:
    return list(folder.glob(pattern))


async def positions(journal: SqliteJournal, begin: int = 0) -> list[int]:
    return [entry.position for entry in await journal.read(begin)]


async def test_positions_rise_by_one_an_event_over_all_pbxs(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j")
    assert await journal.append([batch("A", "B"), batch("C", pbx="other")], Checkpoint()) == 1
    assert await journal.append([batch("D")], Checkpoint()) == 4
    entries = await journal.read(0)
    assert [(e.position, e.pbx, e.frame) for e in entries] == [
        (1, "main", b"Event: A"),
        (2, "main", b"Event: B"),
        (3, "other", b"Event: C"),
        (4, "main", b"Event: D"),
    ]
    await journal.close()


async def test_reading_begins_in_the_middle_of_a_batch(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j")
    await journal.append([batch("A", "B", "C")], Checkpoint())
    assert await positions(journal, 2) == [2, 3]
    assert await positions(journal, 4) == []
    await journal.close()


async def test_reading_gives_a_bounded_number_of_events_and_then_the_rest(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j")
    for _ in range(10):
        await journal.append([batch("A", "B")], Checkpoint())
    assert [entry.position for entry in await journal.read(0, events_max=5)] == [1, 2, 3, 4, 5, 6]
    assert await positions(journal, 7) == list(range(7, 21))
    await journal.close()


async def test_a_reopened_journal_goes_on_where_it_ended_and_knows_its_checkpoint(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j")
    await journal.append([batch("A", "B")], Checkpoint(1, 1))
    await journal.close()
    journal = SqliteJournal(tmp_path / "j")
    assert journal.checkpoint == Checkpoint(1, 1)
    assert await journal.append([batch("C")], Checkpoint()) == 3
    assert (journal.health.first_position, journal.health.last_position) == (1, 3)
    await journal.close()


_APPENDS_FOR_EVER = """
import asyncio, sys
from pathlib import Path
from telephony.journal import Batch, Checkpoint
from telephony.journal.sqlite import SqliteJournal, needed_from
async def main():
    journal = SqliteJournal(Path(sys.argv[1]))
    while True:
        first = await journal.append([Batch("main", [(b"Event: A", 1)] * 3)], Checkpoint())
        print(first + 2, flush=True)
asyncio.run(main())
"""


def last_position_told_before_a_kill(path: Path) -> int:
    with subprocess.Popen([sys.executable, "-c", _APPENDS_FOR_EVER, str(path)], stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        told = [child.stdout.readline() for _ in range(20)]
        child.kill()
        told += child.stdout.read().splitlines(keepends=True)
        return max(int(line) for line in told if line.endswith(b"\n"))


async def test_what_append_has_returned_for_survives_a_kill(tmp_path: Path) -> None:
    told = last_position_told_before_a_kill(tmp_path / "j")
    journal = SqliteJournal(tmp_path / "j")
    assert journal.health.last_position >= told
    assert await positions(journal) == list(range(1, journal.health.last_position + 1))
    await journal.close()


async def test_a_torn_tail_costs_the_torn_transactions_only(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j")
    for name in "ABCDEFGH":
        await journal.append([batch(name)], Checkpoint())
    copy = tmp_path / "after-power-cut"
    copy.write_bytes((tmp_path / "j").read_bytes())
    tail = (tmp_path / "j-wal").read_bytes()
    (tmp_path / "after-power-cut-wal").write_bytes(tail[: len(tail) - 100])
    await journal.close()
    torn = SqliteJournal(copy)
    assert await positions(torn) == [1, 2, 3, 4, 5, 6, 7]
    assert await torn.append([batch("I")], Checkpoint()) == 8
    await torn.close()


async def test_a_damaged_batch_is_left_out_and_counted(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j")
    for name in "ABC":
        await journal.append([batch(name)], Checkpoint())
    await journal.close()
    with sqlite3.connect(tmp_path / "j") as connection:
        connection.execute("update batches set frames = x'00' where first_position = 2")
    connection.close()
    file = open_file(tmp_path / "j")
    assert [entry.position for entry in file.read(0, 100)] == [1, 3]
    assert file.damaged_events == 1
    file.close()


async def test_a_file_that_is_no_journal_is_put_aside_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / "j").write_bytes(b"no database at all" * 100)
    journal = SqliteJournal(tmp_path / "j")
    assert await journal.append([batch("A")], Checkpoint()) == 1
    assert len(files_like(tmp_path, "j.damaged-*")) == 1
    await journal.close()


async def test_what_is_not_applied_is_never_pruned_however_old(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j", age_max_us=DAY_US, bytes_max=1)
    for number in range(4):
        await journal.append([batch("A")], Checkpoint(number, number + 1))
    assert await journal.prune(applied_position=3, now_us=100 * DAY_US) == 2
    assert await positions(journal) == [3, 4]
    await journal.close()


async def test_what_is_not_forwarded_is_never_pruned_and_the_last_of_it_stays(tmp_path: Path) -> None:
    forwarded = 0
    journal = SqliteJournal(tmp_path / "j", forwarded=lambda _journal: forwarded)
    for _ in range(4):
        await journal.append([batch("A", "B")], Checkpoint())
    assert await journal.prune(applied_position=0, now_us=100 * DAY_US) == 0
    forwarded = 5
    assert await journal.prune(applied_position=0, now_us=100 * DAY_US) == 4
    forwarded = 8
    assert await journal.prune(applied_position=0, now_us=100 * DAY_US) == 2
    assert await positions(journal) == [7, 8]  # the next one is 9, also after a start
    await journal.close()


@pytest.mark.parametrize(
    ("applied", "checkpoint", "forwarded", "expected"),
    [
        (9, Checkpoint(9, 7), None, 7),
        (0, Checkpoint(), None, 0),
        (0, Checkpoint(), 5, 5),
        (9, Checkpoint(9, 7), 5, 5),
        (9, Checkpoint(9, 7), 8, 7),
        (0, Checkpoint(9, 7), 8, 0),
    ],
)
def test_a_service_of_this_host_keeps_what_it_has_not_applied_though_it_is_forwarded(
    applied: int, checkpoint: Checkpoint, forwarded: int | None, expected: int
) -> None:
    assert needed_from(applied, checkpoint, forwarded) == expected


async def test_what_the_live_calls_need_is_never_pruned_though_it_is_applied(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j", age_max_us=DAY_US)
    for _ in range(4):
        await journal.append([batch("A")], Checkpoint(4, 2))
    assert await journal.prune(applied_position=5, now_us=100 * DAY_US) == 1
    assert await positions(journal) == [2, 3, 4]
    await journal.close()


async def test_events_go_by_age_and_stay_while_they_are_young(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j", age_max_us=DAY_US)
    for day in range(5):
        await journal.append([batch("A", at_us=day * DAY_US + 1)], Checkpoint(day, day + 1))
    assert await journal.prune(applied_position=100, now_us=4 * DAY_US) == 3
    assert await positions(journal) == [4, 5]
    await journal.close()


async def test_events_go_by_size_and_the_room_is_used_again(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "j", bytes_max=300_000)
    sizes = []
    for number in range(30):
        noise = Batch("main", [(os.urandom(30_000), 1)])
        await journal.append([noise], Checkpoint(number, number + 1))
        await journal.prune(applied_position=number + 1, now_us=1)
        sizes.append((tmp_path / "j").stat().st_size)
    assert journal.health.size_bytes <= 300_000
    assert max(sizes) - sizes[0] < 1_000_000
    await journal.close()


@pytest.mark.parametrize("name", ["j", "j-wal", "j-shm"])
async def test_nobody_else_may_read_the_journal(tmp_path: Path, name: str) -> None:
    journal = SqliteJournal(tmp_path / "j")
    await journal.append([batch("A")], Checkpoint())
    assert (tmp_path / name).stat().st_mode & 0o077 == 0
    await journal.close()
