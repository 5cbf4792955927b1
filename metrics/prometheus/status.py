"""Samples of the links, the journal, the store and the disk, which tell their state as plain objects."""

from collections.abc import Callable, Iterator, Mapping
from typing import Protocol

from kit.database.unreadable import Unreadable
from metrics.prometheus import catalogue
from metrics.prometheus.labels import NO_SCRIPT
from metrics.prometheus.scrape import Sample
from telephony.agi.counts import Counts
from telephony.ami.observer import LinkStats
from telephony.journal import JournalHealth


class Charge(Protocol):
    @property
    def now(self) -> bool: ...


class StoreStatus(Protocol):
    @property
    def trouble(self) -> str: ...
    @property
    def behind_events(self) -> int: ...
    @property
    def behind_us(self) -> int: ...
    @property
    def waiting_calls(self) -> int: ...
    @property
    def rejected_calls(self) -> int: ...


class CanaryResult(Protocol):
    @property
    def ok(self) -> bool: ...
    @property
    def at_us(self) -> int: ...
    @property
    def error_us(self) -> int | None: ...


def of_link(pbx: str, up: bool, stats: LinkStats, waiting_frames: int, lag_seconds: float) -> Iterator[Sample]:
    labels = (pbx,)
    yield Sample(catalogue.LINK_UP, int(up), labels)
    yield Sample(catalogue.LINK_RECONNECTS, max(0, stats.connects - 1), labels)
    yield Sample(catalogue.LINK_FAILURES, stats.failures, labels)
    yield Sample(catalogue.LINK_REFUSED, stats.logins_refused, labels)
    yield Sample(catalogue.LINK_FRAMES, stats.frames_read, labels)
    yield Sample(catalogue.LINK_OVERSIZED, stats.frames_oversized, labels)
    yield Sample(catalogue.LINK_FORGED, stats.forged, labels)
    yield Sample(catalogue.LINK_WAITING, waiting_frames, labels)
    yield Sample(catalogue.LINK_LAG, lag_seconds, labels)


def of_agi(counts: Counts) -> Iterator[Sample]:
    yield Sample(catalogue.AGI_FORGED, counts.forged_count)
    for (script, end), count in counts.ends().items():
        yield Sample(catalogue.AGI_SESSIONS, count, (script or NO_SCRIPT, end))


def of_canary(results: Mapping[str, CanaryResult], every_seconds: float) -> Iterator[Sample]:
    """The result of the last canary call of each PBX."""
    for pbx, result in results.items():
        yield Sample(catalogue.CANARY_OK, int(result.ok), (pbx,))
        yield Sample(catalogue.CANARY_AT, result.at_us / 1_000_000, (pbx,))
        yield Sample(catalogue.CANARY_EVERY, every_seconds, (pbx,))
        if result.error_us is not None:
            yield Sample(catalogue.CANARY_RING_ERROR, result.error_us / 1_000_000, (pbx,))


def of_shifts(short: Callable[[], Mapping[str, bool]]) -> Iterator[Sample]:
    """Whether each shift lacks people."""
    for shift, lacks in short().items():
        yield Sample(catalogue.SHIFT_SHORT, int(lacks), (shift,))


def of_rows(unreadable: Unreadable) -> Iterator[Sample]:
    for kind in sorted(catalogue.UNREADABLE_ROWS.labels[0].values or ()):
        yield Sample(catalogue.UNREADABLE_ROWS, unreadable.counts[kind], (kind,))


def of_journal(health: JournalHealth) -> Iterator[Sample]:
    kept = health.last_position - health.first_position + 1 if health.first_position else 0
    yield Sample(catalogue.JOURNAL_EVENTS, max(0, kept))
    yield Sample(catalogue.JOURNAL_BYTES, health.size_bytes)
    yield Sample(catalogue.JOURNAL_UNSAVED, health.unsaved_events)
    yield Sample(catalogue.JOURNAL_TROUBLE, int(bool(health.trouble)))


def of_stream(behind_events: int, trouble: bool, missing_events: int) -> Iterator[Sample]:
    yield Sample(catalogue.STREAM_BEHIND, max(0, behind_events))
    yield Sample(catalogue.STREAM_TROUBLE, int(trouble))
    yield Sample(catalogue.STREAM_MISSING, missing_events)


def of_room(size_bytes: int, size_bytes_max: int, servers: int, servers_ready: int) -> Iterator[Sample]:
    yield Sample(catalogue.STREAM_BYTES, size_bytes)
    yield Sample(catalogue.STREAM_ROOM, size_bytes_max)
    yield Sample(catalogue.STREAM_SERVERS_MISSING, servers - servers_ready)


def of_store(status: StoreStatus) -> Iterator[Sample]:
    yield Sample(catalogue.STORE_BEHIND, status.behind_events)
    yield Sample(catalogue.STORE_BEHIND_SECONDS, status.behind_us / 1_000_000)
    yield Sample(catalogue.STORE_WAITING, status.waiting_calls)
    yield Sample(catalogue.STORE_REJECTED, status.rejected_calls)
    yield Sample(catalogue.STORE_TROUBLE, int(bool(status.trouble)))


def of_disk(free_bytes: int, size_bytes: int) -> Iterator[Sample]:
    yield Sample(catalogue.DISK_FREE, free_bytes)
    yield Sample(catalogue.DISK_SIZE, size_bytes)


def of_upkeep(last_done: Mapping[str, float]) -> Iterator[Sample]:
    for task, at_seconds in last_done.items():
        yield Sample(catalogue.UPKEEP_DONE, at_seconds, (task,))


def of_charge(state: Charge) -> Iterator[Sample]:
    yield Sample(catalogue.IN_CHARGE, int(state.now))


def of_start(at_us: int) -> Iterator[Sample]:
    yield Sample(catalogue.STARTED, at_us / 1_000_000)


def of_figures(age_us: int) -> Iterator[Sample]:
    yield Sample(catalogue.FIGURES_AGE, max(0, age_us) / 1_000_000)
