"""A switch for tests: says the events of a call as Asterisk does, one line each, with the clock in hand."""

from collections.abc import Sequence
from typing import Self

from telephony.calls.tracker import Tracker
from telephony.events import LINK_DOWN, LINK_UP, Event
from telephony.facts import Call, CallState, ClockNews, Fact, FactKind, Unexpected
from telephony.layout import Agent, Hotline, layout

T0 = 1_764_000_000_000_000
S = 1_000_000

SITE = layout(
    [Hotline("service", ("8001",), ("hotline", "overflow"))],
    [Agent(name, (f"PJSIP/{name}",)) for name in ("1001", "1002", "1003")],
)


class Switch:
    """Channels are named by a short word: `a` is the caller, `x` a phone. Seconds are counted from T0."""

    def __init__(self) -> None:
        self.tracker = Tracker("main", SITE)
        self.told: list[Fact | Unexpected | ClockNews] = []
        self.position = 0
        self.now = 0.0
        self._names: dict[str, tuple[str, str]] = {}  # word -> channel name, linkedid

    def say(self, event: str, **headers: str) -> Sequence[Fact | Unexpected | ClockNews]:
        self.position += 1
        told = self.tracker.step(Event(event, T0 + round(self.now * S), headers, (), self.position))
        self.told += told
        return told

    def at(self, second: float) -> Self:
        self.now = second
        return self

    def of(self, word: str, prefix: str = "") -> dict[str, str]:
        name, linkedid = self._names[word]
        return {f"{prefix}Channel": name, f"{prefix}Uniqueid": word, f"{prefix}Linkedid": linkedid}

    def channel(self, word: str, device: str, exten: str = "", linkedid: str = "", number: str = "") -> None:
        self.unheard(word, device, linkedid)
        self.say("Newchannel", Exten=exten, CallerIDNum=number, **self.of(word))

    def unheard(self, word: str, device: str, linkedid: str = "") -> None:
        """A channel that began while nobody listened."""
        self._names[word] = (device if device.startswith("Local/") else f"{device}-0000{word}", linkedid or word)

    def name(self, word: str, channel: str) -> None:
        """A channel by its whole name, that begins by itself."""
        self._names[word] = (channel, word)

    def relink(self, word: str, linkedid: str) -> None:
        self._names[word] = (self._names[word][0], linkedid)

    def caller(self, word: str = "a", exten: str = "8001") -> None:
        self.channel(word, "PJSIP/trunk", exten, number="13800000001")

    def step_of(self, word: str, application: str, exten: str = "8001") -> None:
        self.say("Newexten", Application=application, Extension=exten, **self.of(word))

    def join(self, word: str = "a", queue: str = "hotline") -> None:
        self.say("QueueCallerJoin", Queue=queue, **self.of(word))

    def leave(self, word: str = "a", queue: str = "hotline") -> None:
        self.say("QueueCallerLeave", Queue=queue, **self.of(word))

    def dial(self, word: str, device: str, by: str = "a") -> None:
        self.channel(word, device, linkedid=self._names[by][1])
        self.say("DialBegin", **self.of(by), **self.of(word, "Dest"))

    def ring(self, word: str) -> None:
        """As the dialling side tells it. Asterisk tells it a second time, as `show_ringing`."""
        self.say("DialState", DialStatus="RINGING", **self.of(word, "Dest"))

    def show_ringing(self, word: str) -> None:
        """As the device's own channel tells it, which may come before its DialBegin."""
        self.say("Newstate", ChannelStateDesc="Ringing", **self.of(word))

    def dial_end(self, word: str, status: str) -> None:
        self.say("DialEnd", DialStatus=status, **self.of(word, "Dest"))

    def bridge(self, bridge: str, *words: str, technology: str = "simple_bridge") -> None:
        for word in words:
            self.say("BridgeEnter", BridgeUniqueid=bridge, BridgeTechnology=technology, **self.of(word))

    def unbridge(self, bridge: str, *words: str) -> None:
        for word in words:
            self.say("BridgeLeave", BridgeUniqueid=bridge, **self.of(word))

    def request_hangup(self, word: str = "a") -> None:
        self.say("HangupRequest", **self.of(word))

    def hang_up(self, *words: str, cause: str = "16") -> None:
        for word in words:
            self.say("Hangup", Cause=cause, **self.of(word))

    def link_down(self) -> None:
        self.say(LINK_DOWN)

    def link_up(
        self,
        *alive: str,
        bridged: dict[str, str] | None = None,
        dialled: dict[str, str] | None = None,
        numbers: dict[str, str] | None = None,
        states: dict[str, str] | None = None,
    ) -> None:
        """`alive` are the channels that the snapshot names: in which bridge, what they dialled, with which number, in
        which state."""
        self.say(LINK_UP)
        for word in alive:
            number = (numbers or {}).get(word, "")
            self.say("Status", DNID=(dialled or {}).get(word, ""), CallerIDNum=number, **self.of(word))
        for word in alive:
            bridge, state = (bridged or {}).get(word, ""), (states or {}).get(word, "Up")
            self.say("CoreShowChannel", BridgeId=bridge, ChannelStateDesc=state, **self.of(word))
        self.say("CoreShowChannelsComplete")

    @property
    def states(self) -> list[CallState]:
        """Of the calls that live."""
        return [call.state for call in self.tracker.live_calls]

    @property
    def ended(self) -> list[Call]:
        return [fact.call for fact in self.told if isinstance(fact, Fact) and fact.kind is FactKind.CALL_ENDED]

    @property
    def only(self) -> Call:
        (call,) = self.ended
        return call

    @property
    def unexpected(self) -> list[Unexpected]:
        return [told for told in self.told if isinstance(told, Unexpected)]


def answered_by_1001(switch: Switch) -> None:
    """Arrives at 0 s, rings from 1 s, answered at 6 s; nobody has hung up."""
    switch.caller()
    switch.join()
    switch.dial("x", "PJSIP/1001")
    switch.at(1).ring("x")
    switch.at(6).dial_end("x", "ANSWER")
    switch.leave()
    switch.bridge("b", "x", "a")
