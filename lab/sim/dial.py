"""`Dial()`: one phone or a group, with no queue."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from lab.sim.round import Leg, Phone, Round, leg_party

CLEARED = dict.fromkeys(
    (
        *("DIALSTATUS", "DIALEDPEERNUMBER", "DIALEDPEERNAME", "ANSWEREDTIME", "ANSWEREDTIME_MS", "DIALEDTIME"),
        *("DIALEDTIME_MS", "RINGTIME", "RINGTIME_MS", "PROGRESSTIME", "PROGRESSTIME_MS"),
    ),
    "",
)


@dataclass(slots=True)
class DialRound(Round):
    context: str = "from-phone"
    dialled_number: str = ""  # of an outbound call: what the trunk is asked for
    inherited: Mapping[str, str] = field(default_factory=dict)  # variables that the dialled channel takes over

    def begin(self, phones: Sequence[Phone]) -> None:
        script, caller = self.script, self.caller
        script.variables(caller, CLEARED)
        for phone in phones:
            self._call(phone)
        for leg in self.legs:
            script.dial_event("DialBegin", caller, leg.channel, ("DialString", self._number(leg.phone.device)))
        if len(self.legs) == 1:
            script.connected_line(caller, self.legs[0].channel.caller)

    def _number(self, device: str) -> str:
        return self.dialled_number or device.partition("/")[2]

    def _call(self, phone: Phone) -> None:
        script, caller = self.script, self.caller
        party = leg_party(phone.device)
        name = script.ids.channel_name(phone.device)
        channel = script.new_channel(name, self.context, "s", party, 0, caller.linkedid)
        script.variables(channel, {"DIALEDPEERNUMBER": self._number(phone.device)})
        script.told_variables(channel, self.inherited)
        channel.exten, channel.application, channel.data = caller.exten, "AppDial", "(Outgoing Line)"
        channel.connected = caller.caller
        script.running(channel)
        script.connected_line(channel, caller.caller)
        self.add(phone, channel)

    def ring(self, leg: Leg) -> None:
        if self.truth.alerted_at_us == leg.attempt.alerted_at_us:
            self.script.variables(self.caller, {"RINGTIME": "0", "RINGTIME_MS": "1"})
        self.script.device_state(leg.phone.device, "RINGING")
        self.script.dial_event("DialState", self.caller, leg.channel, ("DialStatus", "RINGING"))

    def refuse(self, leg: Leg, cause: int, tech: int) -> None:
        self.script.dial_event("DialEnd", self.caller, leg.channel, ("DialStatus", "BUSY"))

    def answered(self, winner: Leg) -> None:
        script, caller = self.script, self.caller
        losers = self.pending
        if len(self.legs) > 1:
            script.connected_line(caller, winner.channel.caller)
        self.cancel(losers)
        peer = {"DIALSTATUS": "ANSWER", "DIALEDPEERNAME": winner.channel.name}
        script.variables(caller, peer | {"DIALEDPEERNUMBER": self._number(winner.phone.device)})
        script.dial_event("DialEnd", caller, winner.channel, ("DialStatus", "ANSWER"))
        if caller.state != 6:
            script.new_state(caller, 6)
        for leg in losers:
            script.hangup(leg.channel, 26)

    def rang_out(self) -> None:
        pending = self.pending
        self.cancel_as_no_answer(pending, again=False)
        self.status("NOANSWER")
        for leg in pending:
            self.script.hangup(leg.channel, 0)

    def status(self, word: str) -> None:
        self.script.variables(self.caller, {"DIALSTATUS": word})

    def caller_gone(self, requested: Callable[[], int]) -> None:
        pending = self.pending
        requested()
        self.cancel(pending)
        for leg in pending:
            self.script.hangup(leg.channel, 127, 500)
        self.status("CANCEL")
