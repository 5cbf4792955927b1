"""A switch of which nobody heard something, and whose own record is read row by row."""

from telephony.calls.channels import Channel
from telephony.events import CEL_ROW, LOG_RINGING, RECOVERY
from telephony.facts import Call, Outcome
from tests.unit.telephony.calls.switch import Switch


class Written(Switch):
    """A switch whose record is read after a gap."""

    def lost(self, log: str = "yes", margin: str = "250000") -> None:
        self.link_down()
        self.say(RECOVERY, Log=log, Margin=margin)

    def row(self, kind: str, word: str, **told: str) -> None:
        self.say(CEL_ROW, Type=kind, **self.of(word), **told)

    def starts(self, word: str, device: str, exten: str = "", linkedid: str = "", number: str = "") -> None:
        self.unheard(word, device, linkedid)
        self.row("CHAN_START", word, Exten=exten, CallerIDNum=number)

    def arrives(self, word: str = "a", device: str = "PJSIP/trunk") -> None:
        self.starts(word, device, "8001", number="13800000001")

    def runs(self, application: str, data: str = "", word: str = "a", exten: str = "8001") -> None:
        self.row("APP_START", word, Application=application, AppData=data, Exten=exten)

    def leaves(self, application: str, word: str = "a") -> None:
        self.row("APP_END", word, Application=application, Exten="8001")

    def is_ringing(self, word: str, **told: str) -> None:
        self.say(LOG_RINGING, Channel=self.of(word)["Channel"], **told)

    def bridged(self, bridge: str, *words: str) -> None:
        for word in words:
            self.row("BRIDGE_ENTER", word, BridgeUniqueid=bridge, BridgeTechnology="simple_bridge")

    def ends(self, *words: str, **told: str) -> None:
        for word in words:
            self.row("HANGUP", word, **told)

    def channel_of(self, word: str) -> Channel:
        return self.tracker.board.channels[word]

    @property
    def call(self) -> Call:
        (call,) = [*self.tracker.live_calls, *self.ended]
        return call

    @property
    def outcomes(self) -> list[tuple[str, Outcome | None]]:
        return [(attempt.agent, attempt.outcome) for attempt in self.call.attempts]


def rings_unheard(pbx: Written) -> None:
    """A call that came after the link was lost: in the queue at 1 s, rings since 2 s."""
    pbx.lost()
    pbx.arrives()
    pbx.at(1).runs("Queue", "hotline,t")
    pbx.starts("x", "PJSIP/1001", linkedid="a")
    pbx.at(2).is_ringing("x")


def answered_unheard(pbx: Written) -> None:
    rings_unheard(pbx)
    pbx.at(7).row("ANSWER", "x")
    pbx.bridged("b", "x", "a")
