"""The service at a glance, from what it knows of itself at this moment."""

import shutil
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

from kit.http.wire import instant
from kit.version import __version__
from metrics.calls.fold import FoldStatus
from telephony.ami.link import AmiLink
from telephony.journal import Journal
from thirdring.admin.models import DatabaseOut, JournalOut, LinkOut, SystemOut


class Parts(NamedTuple):
    """`store` and `upkeep` say what they are now; `upkeep` in seconds since 1970, by task."""

    links: Mapping[str, AmiLink]
    journal: Journal
    store: Callable[[], FoldStatus]
    upkeep: Callable[[], Mapping[str, float]]
    data_dir: Path
    embedded: bool
    started_us: int


def glance(parts: Parts, clock: Callable[[], int]) -> SystemOut:
    now_us, upkeep = clock(), parts.upkeep()
    free, total = _disk(parts.data_dir)
    return SystemOut(
        version=__version__,
        started_at=instant(parts.started_us),
        now=instant(now_us),
        links=[_link(name, link, now_us) for name, link in parts.links.items()],
        journal=_journal(parts.journal),
        database=_database(parts.store(), parts.embedded),
        disk_free_bytes=free,
        disk_total_bytes=total,
        backup_at=_done(upkeep, "backup"),
        purge_at=_done(upkeep, "purge"),
    )


def _link(name: str, link: AmiLink, now_us: int) -> LinkOut:
    return LinkOut(
        pbx=name,
        up=link.up,
        reason="" if link.up else link.trouble,
        connects=link.stats.connects,
        waiting_frames=link.inbox.depth,
        lag_seconds=link.inbox.lag_seconds(now_us),
    )


def _journal(journal: Journal) -> JournalOut:
    health = journal.health
    return JournalOut(
        ok=not health.trouble,
        reason=health.trouble,
        first_position=health.first_position,
        last_position=health.last_position,
        size_bytes=health.size_bytes,
        unsaved_events=health.unsaved_events,
    )


def _database(state: FoldStatus, embedded: bool) -> DatabaseOut:
    return DatabaseOut(
        ok=not state.trouble,
        reason=state.trouble,
        embedded=embedded,
        version=None,
        size_bytes=None,
        behind_events=state.behind_events,
        behind_seconds=state.behind_us / 1_000_000,
    )


def _disk(folder: Path) -> tuple[int | None, int | None]:
    try:
        usage = shutil.disk_usage(folder)
    except OSError:
        return None, None
    return usage.free, usage.total


def _done(upkeep: Mapping[str, float], task: str) -> datetime | None:
    return instant(int(upkeep[task] * 1_000_000)) if task in upkeep else None
