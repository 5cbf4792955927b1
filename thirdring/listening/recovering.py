"""After a gap, an ear reads what Asterisk itself has written, before it passes on the LinkUp that ends the gap.

So the journal has everything in order: events from before the gap, rows that were written during it, what the PBX lists
now, and the events after it.
"""

import asyncio
import time
from collections.abc import Sequence
from itertools import islice

from telephony.cel.gap import Counts, Gap
from telephony.cel.heard import Heard
from telephony.cel.reading import frames_of
from telephony.cel.sources import CsvFile, Source
from telephony.cel.table_rows import Table
from telephony.events import LINK_UP
from telephony.journal import Batch, Journal
from thirdring.listening.keys import CelKeys, PbxKeys
from thirdring.listening.links import Log, Taker
from thirdring.listening.reading import Reading

PART_FRAMES = 1_000
TAIL_EVENTS = 10_000
"""How many events of the journal are read once, at the start, to know what was heard last."""

LATER_SECONDS_MAX = 4.5
"""Asterisk writes a row within 0.3 s, and within 3.5 s beside a slow database."""

LOOK_SECONDS = 0.1

_SURELY_LATER_US = 500_000
_LINK_UP = f"Event: {LINK_UP}\r\n".encode()


def recovering(pbx: PbxKeys, taker: Taker, journal: Journal, log: Log) -> Taker:
    """Returns `taker` itself if the settings do not say where rows are."""
    source = source_of(pbx.cel)
    return taker if source is None else Recovering(pbx.name, source, pbx.cel, taker, journal, log)


def source_of(cel: CelKeys) -> Source | None:
    if cel.url:
        return Table(cel.url, cel.table)
    return None if cel.csv is None else CsvFile(cel.csv)


class Recovering:
    def __init__(self, pbx: str, source: Source, cel: CelKeys, taker: Taker, journal: Journal, log: Log) -> None:
        self._pbx = pbx
        self._source = source
        self._full_log = cel.log
        self._late_seconds = cel.late_seconds
        self._taker = taker
        self._journal = journal
        self._log = log
        self._heard: Heard | None = None
        self._reading = Reading(source)

    async def offer(self, batch: Batch) -> None:
        heard = self._heard or await self._remember()
        begin = 0
        for place, (frame, received_us) in enumerate(batch.frames):
            if frame.startswith(_LINK_UP):
                await self._pass_on(heard, batch.frames[begin:place])
                begin = place
                await self._recover(heard, received_us)
        await self._pass_on(heard, batch.frames[begin:])

    async def _pass_on(self, heard: Heard, frames: Sequence[tuple[bytes, int]]) -> None:
        if frames:
            heard.take(frames)
            await self._taker.offer(Batch(self._pbx, frames))

    async def _remember(self) -> Heard:
        """Reads what was heard before this process began."""
        heard = self._heard = Heard()
        position = max(1, self._journal.next_position - TAIL_EVENTS)
        while entries := await self._journal.read(position):
            heard.take((entry.frame, entry.received_us) for entry in entries if entry.pbx == self._pbx)
            position = entries[-1].position + 1
        return heard

    async def _recover(self, heard: Heard, up_us: int) -> None:
        """Never fails: what cannot be read stays unknown, and the calls of the gap are estimated."""
        if not heard.until_us:
            return
        surely_up_us = (
            up_us + heard.ahead_us + heard.unsure_us
        )  # what is written until then may be told twice, not never
        gap, counts, began = Gap(heard.until_us, surely_up_us), Counts(), time.monotonic()
        try:
            await self._settle(gap)
            frames = frames_of(gap, heard.copy(), self._source, self._full_log, counts)
            while part := await self._reading.ask(lambda: list(islice(frames, PART_FRAMES))):
                await self._pass_on(heard, [(frame, time.time_ns() // 1000) for frame in part])
        except OSError as error:
            self._log.warning("what the PBX wrote of a gap cannot be read", pbx=self._pbx, reason=str(error))
        else:
            self._log.info(
                "what the PBX wrote of a gap was read",
                pbx=self._pbx,
                gap_seconds=round((gap.until_us - gap.since_us) / 1e6, 1),
                rows=counts.rows,
                rings=counts.rings if counts.has_log else None,
                bad_lines=counts.bad_lines,
                took_seconds=round(time.monotonic() - began, 2),
            )
        await self._reading.close()

    async def _settle(self, gap: Gap) -> None:
        """Waits until the last row of the gap is surely written: a later row exists, or none came for a while.

        The database of a PBX may come up later than the PBX itself: it is asked for a while. Raises OSError.
        """
        began = changed = time.monotonic()
        end = began + self._late_seconds + LATER_SECONDS_MAX
        last_us: int | None = None
        while True:
            try:
                now_us = await self._reading.ask(self._source.last_us)
            except OSError:
                if time.monotonic() >= end:
                    raise
                changed = time.monotonic()
            else:
                if now_us != last_us:
                    last_us, changed = now_us, time.monotonic()
            is_later = last_us is not None and last_us > gap.until_us + _SURELY_LATER_US
            if is_later or time.monotonic() >= min(end, changed + self._late_seconds):
                return
            await asyncio.sleep(LOOK_SECONDS)
