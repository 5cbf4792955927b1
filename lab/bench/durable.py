"""What storing costs: recorded calls, multiplied, from bytes through journal, tracker and PostgreSQL, all with fsync.

`./run bench durable` prints calls a second from the first byte to the last committed row, receipts included, and the
two floors of the same run: the same events only appended to a journal, a commit for each read of the socket as the link
hands them on, and the same rows only upserted, in batches as the store writes them. The three take turns.
"""

import argparse
import asyncio
import contextlib
import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from pathlib import Path

from prometheus_client import CollectorRegistry

from lab.bench.calls import START_US, chunks, site
from lab.bench.traffic import templates
from metrics.calls.encode import encoder
from metrics.calls.fold import Fold
from metrics.calls.pending import Pending
from metrics.calls.rows import CallRows
from metrics.calls.service_level import Policy
from metrics.calls.writer import CALLS_A_WRITE, Progress, Writer
from metrics.prometheus.recorder import Recorder
from telephony.ami.frames import FrameReader
from telephony.facts import Fact
from telephony.journal import Batch, Checkpoint, Entry
from telephony.journal.sqlite import SqliteJournal
from telephony.numbers import e164
from thirdring.access import Database, opened
from thirdring.pipeline.derivation import Derivation
from thirdring.pipeline.handlers import handlers
from thirdring.pipeline.intake import Intake
from thirdring.settings import Settings

POLICY = Policy()
ENCODE = encoder(POLICY, e164)
REACH_CALLS_A_SECOND, REACH_RATIO = 1000, 0.5


def batches(data: Sequence[bytes]) -> Iterator[Batch]:
    """What each read from the socket held."""
    reader = FrameReader()
    for number, chunk in enumerate(data):
        yield Batch("bench", [(frame, START_US + number) for frame in reader.feed(chunk)])


@contextlib.asynccontextmanager
async def database(folder: Path) -> AsyncIterator[Database]:
    async with opened(Settings(data_dir=folder)) as access:
        yield access


async def whole_way(data: Sequence[bytes], folder: Path) -> float:
    journal = SqliteJournal(folder / "journal.sqlite")
    async with database(folder) as access:
        derivation = Derivation(site())
        fold = Fold(
            Writer(access.writing), Pending(ENCODE), journal, derivation, lambda: Derivation(site()), access.bring_up
        )
        recorder = Recorder(CollectorRegistry(), POLICY, ["service"], ["1001", "1002", "1003"])
        intake = Intake(journal, derivation, handlers(fold.handle, recorder.record, lambda _: None), recorder)
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
    return seconds


async def bare_appends(groups: Sequence[Batch], folder: Path) -> float:
    journal = SqliteJournal(folder / "journal.sqlite")
    began = time.perf_counter()
    for group in groups:
        await journal.append([group], Checkpoint())
    seconds = time.perf_counter() - began
    await journal.close()
    return seconds


async def bare_upserts(rows: Sequence[CallRows], folder: Path) -> float:
    async with database(folder) as access:
        writer = Writer(access.writing)
        began = time.perf_counter()
        for first in range(0, len(rows), CALLS_A_WRITE):
            await writer.write(rows[first : first + CALLS_A_WRITE], Progress(first + 1, first + 1))
        return time.perf_counter() - began


def rows_of(groups: Sequence[Batch]) -> list[CallRows]:
    derivation, pending, position = Derivation(site()), Pending(ENCODE), 0
    for pbx, frames in groups:
        for frame, received_us in frames:
            position += 1
            for fact in derivation.step(Entry(position, pbx, received_us, frame)):
                if isinstance(fact, Fact):
                    pending.mark(fact)
    return pending.rows(pending.take())


def in_folder(work: Callable[[Path], Awaitable[float]]) -> float:
    """On a real disk, which /tmp may not be."""
    folder = Path(tempfile.mkdtemp(prefix="thirdring-bench-", dir="/var/tmp"))

    async def worked() -> float:
        return await work(folder)

    try:
        return asyncio.run(worked())
    finally:
        shutil.rmtree(folder)


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench durable", description=__doc__)
    options.add_argument("--calls", type=int, default=10_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--short", action="store_true", help="1,000 calls, one round")
    chosen = options.parse_args(arguments)
    if chosen.short:
        chosen.calls, chosen.rounds = 1_000, 1
    data = chunks(templates(), chosen.calls, calls_per_second=1000)
    groups = list(batches(data))
    rows = rows_of(groups)
    appends, upserts, whole = [], [], []
    for _ in range(chosen.rounds):
        appends.append(in_folder(lambda folder: bare_appends(groups, folder)))
        upserts.append(in_folder(lambda folder: bare_upserts(rows, folder)))
        whole.append(in_folder(lambda folder: whole_way(data, folder)))
    report(len(rows), groups, *(len(rows) / min(seconds) for seconds in (appends, upserts, whole)))


def report(calls: int, groups: Sequence[Batch], appends: float, upserts: float, whole: float) -> None:
    events = sum(len(group.frames) for group in groups)
    print(f"stored                     {calls} calls, {events / calls:.0f} events a call after the filter")
    print(
        f"bare appends               {appends:.0f} calls/s, {len(groups)} commits of {events / len(groups):.0f} events"
    )
    print(f"bare upserts               {upserts:.0f} calls/s, {CALLS_A_WRITE} calls a statement")
    print(f"bytes to committed rows    {whole:.0f} calls/s (reach: {REACH_CALLS_A_SECOND})")
    print(f"of the slower floor        {whole / min(appends, upserts):.2f} (reach: {REACH_RATIO})")


if __name__ == "__main__":
    main()
