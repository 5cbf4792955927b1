"""Calls of a simulated PBX as journal entries, and what they come to when nothing disturbs them."""

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from kit.database.pool import DatabasePool, session
from lab.sim.moments import frame
from lab.sim.people import Habits
from lab.sim.site import site
from lab.sim.timeline import Timeline
from lab.sim.traffic import Traffic
from metrics.calls.encode import encoder
from metrics.calls.rows import CallRows
from metrics.calls.service_level import Policy
from telephony.ami.frames import FrameReader
from telephony.facts import Fact, FactKind
from telephony.journal import Batch, Entry
from telephony.layout import Layout, layout
from telephony.numbers import e164
from thirdring.pipeline.derivation import Derivation

Row = tuple[Any, ...]

PLACE = site(20)
T0_US = 1_764_036_000_000_000
ENCODE = encoder(Policy(), e164)
HABITS = Habits(talk_seconds=10.0, patience_seconds=20.0)


def its_layout() -> Layout:
    return layout([PLACE.hotline], PLACE.agents)


@cache
def frames(calls: int, seed: int = 1) -> tuple[tuple[bytes, int], ...]:
    """In the order of time; the calls overlap."""
    reader = FrameReader()
    traffic = Traffic(PLACE, T0_US, 0.5, seed, calls, HABITS)
    return tuple((heard, T0_US) for cue in Timeline(traffic.calls()) for heard in reader.feed(frame(cue.moment)))


def entries(calls: int, seed: int = 1) -> list[Entry]:
    return [Entry(position, "main", at_us, heard) for position, (heard, at_us) in enumerate(frames(calls, seed), 1)]


def batches(heard: Sequence[tuple[bytes, int]], size: int = 50) -> Iterator[Batch]:
    for begin in range(0, len(heard), size):
        yield Batch("main", heard[begin : begin + size])


def facts(heard: Sequence[Entry]) -> Iterator[Fact]:
    derivation = Derivation(its_layout())
    for entry in heard:
        yield from (fact for fact in derivation.step(entry) if isinstance(fact, Fact))


def ended_calls(heard: Sequence[Entry]) -> list[CallRows]:
    return [ENCODE(fact.call) for fact in facts(heard) if fact.kind is FactKind.CALL_ENDED]


def as_stored(rows: Sequence[CallRows]) -> dict[str, list[Row]]:
    return {
        "calls": sorted(row.call for row in rows),
        "attempts": sorted(attempt for row in rows for attempt in row.attempts),
        "transfers": sorted(transfer for row in rows for transfer in row.transfers),
        "receipts": sorted(row.receipt for row in rows),
    }


async def stored(pool: DatabasePool) -> dict[str, list[Row]]:
    found = {}
    async with session(pool) as connection:
        for table, keys in (("calls", 2), ("attempts", 3), ("transfers", 3), ("receipts", 2)):
            rows = await connection.fetch(f"select * from {table}")
            found[table] = sorted((tuple(row) for row in rows), key=lambda row: row[:keys])
    return found


async def applied_position(pool: DatabasePool) -> int:
    async with session(pool) as connection:
        return int(await connection.fetchval("select applied_position from fold"))
