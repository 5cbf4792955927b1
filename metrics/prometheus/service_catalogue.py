"""The metrics of the service itself: events, links, AGI, journal, store, disk."""

from metrics.prometheus.labels import AGI_END, AGI_SCRIPT, EVENT, EVENT_STATE, PBX, ROW_KIND, SHIFT, UPKEEP
from metrics.prometheus.metric import counter, gauge, histogram

EVENTS = counter("events", "events", "AMI events read, by name.", EVENT)
UNEXPECTED = counter(
    "unexpected_events", "events", "AMI events that fitted no state of their call.", EVENT, EVENT_STATE
)
LAG = histogram(
    "event_lag_seconds",
    "seconds",
    "From the PBX's own Timestamp of an event to its being applied here; a batch's oldest.",
)
LINK_UP = gauge("link_up", "1 or 0", "1 while events of this PBX come in.", PBX)
LINK_RECONNECTS = counter("link_reconnects", "connects", "Times that a lost link to this PBX was made again.", PBX)
LINK_FAILURES = counter("link_failures", "failures", "Links to this PBX that failed or broke.", PBX)
LINK_REFUSED = counter("link_logins_refused", "logins", "Logins that this PBX refused.", PBX)
LINK_FRAMES = counter("link_frames", "frames", "AMI frames received from this PBX, noise included.", PBX)
LINK_OVERSIZED = counter("link_oversized_frames", "frames", "AMI frames given up because they were too long.", PBX)
LINK_FORGED = counter(
    "link_forged", "attempts", "Events of this PBX into which a caller had written what looks like other events.", PBX
)
LINK_WAITING = gauge("link_waiting_frames", "frames", "Frames of this PBX that are received and not yet taken.", PBX)
LINK_LAG = gauge("link_lag_seconds", "seconds", "How long the first of them has waited; 0 when none waits.", PBX)
AGI_SESSIONS = counter("agi_sessions", "sessions", "AGI sessions that ended, by script and end.", AGI_SCRIPT, AGI_END)
AGI_FORGED = counter(
    "agi_forged",
    "sessions",
    "AGI sessions that began with lines which somebody else had written, by line breaks in a caller's number or name. "
    "They go on without the number.",
)
CANARY_OK = gauge(
    "canary_ok", "1 or 0", "1 if the last canary call was measured, shown and stored as it was played.", PBX
)
CANARY_RING_ERROR = gauge(
    "canary_ring_error_seconds",
    "seconds",
    "How much longer the last canary call was measured to ring than its test telephone rang; below 0: shorter. Absent "
    "where its ringing was not measured.",
    PBX,
)
CANARY_AT = gauge(
    "canary_timestamp_seconds", "seconds", "When the last canary call was made, in seconds since 1970.", PBX
)
CANARY_EVERY = gauge(
    "canary_interval_seconds", "seconds", "Time between two canary calls, as canary.every_minutes sets it.", PBX
)
SHIFT_SHORT = gauge(
    "shift_short",
    "1 or 0",
    "1 while a turn of this shift that runs, or begins within a day, has fewer people than it needs. Absent on a site "
    "without shifts, and until the roster was read.",
    SHIFT,
)
UNREADABLE_ROWS = counter(
    "unreadable_rows",
    "reads",
    "Tickets and callbacks in PostgreSQL that could not be read and were left out, such as one typed there by hand. "
    "The log names them.",
    ROW_KIND,
)
JOURNAL_EVENTS = gauge("journal_events", "events", "Events that the journal keeps: its depth.")
JOURNAL_BYTES = gauge("journal_size_bytes", "bytes", "Bytes that the journal takes on disk.")
JOURNAL_UNSAVED = gauge("journal_unsaved_events", "events", "Events that would be lost if the service ended now.")
JOURNAL_TROUBLE = gauge("journal_trouble", "1 or 0", "1 while the journal cannot write, as on a full disk.")
STREAM_BEHIND = gauge(
    "stream_behind_events",
    "events",
    "Events that this host has heard and the stream does not have yet; on a host that hears nothing by itself, those "
    "of the stream that it has not taken yet.",
)
STREAM_TROUBLE = gauge("stream_trouble", "1 or 0", "1 while the journal does not get into the stream, or out of it.")
STREAM_MISSING = counter(
    "stream_missing_events", "events", "Events that the stream did not have when this service asked for them."
)
STREAM_BYTES = gauge("stream_size_bytes", "bytes", "Bytes that the stream takes on each of its servers.")
STREAM_ROOM = gauge("stream_room_bytes", "bytes", "Bytes that the stream may take; then it takes no more.")
STREAM_SERVERS_MISSING = gauge(
    "stream_servers_missing", "servers", "Servers of the stream that do not run, or are behind the others."
)
STORE_BEHIND_SECONDS = gauge(
    "store_behind_seconds",
    "seconds",
    "Applied lag: age of what PostgreSQL does not reflect yet; 0 when it reflects all.",
)
STORE_BEHIND = gauge(
    "store_behind_events", "events", "Applied lag: journaled events that PostgreSQL does not reflect yet."
)
STORE_WAITING = gauge("store_waiting_calls", "calls", "Calls with changes that are not in PostgreSQL yet.")
STORE_REJECTED = counter("store_rejected_calls", "calls", "Calls that PostgreSQL refused and that were left out.")
STORE_TROUBLE = gauge("store_trouble", "1 or 0", "1 while PostgreSQL cannot be written.")
DISK_FREE = gauge("disk_free_bytes", "bytes", "Room that is left on the disk of data_dir.")
DISK_SIZE = gauge("disk_size_bytes", "bytes", "Size of the disk of data_dir.")
IN_CHARGE = gauge(
    "in_charge", "1 or 0", "1 while this service stores and acts, 0 while it stands by beside another one."
)
STARTED = gauge("start_timestamp_seconds", "seconds", "When the service started, in seconds since 1970.")
FIGURES_AGE = gauge(
    "figures_age_seconds",
    "seconds",
    "Age of what was last read from PostgreSQL for these figures, tickets, callbacks and objectives; since the start "
    "where nothing was.",
)
UPKEEP_DONE = gauge(
    "upkeep_last_success_timestamp_seconds",
    "seconds",
    "When it was last done, in seconds since 1970; absent where it never was.",
    UPKEEP,
)
