"""`serve` hears the PBX before it is whole: link and journal run while everything else is imported and started."""

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator
from functools import partial
from typing import NamedTuple

from kit.phases import reach
from kit.tasks import hold_alone, hold_journal
from kit.wrong import SettingsError
from telephony.ami.link import AmiLink
from telephony.journal.ear import BEFORE_EVENTS_MAX, Ear
from telephony.journal.sqlite import DAY_US, SqliteJournal
from telephony.stream.status import forwarded_position
from thirdring.listening.keys import EarKeys
from thirdring.listening.links import LaterLog, LinkLog, feed, link_of
from thirdring.listening.recovering import recovering

_RESTORING = "restore.unfinished"


class Early(NamedTuple):
    keys: EarKeys
    journal: SqliteJournal
    ear: Ear
    links: dict[str, AmiLink]
    hearing: dict[str, "asyncio.Task[None]"]  # links and their feeds, by name
    writing: "asyncio.Task[None]"
    log: LaterLog


@contextlib.asynccontextmanager
async def heard_first(keys: EarKeys | None) -> AsyncIterator[Early | None]:
    """None where that is not possible: the usual start is, or says why not."""
    async with contextlib.AsyncExitStack() as stack:
        early = None
        if keys is not None and not (keys.data_dir / _RESTORING).exists():
            with contextlib.suppress(SettingsError, OSError, sqlite3.Error):
                early = await stack.enter_async_context(_hearing(keys))
        yield early


@contextlib.asynccontextmanager
async def _hearing(keys: EarKeys) -> AsyncIterator[Early]:
    with hold_alone(keys.data_dir), hold_journal(keys.data_dir):
        async with _hearing_alone(keys) as early:
            yield early


@contextlib.asynccontextmanager
async def _hearing_alone(keys: EarKeys) -> AsyncIterator[Early]:
    log, journal = LaterLog(), journal_of(keys)
    try:
        ear = Ear(journal, BEFORE_EVENTS_MAX)
        links = {pbx.name: link_of(pbx, LinkLog(pbx.name, log)) for pbx in keys.pbxs}
        hearing, pbxs = {}, {pbx.name: pbx for pbx in keys.pbxs}
        for name, link in links.items():
            taker = recovering(pbxs[name], ear, journal, log)
            hearing[f"feed {name}"] = asyncio.create_task(feed(name, link, taker), name=f"feed {name}")
            hearing[f"link {name}"] = asyncio.create_task(link.run(), name=f"link {name}")
        reach("ear begun")
        tasks = [*hearing.values(), writing := asyncio.create_task(ear.run(), name="journal")]
        try:
            yield Early(keys, journal, ear, links, hearing, writing, log)
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
    finally:
        await journal.close()


def journal_of(keys: EarKeys) -> SqliteJournal:
    return SqliteJournal(
        keys.data_dir / "journal.sqlite",
        bytes_max=keys.size_bytes_max,
        age_max_us=int(keys.retention_days * DAY_US),
        forwarded=partial(forwarded_position, keys.data_dir) if keys.forwards else None,
    )
