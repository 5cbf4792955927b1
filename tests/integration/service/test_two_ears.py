"""Two `listen` on one data_dir: one writes the journal, the other hears and stands by."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, NoReturn

import pytest

from kit.tasks import is_held
from lab.bench.harms import Harm
from lab.bench.kill import run
from lab.sim.server import SimulatedPbx
from telephony.journal.sqlite import SqliteJournal
from tests.integration.service.test_listen import Said, until_recorded
from tests.integration.service.test_service import played, ready, settings
from thirdring.links import ear_keys_of
from thirdring.listening import beside
from thirdring.listening.alone import hear
from thirdring.listening.hearer import Hearer
from thirdring.listening.keys import PbxKeys
from thirdring.service import running
from thirdring.settings import Settings

STANDS_BY, SERVICE_STANDS_BY = "stands-by-main.lock", "service-stands-by-main.lock"


async def until(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(60):
        while not condition():
            await asyncio.sleep(0.01)


@asynccontextmanager
async def ear(wanted: Settings) -> AsyncIterator[Said]:
    log = Said()
    task = asyncio.create_task(hear(ear_keys_of(wanted), log))
    try:
        yield log
    finally:
        task.cancel()
        await asyncio.wait([task])


async def marks(data_dir: Path) -> list[bytes]:
    journal = SqliteJournal(data_dir / "journal.sqlite")
    frames = [entry.frame for entry in await journal.since(0)]
    await journal.close()
    return [name for frame in frames if (name := frame.partition(b"\r\n")[0][7:]).startswith(b"Link")]


async def test_one_of_two_ears_killed_and_stopped_again_and_again_loses_and_estimates_no_call(tmp_path: Path) -> None:
    """The short form of `./run bench kill --ears`."""
    report = await run(calls=120, kills=4, folder=tmp_path, pace=6.0, calls_a_second=10.0, harm=Harm.EARS)
    assert report.wrong == []
    assert report.ears == 4
    assert report.same == report.calls > 50


async def test_the_only_ear_killed_again_and_again_beside_a_service_loses_no_call(tmp_path: Path) -> None:
    """The short form of `./run bench kill --one-ear`."""
    report = await run(calls=120, kills=4, folder=tmp_path, pace=6.0, calls_a_second=10.0, harm=Harm.ONE_EAR)
    assert report.wrong == []
    assert report.ears == 4
    assert report.same == report.calls > 50


async def test_when_a_link_is_cut_the_other_ear_goes_on_and_there_is_no_gap(
    data_dir: Path, database_url: str, pool: Any
) -> None:
    async with played(60) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with ear(wanted) as first:
            await until(lambda: "listening" in first.events)
            async with ear(wanted) as second:
                await until(lambda: is_held(data_dir, STANDS_BY))
                cut_the_oldest(pbx)
                await until(lambda: "listening" in second.events)
                await pbx.finished.wait()
                async with running(wanted):
                    await until_recorded(pool, pbx)
    assert (await marks(data_dir))[:3] == [b"LinkUp", b"LinkDown", b"LinkKept"]


async def test_where_the_only_ear_ends_the_service_hears_on_and_leaves_it_to_the_next_one(
    data_dir: Path, database_url: str, pool: Any
) -> None:
    async with played(100, pace=6) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with contextlib.AsyncExitStack() as first:
            log = await first.enter_async_context(ear(wanted))
            await until(lambda: "listening" in log.events)
            async with running(wanted) as service:
                await until(lambda: is_held(data_dir, SERVICE_STANDS_BY))
                await first.aclose()
                await until(lambda: not is_held(data_dir, SERVICE_STANDS_BY))
                while not (await ready(service))["listen"]["ok"]:
                    await asyncio.sleep(0.05)
                async with ear(wanted) as later:
                    await until(lambda: "listening" in later.events)
                    await until(lambda: is_held(data_dir, SERVICE_STANDS_BY))
                    await pbx.finished.wait()
                    await until_recorded(pool, pbx)


async def test_where_the_pbx_itself_was_away_nobody_takes_the_journal_from_the_only_ear(
    data_dir: Path, database_url: str
) -> None:
    async with quiet() as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with ear(wanted) as alone:
            await until(lambda: "listening" in alone.events)
            async with running(wanted):
                await until(lambda: is_held(data_dir, SERVICE_STANDS_BY))
                for session in list(pbx._sessions):
                    session.transport.abort()
                await until(lambda: alone.events.count("linked to the PBX") == 2)
                await until(lambda: is_held(data_dir, SERVICE_STANDS_BY))
            assert "standing by" not in alone.events


async def test_trouble_of_the_ear_that_stands_by_leaves_the_service_alone(
    data_dir: Path, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object, **__: object) -> NoReturn:
        raise RuntimeError("a part ended by itself")

    log = Said()
    monkeypatch.setattr(beside, "listening", broken)
    task = asyncio.create_task(beside.stand_by(ear_keys_of(settings(data_dir, database_url)), log))
    await until(lambda: "the ear that stands by cannot hear on" in log.events)
    assert not task.done()
    task.cancel()


async def test_an_ear_whose_link_was_cut_stands_by_afterwards(data_dir: Path, database_url: str) -> None:
    async with quiet() as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with ear(wanted) as first:
            await until(lambda: "listening" in first.events)
            async with ear(wanted) as second:
                await until(lambda: is_held(data_dir, STANDS_BY))
                cut_the_oldest(pbx)
                await until(lambda: "listening" in second.events)
                await until(lambda: is_held(data_dir, STANDS_BY))
                assert first.events[-1] != "listening"


async def test_without_another_ear_a_cut_link_is_a_gap(data_dir: Path, database_url: str) -> None:
    async with quiet() as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with ear(wanted) as alone:
            await until(lambda: "listening" in alone.events and pbx.linked)
            cut_the_oldest(pbx)
            await until(lambda: alone.events.count("linked to the PBX") == 2)
    assert (await marks(data_dir))[:3] == [b"LinkUp", b"LinkDown", b"LinkUp"]


async def test_an_ear_that_hears_nothing_does_not_say_that_it_stands_by(data_dir: Path, database_url: str) -> None:
    async with quiet() as pbx, ear(settings(data_dir, database_url, pbx.port)) as first:
        await until(lambda: "listening" in first.events and pbx.linked)
        nowhere = settings(data_dir, database_url)
        async with ear(nowhere) as deaf:
            await until(lambda: "no link to the PBX yet" in deaf.events)
            assert not is_held(data_dir, STANDS_BY)


@asynccontextmanager
async def quiet() -> AsyncIterator[SimulatedPbx]:
    """Nobody calls."""
    async with SimulatedPbx([], {}, anchor_us=time.time_ns() // 1000) as pbx:
        yield pbx


def cut_the_oldest(pbx: SimulatedPbx) -> None:
    next(iter(pbx._sessions)).transport.abort()


@asynccontextmanager
async def told_later(port: int, seconds: float) -> AsyncIterator[int]:
    """The port of a PBX that says all this much later."""

    async def carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, after_seconds: float) -> None:
        loop = asyncio.get_running_loop()
        while data := await reader.read(1 << 16):
            loop.call_later(after_seconds, writer.write, data)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, pbx = await asyncio.open_connection("127.0.0.1", port)
        await asyncio.gather(carry(reader, pbx, 0.0), carry(there, writer, seconds), return_exceptions=True)
        for each in (writer, pbx):
            each.close()

    async with await asyncio.start_server(serve, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]


async def test_an_ear_that_is_told_later_writes_nothing_twice(data_dir: Path, database_url: str, pool: Any) -> None:
    async with played(60) as pbx, told_later(pbx.port, 0.3) as later_port:
        wanted = settings(data_dir, database_url, pbx.port)
        async with contextlib.AsyncExitStack() as first:
            log = await first.enter_async_context(ear(wanted))
            await until(lambda: "listening" in log.events)
            async with ear(settings(data_dir, database_url, later_port)) as second:
                await until(lambda: is_held(data_dir, STANDS_BY))
                await first.aclose()
                await until(lambda: "listening" in second.events)
                await pbx.finished.wait()
                async with running(wanted):
                    await until_recorded(pool, pbx)
    journal = SqliteJournal(data_dir / "journal.sqlite")
    stamped = [entry.frame for entry in await journal.since(0) if b"\r\nTimestamp: " in entry.frame]
    await journal.close()
    assert len(stamped) == len({*stamped})


async def test_an_ear_that_is_told_to_end_while_a_part_of_it_ends_does_end(data_dir: Path) -> None:
    hearer = Hearer(PbxKeys("main", "127.0.0.1", 1, "u", "s", False, None), data_dir, Said(), asyncio.Event())
    over = asyncio.Event()

    async def ends_slowly() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            await over.wait()

    hearer._start("feed", ends_slowly())
    await asyncio.sleep(0)
    ending = asyncio.create_task(hearer._stop("feed"))
    await asyncio.sleep(0)
    ending.cancel()
    with pytest.raises(asyncio.CancelledError):
        await ending
    over.set()
