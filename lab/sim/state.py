"""What the simulated PBX would answer to Status, CoreShowChannels and QueueStatus: a fold of the events it has sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from lab.sim.moments import Headers, Moment
from lab.sim.site import NO_PAUSE, Pause

_SNAPSHOT = (
    *("Channel", "ChannelState", "ChannelStateDesc", "CallerIDNum", "CallerIDName", "ConnectedLineNum"),
    *("ConnectedLineName", "Language", "AccountCode", "Context", "Exten", "Priority", "Uniqueid", "Linkedid"),
)


@dataclass(slots=True)
class LiveChannel:
    headers: dict[str, str]
    since_us: int
    dialled: str = ""  # at first, by whoever calls; empty of a phone that is rung
    bridge: str = ""
    linkedid: str = ""  # taken over in a bridge, of which no event tells
    application: str = ""
    data: str = ""


@dataclass(slots=True)
class Waiting:
    caller: dict[str, str]
    since_us: int


@dataclass(slots=True)
class State:
    members: dict[str, tuple[str, ...]]  # queue → devices
    strategy: str = "ringall"
    channels: dict[str, LiveChannel] = field(default_factory=dict)
    waiting: dict[str, dict[str, Waiting]] = field(default_factory=dict)  # queue → uniqueid → caller
    pauses: dict[str, Pause] = field(default_factory=dict)  # by device

    def step(self, moment: Moment) -> None:
        headers = dict(moment.headers)
        for prefix in ("", "Dest"):
            self._channel(moment, headers, prefix)
        if moment.name.startswith("QueueCaller"):
            self._queue(moment, headers)

    def _channel(self, moment: Moment, headers: dict[str, str], prefix: str) -> None:
        uniqueid = headers.get(f"{prefix}Uniqueid")
        if uniqueid is None:
            return
        if moment.name == "Hangup":
            self.channels.pop(uniqueid, None)
            return
        if moment.name == "Newchannel":
            dialled = "" if headers["Exten"] == "s" else headers["Exten"]
            self.channels[uniqueid] = LiveChannel({}, moment.at_us, dialled)
        live = self.channels.get(uniqueid)
        if live is None:
            return
        live.headers = {key: headers.get(prefix + key, "") for key in _SNAPSHOT}
        match moment.name:
            case "Newexten":
                live.application, live.data = headers["Application"], headers["AppData"]
            case "BridgeEnter":
                live.bridge = headers["BridgeUniqueid"]
                self._share_linkedid(live.bridge)
            case "BridgeLeave":
                live.bridge = ""

    def _share_linkedid(self, bridge: str) -> None:
        """Who are bridged share the oldest linkedid among them."""
        members = [live for live in self.channels.values() if live.bridge == bridge]
        oldest = min((live.linkedid or live.headers["Linkedid"] for live in members), key=_age)
        for live in members:
            live.linkedid = oldest

    def _queue(self, moment: Moment, headers: dict[str, str]) -> None:
        line = self.waiting.setdefault(headers["Queue"], {})
        if moment.name == "QueueCallerJoin":
            line[headers["Uniqueid"]] = Waiting(headers, moment.at_us)
        else:
            line.pop(headers["Uniqueid"], None)

    def clear(self) -> None:
        """The PBX has crashed: nothing that lived is there any more."""
        self.channels.clear()
        self.waiting.clear()

    def status(self, now_us: int) -> Iterator[tuple[str, Headers]]:
        for live in self.channels.values():
            yield "Status", (("Privilege", "Call"), *_shown(live), ("DNID", live.dialled), *_status_tail(live, now_us))
        count = str(len(self.channels))
        yield "StatusComplete", (("EventList", "Complete"), ("ListItems", count), ("Items", count))

    def core_show_channels(self, now_us: int) -> Iterator[tuple[str, Headers]]:
        for live in self.channels.values():
            seconds = max(0, now_us - live.since_us) // 1_000_000
            yield (
                "CoreShowChannel",
                (
                    *_shown(live),
                    ("Application", live.application),
                    ("ApplicationData", live.data),
                    ("Duration", f"{seconds // 3600:02d}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"),
                    ("BridgeId", live.bridge),
                ),
            )
        yield "CoreShowChannelsComplete", (("EventList", "Complete"), ("ListItems", str(len(self.channels))))

    def as_paused(self, moment: Moment) -> Moment:
        """A member's status was written when its call began: whether the member is paused is of now."""
        if moment.name != "QueueMemberStatus":
            return moment
        told = dict(moment.headers)
        told |= _paused(self.pauses.get(told["Interface"], NO_PAUSE))
        return moment._replace(headers=tuple(told.items()))

    def pause(self, device: str, pause: Pause | None, now_us: int) -> list[Moment]:
        """What is told of it: one event for each queue of the device."""
        if pause is None:
            self.pauses.pop(device, None)
        else:
            self.pauses[device] = pause
        queues = [queue for queue, devices in self.members.items() if device in devices]
        return [self._pause_told(queue, device, now_us) for queue in queues]

    def _pause_told(self, queue: str, device: str, now_us: int) -> Moment:
        told = dict(_member(queue, device, device in self._busy, self.pauses.get(device, NO_PAUSE)))
        first = (("Queue", told.pop("Queue")), ("MemberName", told.pop("Name")), ("Interface", told.pop("Location")))
        last = (("Ringinuse", "0"), ("Wrapuptime", told.pop("Wrapuptime")))
        return Moment(now_us, "QueueMemberPause", (*first, *told.items(), *last))

    @property
    def _busy(self) -> set[str]:
        return {live.headers.get("Channel", "").rpartition("-")[0] for live in self.channels.values()}

    def queue_status(self, now_us: int) -> Iterator[tuple[str, Headers]]:
        items = 0
        for queue, devices in self.members.items():
            for name, headers in self._one_queue(queue, devices, now_us):
                items += 1
                yield name, headers
        yield "QueueStatusComplete", (("EventList", "Complete"), ("ListItems", str(items)))

    def _one_queue(self, queue: str, devices: tuple[str, ...], now_us: int) -> Iterator[tuple[str, Headers]]:
        line = self.waiting.get(queue, {})
        yield "QueueParams", _params(queue, self.strategy, len(line))
        for device in devices:
            yield "QueueMember", _member(queue, device, device in self._busy, self.pauses.get(device, NO_PAUSE))
        for place, waiting in enumerate(line.values(), 1):
            yield "QueueEntry", _entry(queue, place, waiting, now_us)


def _age(linkedid: str) -> tuple[int, int]:
    """What a click made was there before the leg that it dialled."""
    seconds, _, number = linkedid.partition(".")
    if not number.isdecimal():
        return 0, 0
    return int(seconds), int(number)


def _shown(live: LiveChannel) -> Headers:
    return tuple((live.headers | ({"Linkedid": live.linkedid} if live.linkedid else {})).items())


def _status_tail(live: LiveChannel, now_us: int) -> Headers:
    return (
        ("TimeToHangup", "0"),
        ("BridgeID", live.bridge),
        ("Application", live.application),
        ("Data", live.data),
        ("Seconds", str(max(0, now_us - live.since_us) // 1_000_000)),
    )


def _params(queue: str, strategy: str, calls: int) -> Headers:
    return (
        ("Queue", queue),
        ("Max", "0"),
        ("Strategy", strategy),
        ("Calls", str(calls)),
        ("Holdtime", "0"),
        ("TalkTime", "0"),
        ("Completed", "0"),
        ("Abandoned", "0"),
        ("ServiceLevel", "15"),
        ("ServicelevelPerf", "0.0"),
        ("ServicelevelPerf2", "0.0"),
        ("Weight", "0"),
    )


def _paused(pause: Pause) -> dict[str, str]:
    since = str(pause.since_us // 1_000_000)
    return {"LastPause": since, "Paused": str(int(pause is not NO_PAUSE)), "PausedReason": pause.reason}


def _member(queue: str, device: str, busy: bool, pause: Pause) -> Headers:
    paused = _paused(pause)
    return (
        ("Queue", queue),
        ("Name", device),
        ("Location", device),
        ("StateInterface", device),
        ("Membership", "static"),
        ("Penalty", "0"),
        ("CallsTaken", "0"),
        ("LastCall", "0"),
        ("LastPause", paused["LastPause"]),
        ("LoginTime", "0"),
        ("InCall", "1" if busy else "0"),
        ("Status", "2" if busy else "1"),
        ("Paused", paused["Paused"]),
        ("PausedReason", paused["PausedReason"]),
        ("Wrapuptime", "0"),
    )


def _entry(queue: str, place: int, waiting: Waiting, now_us: int) -> Headers:
    copied = ("Channel", "Uniqueid", "CallerIDNum", "CallerIDName", "ConnectedLineNum", "ConnectedLineName")
    return (
        ("Queue", queue),
        ("Position", str(place)),
        *((key, waiting.caller.get(key, "")) for key in copied),
        ("Wait", str(max(0, now_us - waiting.since_us) // 1_000_000)),
        ("Priority", "0"),
    )
