"""From journaled events to facts, for all PBXs of a site. Pure: two derivations of the same events are the same."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from types import MappingProxyType

from telephony.ami.trusted import trusted
from telephony.calls.tracker import Found, Tracker
from telephony.clock import BOUND_US
from telephony.events import Event
from telephony.facts import Call, CallRef
from telephony.journal import Checkpoint, Entry
from telephony.layout import Layout

__all__ = ["REPLAY_EVENTS_MAX", "Derivation"]

REPLAY_EVENTS_MAX = 2_000_000
"""About 30 s of deriving, or 80,000 calls. A channel that is up for weeks must not make each start read for weeks, nor
keep the journal from letting go: after a start the PBX's snapshot tells of it again."""


class Derivation:
    """`clock_bounds_us`: by PBX, how far its stamps may be ahead of their receipt."""

    def __init__(
        self,
        layout: Layout,
        replay_events_max: int = REPLAY_EVENTS_MAX,
        clock_bounds_us: Mapping[str, int] = MappingProxyType({}),
    ) -> None:
        self.position = 0
        self.heard_us = 0
        self._replay_events_max = replay_events_max
        self._layout = layout
        self._clock_bounds_us = clock_bounds_us
        self._trackers: dict[str, Tracker] = {}

    def step(self, entry: Entry) -> Found:
        self.position, self.heard_us = entry.position, entry.received_us
        return self._tracker(entry.pbx).step(trusted(entry.frame, entry.received_us, entry.position))

    def steps(
        self, pbx: str, frames: Sequence[tuple[bytes, int]], first_position: int
    ) -> Iterator[tuple[Event, Found]]:
        """Events of one PBX that follow one another."""
        step = self._tracker(pbx).step
        for position, (frame, received_us) in enumerate(frames, first_position):
            self.position, self.heard_us = position, received_us
            event = trusted(frame, received_us, position)
            yield event, step(event)

    def _tracker(self, pbx: str) -> Tracker:
        tracker = self._trackers.get(pbx)
        if tracker is None:
            tracker = self._trackers[pbx] = Tracker(pbx, self._layout, self._clock_bounds_us.get(pbx, BOUND_US))
        return tracker

    @property
    def checkpoint(self) -> Checkpoint:
        """A derivation that begins at its resume position knows, at its derived position, all that this one knows."""
        known = [tracker.resume_position for tracker in self._trackers.values()]
        oldest = min((position for position in known if position is not None), default=self.position + 1)
        return Checkpoint(self.position, max(oldest, self.position + 1 - self._replay_events_max))

    def left_behind(self, pbxs: Collection[str]) -> list[str]:
        """PBXs that are none of these and yet have a channel up: nobody will ever say that it is gone."""
        return [
            name
            for name, tracker in self._trackers.items()
            if name not in pbxs and tracker.oldest_live_position is not None
        ]

    def clock_ahead_us(self, pbx: str) -> int | None:
        """The PBX's clock less ours, when it was last asked."""
        tracker = self._trackers.get(pbx)
        return None if tracker is None else tracker.clock.ahead_us

    def channels_of(self, ref: CallRef) -> list[str]:
        """The identifiers of the caller's channel and of the devices that are tried for it."""
        tracker = self._trackers.get(ref.pbx)
        return [] if tracker is None else tracker.channels_of(ref.linkedid)

    def live_calls(self) -> Iterator[Call]:
        for tracker in self._trackers.values():
            yield from tracker.live_calls
