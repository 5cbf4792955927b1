"""From journal entries to facts, for all PBXs of a site. Pure: two derivations of the same entries are the same."""

from collections.abc import Iterator, Sequence

from telephony.ami.frames import parse
from telephony.events import Event
from telephony.facts import Call, Fact, Unexpected
from telephony.journal import Checkpoint, Entry
from telephony.layout import Layout
from telephony.tracker import Tracker


class Derivation:
    def __init__(self, layout: Layout) -> None:
        self.position = 0
        self._layout = layout
        self._trackers: dict[str, Tracker] = {}

    def step(self, entry: Entry) -> tuple[Event, Sequence[Fact | Unexpected]]:
        event = parse(entry.frame, entry.received_us, entry.position)
        tracker = self._trackers.get(entry.pbx)
        if tracker is None:
            tracker = self._trackers[entry.pbx] = Tracker(entry.pbx, self._layout)
        self.position = entry.position
        return event, tracker.step(event)

    @property
    def checkpoint(self) -> Checkpoint:
        """A derivation that begins at its resume position knows, at its derived position, all that this one knows."""
        oldest = [tracker.oldest_live_position for tracker in self._trackers.values()]
        return Checkpoint(self.position, min((p for p in oldest if p is not None), default=self.position + 1))

    def live_calls(self) -> Iterator[Call]:
        for tracker in self._trackers.values():
            yield from tracker.live_calls
