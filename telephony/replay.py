"""A recorded AMI stream through the same engine that measures the live PBX.

A recording is what came over the socket, byte by byte, plain or gzipped. Each greeting of the PBX in it is a new link.
"""

import gzip
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from telephony.ami.frames import is_wanted, parse
from telephony.ami.recording import Recording
from telephony.calls.tracker import Tracker
from telephony.events import LINK_DOWN, LINK_UP, NEVER_STAMPED, OUR_MARKS, Event
from telephony.facts import Call, Fact, FactKind, Measurement, Unexpected
from telephony.layout import Agent, Hotline, Layout, layout

_CHUNK_BYTES = 1 << 16


@dataclass(slots=True)
class Tally:
    """What a replay met beside the calls it gave."""

    events: int = 0
    unstamped: int = 0  # events of calls that have no time of their own
    first_us: int = 0
    latest_us: int = 0
    unexpected: Counter[tuple[str, str]] = field(default_factory=Counter)
    live: list[Call] = field(default_factory=list)  # still under way when the recording ended


class Seen(NamedTuple):
    """What a recording itself tells about its site."""

    queues: tuple[str, ...]
    devices: tuple[str, ...]
    numbers: tuple[str, ...]  # dialled by channels that came in, commonest first


def chunks(path: Path) -> Iterator[bytes]:
    """The recorded bytes; raises OSError (of gzip: EOFError too) where the file cannot be read."""
    with path.open("rb") as raw:
        zipped = raw.read(2) == b"\x1f\x8b"
    with gzip.open(path) if zipped else path.open("rb") as recording:
        while chunk := recording.read(_CHUNK_BYTES):
            yield chunk


def events(recording: Iterable[bytes], *, everything: bool = False) -> Iterator[Event]:
    """Events numbered from 1; one without a Timestamp has the instant of the event before it.

    `everything` keeps those that no call needs, too. What a caller forged is left out.
    """
    position, at_us, linked = 0, 0, False
    for frame in Recording(wanted=None if everything else is_wanted).frames(recording):
        if frame is None:
            if linked:
                position += 1
                yield Event(LINK_DOWN, at_us, {"Reason": "a new greeting in the recording"}, (), position)
            position, linked = position + 1, True
            yield Event(LINK_UP, at_us, {}, (), position)
            continue
        position += 1
        event = parse(frame, at_us, position)._replace(received_us=0)  # a recording does not tell it
        at_us = event.at_us
        yield event


def calls(stream: Iterable[Event], site: Layout, pbx: str = "recording", tally: Tally | None = None) -> Iterator[Call]:
    """The calls in the order of their ends. Recordings may follow one another in any order."""
    tally = Tally() if tally is None else tally
    tracker, linked = Tracker(pbx, site), False
    for event in stream:
        tally.events += 1
        linked = linked or event.name == LINK_UP
        if linked and "Timestamp" in event.headers:
            linked = False
            if event.at_us < tally.latest_us:  # another recording, made earlier
                tally.live += tracker.live_calls
                tracker = Tracker(pbx, site)
        tally.first_us = tally.first_us or event.at_us
        tally.latest_us = max(tally.latest_us, event.at_us)
        unstamped = "Timestamp" not in event.headers and event.name not in NEVER_STAMPED | OUR_MARKS
        tally.unstamped += unstamped
        for result in tracker.step(event):
            if unstamped and isinstance(result, Fact):
                result.call.stamped, result.call.measurement = False, Measurement.ESTIMATED
                if result.attempt is not None:
                    result.attempt.is_timed = False
            if isinstance(result, Unexpected):
                tally.unexpected[result.event, result.state] += 1
            elif isinstance(result, Fact) and result.kind is FactKind.CALL_ENDED:
                yield result.call
    tally.live += tracker.live_calls


def seen(stream: Iterable[Event]) -> Seen:
    queues: dict[str, None] = {}
    devices: dict[str, None] = {}
    numbers: Counter[str] = Counter()
    for name, _, headers, *_ in stream:
        if name in ("QueueCallerJoin", "QueueParams") and "Queue" in headers:
            queues[headers["Queue"]] = None
        elif name in ("AgentCalled", "QueueMember"):
            device = headers.get("Interface") or headers.get("Location") or ""
            if device and not device.startswith("Local/"):
                devices[device] = None
        elif name == "Newchannel" and headers.get("Exten", "s") not in ("", "s"):
            numbers[headers["Exten"]] += 1
    return Seen(tuple(queues), tuple(devices), tuple(number for number, _ in numbers.most_common(5)))


def inferred(found: Seen, numbers: Iterable[str] = (), queues: Iterable[str] = ()) -> Layout:
    """The numbers and queues given are one hotline; where none are given, each queue of the recording is one."""
    numbers, queues = tuple(numbers), tuple(queues)
    given = [Hotline("hotline", numbers, queues)] if numbers or queues else []
    hotlines = given or [Hotline(name, queues=(name,)) for name in found.queues]
    return layout(hotlines, (Agent(device, (device,)) for device in found.devices))
