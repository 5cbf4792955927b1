"""What a call's record should be: known to whoever wrote the play, never derived from the events."""

from dataclasses import dataclass, field

from telephony.facts import Direction, Disposition, Outcome, TransferKind


@dataclass(slots=True, eq=False)
class TrueAttempt:
    device: str
    alerted_at_us: int | None = None
    ended_at_us: int | None = None
    outcome: Outcome | None = None


@dataclass(slots=True, eq=False)
class Truth:
    """`queue` and `dialled` say which hotline it is; whether that is one is the site's affair."""

    play: str
    linkedid: str
    caller: str
    dialled: str
    arrived_at_us: int
    direction: Direction = Direction.INBOUND
    queue: str | None = None
    queued_at_us: int | None = None
    alerted_at_us: int | None = None
    answered_at_us: int | None = None
    ring_ended_at_us: int | None = None
    ended_at_us: int | None = None
    disposition: Disposition | None = None
    device: str | None = None  # of the agent who answered first
    attempts: list[TrueAttempt] = field(default_factory=list)
    transfers: list[TransferKind] = field(default_factory=list)
    recorded: bool = True  # False: it is no business of a hotline
    lost: bool = False  # the simulated PBX was restarted in mid-call
