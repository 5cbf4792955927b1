"""Groups of events that follow one another, cut out of others or made of single events. Pure."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from telephony.journal import Batch, Entry
from telephony.journal.ear import Group


def rest(group: Group, position: int) -> Group:
    """The part of the group that is at this position or later."""
    at, batches = group.position, []
    for batch in group.batches:
        frames = batch.frames[max(0, position - at) :]
        at += len(batch.frames)
        if frames:
            batches.append(Batch(batch.pbx, frames))
    return Group(max(group.position, position), batches)


def groups_of(entries: Sequence[Entry]) -> Iterator[Group]:
    """A group for each run of events that follow one another."""
    for _, run in groupby(enumerate(entries), lambda each: each[1].position - each[0]):
        together = [entry for _, entry in run]
        batches = [
            Batch(pbx, [(entry.frame, entry.received_us) for entry in some])
            for pbx, some in groupby(together, lambda entry: entry.pbx)
        ]
        yield Group(together[0].position, batches)
