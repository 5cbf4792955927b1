"""What the desk costs in PostgreSQL, with fsync: importing households, looking a caller up, opening tickets, claiming.

Reach: 50,000 households from an xlsx in < 60 s; a look-up at 200,000 phones p99 < 5 ms; 1,000 calls that arrive at once
by two ways each are 1,000 tickets without a gap; 20 agents work off 1,000 callbacks and never call a person twice.
"""

import argparse
import asyncio
import gc
import random
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

from kit.database.pool import DatabasePool, session
from kit.sheets.files import read_lines, write_xlsx
from thirdring.access import opened
from thirdring.settings import Settings
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.changes import settled_by_word
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.desk.site_desk import SiteDesk
from ticketing.households.columns import SHEET
from ticketing.households.gathering import gather
from ticketing.households.sheet_rows import Reading
from ticketing.rules import DeskRules
from ticketing.tickets.store import Arrival

PHONES_A_HOUSEHOLD = 4
IMPORT_REACH_SECONDS, LOOKUP_REACH_MS = 60.0, 5.0
NOON_US = 1_764_043_200_000_000
RULES = DeskRules(Site(ZoneInfo("Asia/Shanghai"), Workdays()))


def rows(households: int) -> Iterator[list[str]]:
    yield SHEET.row()
    for place in range(households):
        for person in range(2):
            phones = "、".join(phone(place, 2 * person + number) for number in range(2))
            part = ("业主", "家属")[person]
            cells = [
                "花园",
                str(place // 400),
                str(place // 100 % 4 + 1),
                str(place % 100 + 101),
                f"住户{place}-{person}",
            ]
            yield [*cells, part, phones, "1001", "权属证明(2024-05-01)", "", "是", ""]


def phone(place: int, number: int) -> str:
    return f"138{place * PHONES_A_HOUSEHOLD + number:08}"


async def importing(desk: SiteDesk, folder: Path, households: int) -> float:
    file = folder / "households.xlsx"
    with file.open("wb") as sink:
        write_xlsx(rows(households), sink)
    gc.disable()  # as the command does
    began = time.perf_counter()
    gathered = gather(read_lines(file), Reading())
    read = time.perf_counter()
    done = await desk.households.put(gathered.households)
    seconds = time.perf_counter() - began
    gc.enable()
    assert (done.added, gathered.bad) == (households, ()), "every row is good"
    print(f"{households:,} households, {2 * households:,} rows of an xlsx: {seconds:.1f} s, of it read and checked "
          f"{read - began:.1f} s (reach < {IMPORT_REACH_SECONDS:g} s for 50,000)")  # fmt: skip
    began = time.perf_counter()
    again = await desk.households.put(gathered.households)
    print(f"  the same once more    {time.perf_counter() - began:8.1f} s, {again.unchanged:,} unchanged")
    return seconds


async def looking_up(desk: SiteDesk, households: int, count: int) -> float:
    chosen = random.Random(3)
    numbers = [f"+86{phone(chosen.randrange(households), chosen.randrange(4))}" for _ in range(count)]
    took: list[float] = []
    for number in numbers:
        began = time.perf_counter()
        found = await desk.households.find(number)
        took.append((time.perf_counter() - began) * 1000)
        assert len(found) == 1, "each phone has one household"
    took.sort()
    p99 = took[int(len(took) * 0.99)]
    print(f"look-up at {households * PHONES_A_HOUSEHOLD:,} phones: p50 {took[len(took) // 2]:.2f} ms, p99 {p99:.2f} ms "
          f"(reach < {LOOKUP_REACH_MS:g} ms)")  # fmt: skip
    return p99


async def opening(desk: SiteDesk, count: int) -> None:
    arrivals = [Arrival("main", str(number), NOON_US, f"+86138{number:08}") for number in range(count)]
    both_ways = [*arrivals, *arrivals]
    random.Random(3).shuffle(both_ways)
    began = time.perf_counter()
    opened_tickets = await asyncio.gather(*(desk.tickets.open_for_call(arrival) for arrival in both_ways))
    seconds = time.perf_counter() - began
    places = sorted(int(ticket.number[9:]) for ticket in opened_tickets if ticket.new)
    assert places == list(range(1, count + 1)), "gapless"
    print(f"{count:,} calls by two ways at once: {count / seconds:,.0f} tickets/s, gapless, one a call")


async def claiming(desk: SiteDesk, count: int) -> None:
    for number in range(count // 2):
        for reason in (Reason.MISSED_CALL, Reason.REQUESTED):
            await desk.callbacks.bear(Cause(reason, NOON_US, f"+86138{number:08}"))
    calling: Counter[str] = Counter()
    done: Counter[int] = Counter()

    async def work(agent: str) -> None:
        while (mine := await desk.callbacks.claim_next(agent, NOON_US)) is not None:
            calling[mine.phone] += 1
            assert calling[mine.phone] == 1, "two agents call the same person"
            await asyncio.sleep(0)
            calling[mine.phone] -= 1
            done[mine.id] += 1
            await desk.callbacks.change(
                mine.id, lambda known: settled_by_word(known, State.CANCELLED, agent, "bench", NOON_US)
            )

    began = time.perf_counter()
    await asyncio.gather(*(work(f"agent {number}") for number in range(20)))
    assert sorted(done.values()) == [1] * (count // 2 * 2), "each once"
    print(f"20 agents, {count:,} callbacks: {count / (time.perf_counter() - began):,.0f}/s, none twice")


async def analyzed(pool: DatabasePool) -> None:
    async with session(pool) as connection:
        await connection.execute("analyze")


async def run(short: bool) -> bool:
    households = 5_000 if short else 50_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        async with opened(Settings(data_dir=folder)) as access:
            desk = SiteDesk(access.pool, RULES)
            seconds = await importing(desk, folder, households)
            await analyzed(access.pool)
            p99 = await looking_up(desk, households, 500 if short else 5_000)
            await opening(desk, 100 if short else 1_000)
            await claiming(desk, 100 if short else 1_000)
    return seconds <= IMPORT_REACH_SECONDS and p99 <= LOOKUP_REACH_MS


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--short", action="store_true", help="a tenth of everything")
    if not asyncio.run(run(parser.parse_args().short)):
        raise SystemExit("a reach was missed")


if __name__ == "__main__":
    main()
