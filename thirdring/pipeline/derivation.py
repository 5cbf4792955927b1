"""From journaled events to facts, for all PBXs of a site. Pure: two derivations of the same events are the same."""

from collections.abc import Collection, Iterator, Sequence

from telephony.ami.frames import parse
from telephony.events import Event
from telephony.facts import Call, Fact, Unexpected
from telephony.journal import Checkpoint, Entry
from telephony.layout import Layout
from telephony.tracker import Tracker

Found = Sequence[Fact | Unexpected]


class Derivation:
    def __init__(self, layout: Layout) -> None:
        self.position = 0
        self._layout = layout
        self._trackers: dict[str, Tracker] = {}

    def step(self, entry: Entry) -> Found:
        self.position = entry.position
        return self._tracker(entry.pbx).step(parse(entry.frame, entry.received_us, entry.position))

    def steps(
        self, pbx: str, frames: Sequence[tuple[bytes, int]], first_position: int
    ) -> Iterator[tuple[Event, Found]]:
        """Events of one PBX that follow one another."""
        step = self._tracker(pbx).step
        for position, (frame, received_us) in enumerate(frames, first_position):
            self.position = position
            event = parse(frame, received_us, position)
            yield event, step(event)

    def _tracker(self, pbx: str) -> Tracker:
        tracker = self._trackers.get(pbx)
        if tracker is None:
            tracker = self._trackers[pbx] = Tracker(pbx, self._layout)
        return tracker

    @property
    def checkpoint(self) -> Checkpoint:
        """A derivation that begins at its resume position knows, at its derived position, all that this one knows."""
        oldest = [tracker.oldest_live_position for tracker in self._trackers.values()]
        return Checkpoint(self.position, min((p for p in oldest if p is not None), default=self.position + 1))

    def left_behind(self, pbxs: Collection[str]) -> list[str]:
        """PBXs that are none of these and yet have a channel up: nobody will ever say that it is gone."""
        return [
            name
            for name, tracker in self._trackers.items()
            if name not in pbxs and tracker.oldest_live_position is not None
        ]

    def live_calls(self) -> Iterator[Call]:
        for tracker in self._trackers.values():
            yield from tracker.live_calls
