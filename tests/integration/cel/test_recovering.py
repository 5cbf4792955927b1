"""An ear that reads what the PBX has written before it says that the link is up again."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from kit.database.others import AwayError
from telephony.ami.own import own_event
from telephony.cel.sources import CsvFile, Source
from telephony.events import LINK_DOWN, LINK_UP, PBX_CLOCK
from telephony.journal import Batch, Checkpoint
from telephony.journal.ear import Ear
from telephony.journal.sqlite import SqliteJournal
from thirdring.listening.keys import CelKeys, PbxKeys
from thirdring.listening.recovering import Recovering, recovering

T0 = 1_764_000_000_000_000
S = 1_000_000
UP, DOWN = own_event(LINK_UP, Greeting="x"), own_event(LINK_DOWN, Reason="x")


def line(kind: str, second: float, uniqueid: str) -> str:
    stamp = f"{T0 / S + second:.6f}"
    return f'"{kind}","{stamp}","{uniqueid}","{uniqueid}","PJSIP/trunk-1","8001","","","","138"\n'


def heard(name: str, second: int, uniqueid: str) -> tuple[bytes, int]:
    frame = f"Event: {name}\r\nTimestamp: {T0 // S + second}.000000\r\nChannel: PJSIP/1\r\nUniqueid: {uniqueid}"
    return frame.encode(), T0 + second * S


class Said:
    """A log."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, dict[str, Any]]] = []

    def info(self, event: str, **details: Any) -> None:
        self.lines.append((event, details))

    warning = info


class Site:
    """One ear of one PBX, started as often as one likes."""

    def __init__(self, folder: Path) -> None:
        self.csv = folder / "thirdring.csv"
        self.said = Said()
        self._folder = folder

    @contextlib.asynccontextmanager
    async def started(
        self, source: Source | None = None, late_seconds: float = 0.5
    ) -> AsyncIterator[tuple[Recovering, SqliteJournal]]:
        journal = SqliteJournal(self._folder / "journal.sqlite")
        ear = Ear(journal)
        writing = asyncio.create_task(ear.run())
        try:
            cel = CelKeys(late_seconds=late_seconds)
            yield Recovering("main", source or CsvFile(self.csv), cel, ear, journal, self.said), journal
            await ear.written()
        finally:
            writing.cancel()
            await asyncio.wait([writing])
            await journal.close()

    async def told(self) -> list[str]:
        """What the journal has, in short."""
        journal = SqliteJournal(self._folder / "journal.sqlite")
        try:
            return [_short(entry.frame.decode()) for entry in await journal.read(0)]
        finally:
            await journal.close()


def _short(frame: str) -> str:
    headers = dict(each.split(": ", 1) for each in frame.split("\r\n") if ": " in each)
    return " ".join(filter(None, map(headers.get, ("Event", "Type", "Uniqueid"))))


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


async def test_a_gap_is_told_between_its_end_and_the_link_that_is_up_again(site: Site) -> None:
    site.csv.write_text(line("CHAN_START", -9, "1.0") + line("CHAN_START", 2, "1.2") + line("HANGUP", 3, "1.2"))
    async with site.started() as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1")]))
        await ear.offer(Batch("main", [(DOWN, T0 + S), (UP, T0 + 9 * S), heard("Newchannel", 10, "1.3")]))
    assert await site.told() == [
        "LinkUp",
        "Newchannel 1.1",
        "LinkDown",
        "Recovery",
        "CelRow CHAN_START 1.2",
        "CelRow HANGUP 1.2",
        "Recovered",
        "LinkUp",
        "Newchannel 1.3",
    ]
    [(event, details)] = site.said.lines
    assert (event, details["rows"], details["gap_seconds"]) == ("what the PBX wrote of a gap was read", 2, 8.0)


async def test_what_is_written_as_the_link_comes_up_is_told_even_where_the_clock_of_the_pbx_is_known_by_half(
    site: Site,
) -> None:
    """The answer to how late it is took 80 ms: the PBX may be 40 ms ahead of where it seems to be."""
    site.csv.write_text(line("CHAN_START", 9.03, "1.9") + line("CHAN_START", 9.05, "1.10"))
    clock = own_event(PBX_CLOCK, Shown=str(T0), Asked=str(T0 - 40_000), Correction="0"), T0 + 40_000
    async with site.started() as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), clock, heard("Newchannel", 1, "1.1")]))
        await ear.offer(Batch("main", [(DOWN, T0 + S), (UP, T0 + 9 * S)]))
    assert [each for each in await site.told() if each.startswith("CelRow")] == ["CelRow CHAN_START 1.9"]


async def test_what_was_heard_before_a_restart_is_not_told_again(site: Site) -> None:
    site.csv.write_text(line("CHAN_START", 0.8, "1.1") + line("HANGUP", 0.9, "1.1") + line("CHAN_START", 2, "1.2"))
    async with site.started() as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1"), heard("Hangup", 1, "1.1")]))
    async with site.started() as (ear, _):
        await ear.offer(Batch("main", [(UP, T0 + 9 * S)]))
    assert (await site.told())[3:] == ["Recovery", "CelRow CHAN_START 1.2", "Recovered", "LinkUp"]


async def test_a_start_in_the_middle_of_reading_goes_on_where_the_journal_ends(site: Site) -> None:
    first, second = line("CHAN_START", 2, "1.2") + line("HANGUP", 3, "1.2"), line("CHAN_START", 4, "1.4")
    site.csv.write_text(first)
    async with site.started() as (ear, journal):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1")]))
        await ear.offer(Batch("main", [(UP, T0 + 3 * S)]))  # and was killed before it could say more
        assert journal.checkpoint == Checkpoint()
    site.csv.write_text(first + second)
    async with site.started() as (ear, _):
        await ear.offer(Batch("main", [(UP, T0 + 9 * S)]))
    assert [each for each in await site.told() if each.startswith("CelRow")] == [
        "CelRow CHAN_START 1.2",
        "CelRow HANGUP 1.2",
        "CelRow CHAN_START 1.4",
    ]


async def test_the_first_link_of_a_site_has_no_gap(site: Site) -> None:
    site.csv.write_text(line("CHAN_START", -9, "1.0"))
    async with site.started() as (ear, _):
        await ear.offer(Batch("main", [(UP, T0)]))
    assert await site.told() == ["LinkUp"]


async def test_a_gap_of_which_nothing_is_written_is_one_as_before(site: Site) -> None:
    async with site.started() as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), (DOWN, T0 + S), (UP, T0 + 9 * S)]))
    assert await site.told() == ["LinkUp", "LinkDown", "LinkUp"]


async def test_a_file_that_is_copied_from_the_pbx_is_waited_for_as_long_as_a_copy_may_be_late(site: Site) -> None:
    copied = line("CHAN_START", 0.5, "1.1")
    site.csv.write_text(copied)

    async def copy_again() -> None:
        await asyncio.sleep(0.8)
        rest = line("CHAN_START", 2, "1.2") + line("HANGUP", 8.9, "1.2") + line("CHAN_START", 9.6, "1.3")
        site.csv.with_suffix(".new").write_text(copied + rest)
        site.csv.with_suffix(".new").rename(site.csv)  # as rsync does

    async with site.started(late_seconds=60) as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1")]))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(copy_again())
            await ear.offer(Batch("main", [(UP, T0 + 9 * S)]))
    assert (await site.told())[2:] == ["Recovery", "CelRow CHAN_START 1.2", "CelRow HANGUP 1.2", "Recovered", "LinkUp"]


async def test_a_folder_that_never_answers_does_not_hold_up_the_link_for_ever(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thirdring.listening.reading.READ_SECONDS_MAX", 0.3)
    monkeypatch.setattr("thirdring.listening.recovering.LATER_SECONDS_MAX", -0.3)
    hung = threading.Event()
    source = _Late(CsvFile(site.csv), 0)
    monkeypatch.setattr(source, "last_us", lambda: hung.wait(60) or None)
    async with site.started(source) as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1"), (UP, T0 + 9 * S)]))
        assert source.closed == 0  # its thread is still in it
        await ear.offer(Batch("main", [(UP, T0 + 19 * S)]))
        hung.set()
        async with asyncio.timeout(60):
            while not source.closed:
                await asyncio.sleep(0.01)
    assert (await site.told())[2:] == ["LinkUp", "LinkUp"]
    reasons = [details["reason"] for _, details in site.said.lines]
    assert reasons == ["there is no answer within 0.3 s", "an earlier question is not answered yet"]


@pytest.mark.parametrize("error", [RuntimeError("a secret"), ValueError(""), OSError()])
async def test_whatever_fails_in_reading_a_gap_is_told_and_the_link_passes_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setattr("thirdring.listening.recovering.LATER_SECONDS_MAX", -0.3)

    def fail() -> None:
        raise error

    source = _Late(CsvFile(site.csv), 0)
    monkeypatch.setattr(source, "last_us", fail)
    monkeypatch.setattr(source, "close", fail)
    async with site.started(source) as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1"), (UP, T0 + 9 * S)]))
    assert (await site.told())[2:] == ["LinkUp"]
    [(_, details)] = site.said.lines
    assert type(error).__name__ in details["reason"]
    assert "a secret" not in details["reason"]


class _Late:
    """The database of a PBX that is away for the first so many questions."""

    def __init__(self, file: CsvFile, away_times: int) -> None:
        self._file = file
        self._away_times = away_times
        self.since = file.since
        self.closed = 0

    def last_us(self) -> int | None:
        self._away_times -= 1
        if self._away_times >= 0:
            raise AwayError("connection refused")
        return self._file.last_us()

    def close(self) -> None:
        self.closed += 1


async def test_a_database_that_comes_up_after_its_pbx_is_waited_for(site: Site) -> None:
    site.csv.write_text(line("CHAN_START", 2, "1.2"))
    late = _Late(CsvFile(site.csv), 3)
    async with site.started(late) as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1"), (UP, T0 + 9 * S)]))
    assert (await site.told())[2:] == ["Recovery", "CelRow CHAN_START 1.2", "Recovered", "LinkUp"]
    assert late.closed == 1


async def test_one_that_stays_away_holds_up_the_link_for_a_moment_and_the_log_says_why(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("thirdring.listening.recovering.LATER_SECONDS_MAX", -0.3)
    async with site.started(_Late(CsvFile(site.csv), 99)) as (ear, _):
        await ear.offer(Batch("main", [(UP, T0), heard("Newchannel", 1, "1.1"), (UP, T0 + 9 * S)]))
    assert (await site.told())[2:] == ["LinkUp"]
    expected = ("what the PBX wrote of a gap cannot be read", {"pbx": "main", "reason": "connection refused"})
    assert site.said.lines == [expected]


def test_without_the_setting_nothing_is_read(tmp_path: Path) -> None:
    pbx = PbxKeys("main", "h", 1, "u", "s", False, None)
    taker = object()
    assert recovering(pbx, taker, object(), Said()) is taker  # type: ignore[arg-type]
