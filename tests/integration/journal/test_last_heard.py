"""Where the kill bench sees a gap begin: after the last event of a whole link that is on disk."""

from pathlib import Path

from lab.bench.killed import last_heard
from lab.bench.unheard import Gaps
from lab.sim.server import SimulatedPbx
from telephony.ami.own import own_event
from telephony.events import LINK_DOWN, LINK_UP
from telephony.journal import Batch, Checkpoint
from telephony.journal.sqlite import SqliteJournal

UP, DOWN = own_event(LINK_UP, Greeting="none"), own_event(LINK_DOWN, Reason="cut")
WHOLE = own_event("CoreShowChannelsComplete")
S = 1_000_000


def said(at_s: float) -> bytes:
    return f"Event: Newstate\r\nTimestamp: {at_s:.6f}\r\nUniqueid: 1.1".encode()


async def heard(folder: Path, *frames: bytes) -> list[int]:
    journal = SqliteJournal(folder / "journal.sqlite", bytes_max=1 << 30, age_max_us=1 << 60)
    await journal.append([Batch("main", [(frame, 0) for frame in frames])], Checkpoint())
    await journal.close()
    return last_heard(folder)


def gaps(*closed: tuple[int, int]) -> Gaps:
    return Gaps(SimulatedPbx([], {}), margin_us=0, closed=list(closed))


async def test_a_gap_begins_after_the_last_event_on_disk(tmp_path: Path) -> None:
    assert await heard(tmp_path, UP, WHOLE, said(1), said(7), UP, WHOLE, said(20), DOWN, UP) == [0, 7 * S, 20 * S]


async def test_a_link_that_ended_before_its_snapshot_was_on_disk_ends_no_gap(tmp_path: Path) -> None:
    assert await heard(tmp_path, UP, WHOLE, said(7), UP, said(12), UP, WHOLE) == [0, 7 * S, 7 * S]


def test_calls_of_what_was_said_and_not_written_down_are_touched_by_the_gap() -> None:
    """A reader that was three seconds behind when it was killed: a call that ended two seconds before is among them."""
    seen = gaps((10 * S, 15 * S), (40 * S, 44 * S))

    assert not seen.touch(6 * S, 8 * S)
    assert seen.begin_with([0, 7 * S, 40 * S]) == 3.0
    assert seen.touch(6 * S, 8 * S)
    assert seen.hold(8 * S, 9 * S)
    assert not seen.touch(20 * S, 39 * S)


def test_a_reader_that_kept_up_leaves_every_gap_as_it_was() -> None:
    seen = gaps((10 * S, 15 * S))

    assert seen.begin_with([0, 10 * S]) == 0.0
    assert seen.closed == [(10 * S, 15 * S)]
