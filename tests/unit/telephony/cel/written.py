"""What a real Asterisk has written and told of the same calls, and the phones' own truth beside it."""

import gzip
import json
import re
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from telephony.ami.frames import stamp_us
from telephony.ami.trusted import trusted
from telephony.calls.channels import Channel
from telephony.calls.tracker import Tracker
from telephony.cel.delays import SAMPLES_MIN, Delays
from telephony.cel.frames import WHOLE_SECOND_US, frame_of, recovered, recovery
from telephony.cel.gap import Counts, Gap, of_gap, rings_of, rows_of
from telephony.cel.heard import Heard
from telephony.cel.log_lines import Ringing
from telephony.cel.onsets import onsets_of
from telephony.cel.order import in_order
from telephony.cel.rows import Row
from telephony.cel.table import Told, before_end, near
from telephony.events import LINK_UP, Event
from telephony.facts import Call, Fact, FactKind
from telephony.layout import Layout

FOLDER = Path(__file__).parents[3] / "captures" / "written"
READ_US = 400_000  # after the gap the rows are read
TOLD_LATER_US = 1_000  # a channel is told so much later than it is written


@cache
def lines(name: str) -> tuple[bytes, ...]:
    return tuple(gzip.decompress((FOLDER / f"{name}.gz").read_bytes()).splitlines(keepends=True))


@cache
def heard_frames() -> tuple[tuple[bytes, int], ...]:
    """With the stamp of each. They are received when they are made."""
    frames = gzip.decompress((FOLDER / "ami.gz").read_bytes()).split(b"\r\n\r\n")
    stamps = (frame.partition(b"\r\nTimestamp: ")[2].partition(b"\r\n")[0].decode() for frame in frames)
    return tuple((frame, at_us) for frame, stamp in zip(frames, stamps, strict=True) if (at_us := stamp_us(stamp)))


@cache
def told_events() -> tuple[Event, ...]:
    return tuple(trusted(frame, at_us, number) for number, (frame, at_us) in enumerate(heard_frames(), 1))


@cache
def _side() -> dict[str, Any]:
    told: dict[str, Any] = json.loads((FOLDER / "calls.json").read_text())
    return told


def truths() -> list[dict[str, Any]]:
    return [call for call in _side()["calls"] if not call["ignored"]]


def site() -> Layout:
    side = _side()
    return Layout(side["hotlines"]["numbers"], side["hotlines"]["queues"], side["agents"])


def extent() -> Gap:
    """From before the first event until after the last one."""
    stamps = [at_us for _, at_us in heard_frames()]
    return Gap(min(stamps), max(stamps) + 1_000_000)


class Form(NamedTuple):
    """In what form the rows and the log are there."""

    log: bool = True
    whole_rows: bool = False
    whole_log: bool = False

    @property
    def slack_us(self) -> int:
        return WHOLE_SECOND_US if self.whole_rows or (self.log and self.whole_log) else 0


PRECISE, NO_LOG = Form(), Form(log=False)


def _whole_line(line: bytes) -> bytes:
    return re.sub(rb"^(\[[^.\]]*)\.\d+\]", rb"\1]", line)


def _rows(form: Form, gap: Gap) -> Iterator[Row]:
    rows = list(rows_of(lines("rows"), Counts()))
    if not form.whole_rows:
        return iter(rows)
    written = sum(row.at_us <= gap.until_us for row in rows)
    told = (Told(row._replace(at_us=row.at_us // 10**6 * 10**6), number) for number, row in enumerate(rows, 1))
    return near(before_end(told, gap.until_us, written))


def written_events(gap: Gap, heard: Heard, form: Form = PRECISE) -> list[Event]:
    """As the journal has them."""
    counts, rows_slack_us = Counts(), form.slack_us if form.whole_rows else 0
    rows_gap = gap._replace(slack_us=rows_slack_us)
    rows = list(of_gap(_rows(form, gap), rows_gap, heard, counts))
    rings: Iterable[Ringing] = ()
    if form.log:
        written = map(_whole_line, lines("log")) if form.whole_log else lines("log")
        rings = rings_of(written, 0, gap._replace(slack_us=form.slack_us), counts)
    elif not form.whole_rows:
        rings = onsets_of(in_order(rows, (), gap.until_us), heard.delays, gap.since_us, gap.until_us)
    told = [frame_of(record) for record in in_order(rows, rings, gap.until_us, form.slack_us)]
    first = recovery(gap.since_us, gap.until_us, log=form.log, precise=not form.slack_us)
    frames = [first, *told, recovered(counts.rows)]
    return [trusted(frame, gap.until_us + READ_US, 100_000 + number) for number, frame in enumerate(frames)]


def run(tracker: Tracker, events: list[Event] | tuple[Event, ...], ended: dict[str, Call]) -> None:
    for event in events:
        for told in tracker.step(event):
            if isinstance(told, Fact) and told.kind is FactKind.CALL_ENDED:
                assert told.call.linkedid not in ended, "a call ended twice"
                ended[told.call.linkedid] = told.call


def with_gap(gap: Gap, form: Form = PRECISE, known: Delays | None = None) -> dict[str, Call]:
    """The calls of a link that was lost in the gap: heard, then read, then shown by the PBX, then heard again.

    `known`: what was known of the phones before.
    """
    before = [each for each in heard_frames() if each[1] < gap.since_us]
    heard, ended, tracker = Heard(), dict[str, Call](), Tracker("main", site())
    heard.delays = known or heard.delays
    heard.take(before)
    read = Gap(heard.until_us or gap.since_us, gap.until_us)
    run(tracker, told_events()[: len(before)], ended)
    run(tracker, written_events(read, heard, form), ended)
    run(tracker, snapshot(gap.until_us), ended)
    run(tracker, [event for event in told_events() if event.at_us >= gap.until_us], ended)
    return ended


def as_before() -> Delays:
    """Each phone has needed before as long as it does in the recording, give or take."""
    heard = Heard()
    heard.take((frame.replace(b"id: ", b"id: 0"), at_us - 600_000_000) for frame, at_us in heard_frames())
    delays = heard.delays
    for device, needed in tuple(delays.samples.items()):
        for number in range(SAMPLES_MIN):
            delays.begin("0", f"{device}-0", 0)
            delays.ring("0", needed[0] * (80 + 10 * number) // 100)
            delays.rang_us[device] = extent().since_us
    return delays


def _state(shown: Tracker, channel: Channel) -> str:
    live = shown.call_of(channel)
    leg = None if live is None else live.legs.get(channel)
    rings = leg is not None and leg.attempt.alerted_at_us is not None and leg.dial_status != "ANSWER"
    return "Ringing" if rings else "Up"  # until it hangs up, also where nobody dials it any more


def snapshot(at_us: int) -> list[Event]:
    """What the PBX shows then: its channels, and the bridges that they are in. One that is written of is there."""
    shown = Tracker("main", site())
    soon_us = at_us + TOLD_LATER_US
    run(shown, [each for each in told_events() if each.at_us < (soon_us if each.name == "Newchannel" else at_us)], {})
    up_us = at_us + READ_US
    found = [Event(LINK_UP, up_us, {}, (), 200_000, up_us)]
    for channel in shown.board.channels.values():
        headers = {"Uniqueid": channel.uniqueid, "Linkedid": channel.linkedid, "Channel": channel.name}
        headers |= {"Exten": channel.exten, "CallerIDNum": channel.number, "ChannelStateDesc": _state(shown, channel)}
        headers |= {} if channel.bridge is None else {"BridgeId": channel.bridge.uniqueid}
        found.append(Event("CoreShowChannel", up_us, headers, (), 200_001, up_us))
    return [*found, Event("CoreShowChannelsComplete", up_us, {}, (), 200_002, up_us)]
