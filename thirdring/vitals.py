"""How the service itself is: what /readyz checks, and what a scrape reads beside the calls."""

import contextlib
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TypeAlias

from kit.database.tenure import Tenure
from kit.http.health import Check
from metrics.calls.fold import Fold, FoldStatus
from metrics.prometheus import desk_samples, status, titles
from metrics.prometheus import sheet_samples as sheet
from metrics.prometheus.scrape import Sample
from metrics.prometheus.sheet_keeper import SheetKeeper
from telephony.ami.link import AmiLink
from telephony.journal import Journal
from telephony.journal.followed import Followed
from ticketing.files.keeper import FilesKeeper

StoreStatus: TypeAlias = Callable[[], FoldStatus]


def checks(links: Mapping[str, AmiLink], journal: Journal, store: StoreStatus) -> Sequence[Callable[[], Check]]:
    return [partial(_store, store), partial(_journal, journal), *(partial(_link, *link) for link in links.items())]


def store_status(fold: Fold, tenure: Tenure) -> FoldStatus:
    """A lost lock is reported before a failed write. A service that stands by stores nothing."""
    state = fold.status
    if tenure.standby is not None and tenure.leader() is not None:
        return FoldStatus(tenure.standby.trouble, False, 0, 0, 0, 0, 0)
    return state._replace(trouble=tenure.trouble or state.trouble)


def _store(store: StoreStatus) -> Check:
    state = store()
    reason = state.trouble
    if not reason and state.catching_up:
        reason = "PostgreSQL catches up with the journal: calls appear as they are stored. Wait."
    figures = {
        "applied_position": float(state.applied_position),
        "behind_events": float(state.behind_events),
        "behind_seconds": state.behind_us / 1_000_000,
        "waiting_calls": float(state.waiting_calls),
        "rejected_calls": float(state.rejected_calls),
    }
    return Check("database", not reason, reason, figures)


def _journal(journal: Journal) -> Check:
    health = journal.health
    figures = {
        "last_position": float(health.last_position),
        "size_bytes": float(health.size_bytes),
        "unsaved_events": float(health.unsaved_events),
    }
    return Check("journal", not health.trouble, health.trouble, figures)


def charge(tenure: Tenure) -> Check:
    """A service that stands by is ready, too."""
    host = tenure.leader()
    reason = "" if host is None else f"Stands by: {host} is in charge."
    return Check("in charge", True, reason, {"in_charge": float(host is None)})


def ear(followed: Followed) -> Check:
    """Checks the process that hears the PBXs."""
    connected, links = followed.ears
    deaf = [f"{name}: {why}" for name, why in links.items() if why]
    reason = "" if connected else "The ear (`listen`) does not run: nothing is heard. Start it again."
    if connected and deaf:
        reason = f"The ear (`listen`) does not hear every PBX. {' '.join(deaf)}"
    return Check("listen", not reason, reason, {})


def bucket(keeper: FilesKeeper) -> Check:
    """Checks the bucket of photos and papers."""
    reason = (
        "" if keeper.trouble is None else f"The bucket of photos and papers cannot be used. {keeper.trouble.reason}"
    )
    return Check("bucket", not reason, reason, {})


def _link(name: str, link: AmiLink) -> Check:
    reason = f"There is no link to the PBX {name}: its calls are not measured. {link.trouble}".rstrip()
    return Check(f"pbx {name}", link.up, "" if link.up else reason, {"waiting_frames": float(link.inbox.depth)})


def samples(
    links: Mapping[str, AmiLink],
    journal: Journal,
    store: StoreStatus,
    keeper: SheetKeeper,
    data_dir: Path,
    now_us: Callable[[], int],
) -> Iterator[Sample]:
    at_us = now_us()
    for name, link in links.items():
        yield from status.of_link(name, link.up, link.stats, link.inbox.depth, link.inbox.lag_seconds(at_us))
    yield from status.of_journal(journal.health)
    yield from status.of_store(store())
    yield from status.of_upkeep(keeper.upkeep)
    yield from status.of_figures(at_us - keeper.refreshed_at_us)
    yield from sheet.of_site(keeper.begin_us, at_us, keeper.book.rules.site.zone)
    yield from sheet.of_sheet(keeper.lines(), at_us)
    yield from titles.of_titles(keeper.book.objectives, keeper.book.rules.categories)
    yield from desk_samples.of_desk(keeper.desk, keeper.book.rules.categories, at_us)
    with contextlib.suppress(OSError):  # /readyz says what is wrong with it
        disk = shutil.disk_usage(data_dir)
        yield from status.of_disk(disk.free, disk.total)
