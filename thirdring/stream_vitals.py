"""The state of forwarding the journal to other hosts, for /readyz and for a scrape."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

from kit.http.health import Check
from metrics.prometheus import status
from metrics.prometheus.scrape import Sample
from telephony.journal import Journal
from telephony.stream.reader import Streamed, StreamJournal
from telephony.stream.status import STALE_SECONDS, Forwarded, read
from thirdring.settings import Settings

NOT_RUNNING = "The journal is not forwarded: start `forward` on this host."


def checks(settings: Settings, journal: Journal, streamed: Streamed | None) -> Sequence[Callable[[], Check]]:
    """None where the journal is on this disk alone."""
    if streamed is not None:
        return [partial(_reader, streamed.journal)]
    return [partial(_forwarder, settings, journal)] if settings.journal.servers else []


def samples(settings: Settings, journal: Journal, now_us: Callable[[], int]) -> Iterator[Sample]:
    if isinstance(journal, StreamJournal):
        behind = journal.health.last_position - journal.next_position + 1
        yield from status.of_stream(behind, bool(journal.health.trouble), journal.missing_events)
    elif settings.journal.servers:
        said = read(settings.data_dir) or Forwarded()
        yield from status.of_stream(_behind(said, journal), bool(trouble_of(said, now_us())), 0)
        yield from status.of_room(said.size_bytes, said.size_bytes_max, said.servers, said.servers_ready)


def trouble_of(said: Forwarded, now_us: int) -> str:
    """'' where all goes on. Pure."""
    if now_us - said.at_us > STALE_SECONDS * 1e6:
        return NOT_RUNNING
    return f"The journal is not forwarded: {said.trouble}." if said.trouble else ""


def _behind(said: Forwarded, journal: Journal) -> int:
    position = said.position if said.journal == journal.identity else 0
    return max(0, journal.health.last_position - max(position, journal.health.first_position - 1))


def _forwarder(settings: Settings, journal: Journal) -> Check:
    said = read(settings.data_dir) or Forwarded()
    reason = trouble_of(said, time.time_ns() // 1000)
    figures = {
        "behind_events": float(_behind(said, journal)),
        "size_bytes": float(said.size_bytes),
        "size_bytes_max": float(said.size_bytes_max),
        "servers": float(said.servers),
        "servers_ready": float(said.servers_ready),
    }
    return Check("stream", not reason, reason, figures)


def _reader(journal: StreamJournal) -> Check:
    health = journal.health
    reason = f"What another host hears does not come: {health.trouble}." if health.trouble else ""
    figures = {
        "behind_events": float(max(0, health.last_position - journal.next_position + 1)),
        "missing_events": float(journal.missing_events),
    }
    return Check("stream", not reason, reason, figures)
