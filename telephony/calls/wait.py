"""What is known of a caller's wait, so that its end can tell who ended it: the caller or the switch. Pure."""

from dataclasses import dataclass

from telephony.facts import Attempt, Call, Disposition, Outcome
from telephony.shifting import shifted

GAVE_UP_AFTER_US = 1_000_000
"""A caller still there this long after the last attempt, with no other in sight, has been given up by the dialplan.
Used where the PBX does not show the dialplan's steps; a gap between two rounds of Dial lasts milliseconds."""

_RANG_OUT_US = 200_000
"""A queue that is left this soon after its last member rang out has given up itself."""


@dataclass(slots=True, eq=False)
class Wait:
    tried: bool = False  # a queue or a device was
    queue: str | None = None  # in which the caller waits now
    queue_status: str = ""  # QUEUESTATUS since the last queue was joined
    stepped: bool = False  # a step of the dialplan was heard
    closed: bool = False  # the last step ended the call, or what it played ran to its end
    congested: bool = False  # the dialplan sent Congestion or Busy
    dial_status: str = ""  # of the last device that fell silent, with no step of the dialplan since
    silent_at_us: int | None = None  # when it did
    cut: Attempt | None = None  # the last that was picked up, and was gone without a word of its own
    called_back: bool = False  # by key, in the last queue: a callback is promised, and was confirmed
    abandoned_at_us: int | None = None  # the last QueueCallerAbandon, with no step of the dialplan since
    quiet_since_us: int | None = None  # the last device fell silent, or the last queue was left

    def step(self) -> None:
        """The wait goes on by a step of the dialplan: what ended before says nothing about the call's end."""
        self.closed, self.dial_status, self.abandoned_at_us = False, "", None

    def join(self, queue: str) -> None:
        self.step()
        self.queue, self.tried, self.queue_status, self.called_back = queue, True, "", False

    def fell_silent(self, dial_status: str, at_us: int) -> None:
        self.dial_status, self.silent_at_us = dial_status, at_us

    def left_at_us(self, asked_at_us: int | None, gone_at_us: int, cut_off: bool = False) -> int | None:
        """When the caller left; None where the switch ended the call.

        `asked_at_us`: the caller's line said that it hangs up. `gone_at_us`: the dialplan was over, since its `h`
        extension began or the channel was gone. `cut_off`: by a supervisor. Analog lines (DAHDI FXO), SS7 and others
        never say that their caller hangs up: there the traces tell it.
        """
        if asked_at_us is not None:
            return asked_at_us
        if self.closed or cut_off or self.queue_status:
            return None
        if not self.tried:
            return gone_at_us
        at_us = self.silent_at_us if self.dial_status == "CANCEL" else self._queue_left_at_us()
        return at_us if at_us is not None and gone_at_us - at_us < GAVE_UP_AFTER_US else None

    def _queue_left_at_us(self) -> int | None:
        """QueueCallerAbandon alone says little: the queue sends it when it gives up, too."""
        if self.abandoned_at_us is None or not self.stepped:
            return None
        since_us = self.abandoned_at_us - (self.silent_at_us or 0)
        return None if self.dial_status and since_us < _RANG_OUT_US else self.abandoned_at_us

    def left_alone(self, left_us: int | None) -> bool:
        """At its end: nobody was tried any more, and the caller did not leave for a second."""
        if not self.tried or self.quiet_since_us is None:
            return False
        return left_us is None or left_us - self.quiet_since_us >= GAVE_UP_AFTER_US

    def end_us(self, said_us: int | None, over_us: int, caller_left: bool) -> int:
        """When the call ended: not before the last device fell silent, unless the caller left.

        `said_us`: when a line said that it hangs up. `over_us`: when the caller's channel was gone.
        """
        at_us = over_us if said_us is None else said_us
        return at_us if caller_left or self.quiet_since_us is None else max(at_us, self.quiet_since_us)

    def disposition(self, call: Call, caller_left: bool) -> Disposition:
        return disposition_of(call, caller_left, self.tried, self.queue_status, self.congested, self.called_back)

    def shift(self, by_us: int) -> None:
        self.quiet_since_us = shifted(self.quiet_since_us, by_us)
        self.silent_at_us = shifted(self.silent_at_us, by_us)
        self.abandoned_at_us = shifted(self.abandoned_at_us, by_us)


_NOBODY = frozenset({"JOINEMPTY", "LEAVEEMPTY", "JOINUNAVAIL", "LEAVEUNAVAIL", "FULL"})


def disposition_of(
    call: Call, caller_left: bool, tried: bool, queue_status: str, congested: bool, called_back: bool = False
) -> Disposition:
    """What the switch saw of a call that nobody answered.

    `caller_left`: the caller hung up while the wait still ran. `tried`: a queue or a device was tried.
    `queue_status`: the last QUEUESTATUS of the caller's channel, '' where no queue ended or refused the call.
    `congested`: the dialplan sent Congestion or Busy. `called_back`: they asked for a callback by key and were
    promised one; after a queue that had given up that is no wait any more.
    """
    if called_back and not queue_status:
        return Disposition.CALLBACK_REQUESTED
    if caller_left:
        return Disposition.ABANDONED
    if not tried:
        return Disposition.FAILED if congested else Disposition.CLOSED
    if queue_status in _NOBODY and call.alerted_at_us is None:
        return Disposition.NO_AGENT
    if call.queued_at_us is not None:
        return Disposition.TIMEOUT
    dialled = (attempt.outcome for attempt in call.attempts if not attempt.is_rescue)
    refused = all(outcome in (Outcome.BUSY, Outcome.FAILED) for outcome in dialled)
    return Disposition.NO_AGENT if refused else Disposition.TIMEOUT
