"""What storing costs: recorded calls, multiplied, from bytes through journal, tracker and PostgreSQL, all with fsync.

`./run bench durable` prints calls a second from the first byte to the last committed row, beside the two floors of the
same run: the same frames only appended to a journal, and the same rows only upserted.
"""

import argparse
import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry

from bench.calls import START_US, chunks, site
from bench.traffic import templates
from metrics.recorder import Recorder
from metrics.service_level import Policy
from telephony.ami.frames import FrameReader
from telephony.facts import Fact
from telephony.journal import Batch, Checkpoint
from telephony.journal.sqlite import SqliteJournal
from telephony.numbers import e164
from thirdring.database.access import Database, opened
from thirdring.pipeline.derivation import Derivation
from thirdring.pipeline.handlers import handlers
from thirdring.pipeline.intake import Intake
from thirdring.store.encode import encoder
from thirdring.store.fold import Fold
from thirdring.store.pending import Pending
from thirdring.store.rows import CallRows
from thirdring.store.writer import CALLS_A_WRITE, Progress, Writer

POLICY = Policy()
ENCODE = encoder(POLICY, e164)


def batches(data: Sequence[bytes]) -> Iterator[Batch]:
    """As the link hands them on: what one read from the socket held."""
    reader = FrameReader()
    for number, chunk in enumerate(data):
        yield Batch("bench", [(frame, START_US + number) for frame in reader.feed(chunk)])


@contextlib.asynccontextmanager
async def database(folder: Path) -> AsyncIterator[Database]:
    async with opened("embedded", folder) as access:
        await access.prepare()
        yield access


async def whole_way(data: Sequence[bytes], folder: Path) -> tuple[float, list[CallRows]]:
    """Seconds until the last call is committed, and the rows that were."""
    stored: list[CallRows] = []
    journal = SqliteJournal(folder / "journal.sqlite")
    async with database(folder) as access:
        derivation = Derivation(site())
        pending = Pending(ENCODE)
        fold = Fold(
            Writer(access.pool), pending, journal, derivation, lambda: Derivation(site()), access.prepare
        )
        recorder = Recorder(CollectorRegistry(), POLICY, ["service"], ["1001", "1002", "1003"])

        def show(_: Fact) -> None:
            pass

        intake = Intake(journal, derivation, handlers(fold.handle, recorder.record, show), recorder)
        fold.begin()
        tasks = [asyncio.create_task(intake.run()), asyncio.create_task(fold.run())]
        began = time.perf_counter()
        for batch in batches(data):
            await intake.offer(batch)
        await intake.drain()
        while fold.status.behind_events or fold.status.waiting_calls:
            await asyncio.sleep(0.002)
        seconds = time.perf_counter() - began
        for task in tasks:
            task.cancel()
        await asyncio.wait(tasks)
    await journal.close()
    return seconds, stored


async def bare_journal(data: Sequence[bytes], folder: Path) -> float:
    journal = SqliteJournal(folder / "journal.sqlite")
    groups = list(batches(data))
    began = time.perf_counter()
    for group in groups:
        await journal.append([group], Checkpoint())
    seconds = time.perf_counter() - began
    await journal.close()
    return seconds


async def bare_upserts(rows: Sequence[CallRows], folder: Path) -> float:
    async with database(folder) as access:
        writer = Writer(access.pool)
        began = time.perf_counter()
        for first in range(0, len(rows), CALLS_A_WRITE):
            await writer.write(rows[first : first + CALLS_A_WRITE], Progress(first + 1, first + 1))
        return time.perf_counter() - began


def rows_of(data: Sequence[bytes]) -> list[CallRows]:
    derivation, pending = Derivation(site()), Pending(ENCODE)
    from telephony.journal import Entry

    position = 0
    for batch in batches(data):
        for frame, received_us in batch.frames:
            position += 1
            for fact in derivation.step(Entry(position, batch.pbx, received_us, frame)):
                if isinstance(fact, Fact):
                    pending.mark(fact)
    return pending.rows(pending.take())


def in_folder(work, *arguments):
    folder = Path(tempfile.mkdtemp(prefix="thirdring-bench-", dir="/var/tmp"))
    try:
        return asyncio.run(work(*arguments, folder))
    finally:
        shutil.rmtree(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench durable", description=__doc__)
    options.add_argument("--calls", type=int, default=10_000)
    options.add_argument("--short", action="store_true", help="1,000 calls")
    chosen = options.parse_args(arguments)
    calls = 1_000 if chosen.short else chosen.calls
    data = chunks(templates(), calls, calls_per_second=1000)
    rows = rows_of(data)
    print(len(rows), sum(len(r.attempts) for r in rows), sum(len(r.receipt[2]) for r in rows) / len(rows), sum(len(b.frames) for b in batches(data)) / calls)
    upserts = in_folder(bare_upserts, rows)
    print('upserts', len(rows) / upserts)
    appends = in_folder(bare_journal, data)
    print('appends', calls / appends)
    seconds, _ = in_folder(whole_way, data)
    print('whole', calls / seconds)


if __name__ == "__main__":
    main()
