"""The PBX's clock, held against our own. Pure: every instant comes in as data, in whole microseconds.

Theory of operation. All instants of calls lie on one timeline, the site's: our own clock. A stamp of the PBX less
`correction_us` is such an instant. The correction is constant from one setting of a clock to the next, so durations are
as exact as the stamps. It is 0 while the two clocks agree to within a second.

A stamp is believed when it is not later than its receipt allows, since no event arrives before it happens, and not
earlier than the stamp before it. Being late is no fault: events may wait behind a slow reader, in their order. What is
not believed gets the instant of its receipt, less what the event before took to arrive.

| what is seen | what it is | what follows |
|---|---|---|
| a stamp behind its receipt, in order | delay, back-pressure | believed |
| a stamp back by less than `REORDER_US` | threads of the PBX | believed, as the latest instant heard |
| one stamp ahead of its receipt, or back | a wrong stamp | refused |
| `FOLLOW_AFTER` such stamps that continue each other | the PBX's clock was set | followed, a step |
| the PBX, asked, shows something else than before | the PBX's clock was set | followed, a step |
| the clocks drift apart, or NTP slews them together | no clock was set | the correction moves, no step |
| our link says that our clock was set, or receipts go back | our clock was set | instants of live calls move along |
| no receipts, or all the same (a recording) | nothing to hold stamps against | their order alone decides |
"""

from typing import NamedTuple

BOUND_US = 1_500_000
"""How far a stamp may be ahead of its receipt: clocks that agree to within `SAME_US` are left as they are."""

SAME_US = 1_000_000
REORDER_US = 500_000
FOLLOW_AFTER = 3

_SECOND_US = 1_000_000
_SLACK_US = 5_000_000  # what events may wait within the PBX while it answers a question
_DELAY_MAX_US = 30 * 86_400 * 1_000_000
_IMPOSSIBLE_US = 4_102_444_800_000_000  # the year 2100: never followed, never believed


def correction_for(ahead_us: int) -> int:
    """What to take off the stamps of a PBX whose clock is so much ahead of ours: whole seconds, or nothing."""
    if abs(ahead_us) <= SAME_US:
        return 0
    return round(ahead_us / _SECOND_US) * _SECOND_US


class Change(NamedTuple):
    """What a clock that was set means for calls that are alive: their instants move by `shift_us`.

    `step_us`: by how much the PBX's clock jumped. 0: it did not, and durations are as sure as before.
    `ours`: our own clock was set.
    """

    shift_us: int
    step_us: int = 0
    ours: bool = False


class _Doubt(NamedTuple):
    stamp_us: int
    received_us: int
    times: int


class PbxClock:
    __slots__ = (
        "_bound_us",
        "_compared",
        "_doubt",
        "_earliest_us",
        "_heard_us",
        "_held",
        "_latest_us",
        "_lead_us",
        "_received_us",
        "_unsure_us",
        "ahead_us",
        "correction_us",
        "last_at_us",
    )

    def __init__(self, bound_us: int = BOUND_US) -> None:
        self.correction_us = 0
        self.last_at_us = 0  # the latest instant heard, on the site's timeline
        self.ahead_us: int | None = None  # the PBX's clock less ours, when it was last asked
        self._bound_us = bound_us
        self._earliest_us = 0  # of the next stamp
        self._latest_us = _IMPOSSIBLE_US
        self._received_us = 0  # the latest receipt
        self._heard_us = 0  # the receipt of the latest stamp that was believed
        self._held = False  # receipts are known and not all the same
        self._doubt: _Doubt | None = None
        self._compared = False
        self._lead_us = 0  # the timeline less our clock, when they were last compared
        self._unsure_us = 0

    def read(self, stamp_us: int, received_us: int) -> int | None:
        """The instant on the site's timeline; None where the stamp is not believed: then ask `doubt`."""
        if received_us != self._received_us:
            self.receive(received_us)
        if stamp_us == received_us:
            return self._read_receipt(received_us)
        if not self._earliest_us <= stamp_us < self._latest_us:
            return None
        self._doubt = None
        self._heard_us = received_us
        if stamp_us - REORDER_US > self._earliest_us:
            self._earliest_us = stamp_us - REORDER_US
        at_us = stamp_us - self.correction_us
        if at_us < self.last_at_us:
            return self.last_at_us
        self.last_at_us = at_us
        return at_us

    def receive(self, received_us: int) -> None:
        """Something was received at another instant than what came before."""
        if self._received_us and received_us:
            self._held = True
        self._received_us = received_us
        if not self._held or not received_us:
            self._latest_us = _IMPOSSIBLE_US
            return
        self._latest_us = received_us + self.correction_us + self._bound_us
        if not self._earliest_us:
            self._earliest_us = received_us + self.correction_us - _DELAY_MAX_US

    def _read_receipt(self, received_us: int) -> int | None:
        """An event without a stamp."""
        if not received_us:
            return self.last_at_us
        if received_us < self.last_at_us - self._bound_us:
            return None
        self._doubt = None
        self.last_at_us = max(self.last_at_us, received_us)
        return self.last_at_us

    def doubt(self, stamp_us: int, received_us: int) -> tuple[int, Change | None]:
        """The instant of an event whose stamp is not believed, and what it means if a clock was set."""
        at_us = self._stand_in(received_us)
        before, self._doubt = self._doubt, None
        times = before.times + 1 if before is not None and self._continue(before, stamp_us, received_us) else 1
        if times < FOLLOW_AFTER or stamp_us >= _IMPOSSIBLE_US:
            self._doubt = _Doubt(stamp_us, received_us, times)
            self.last_at_us, self._heard_us = at_us, received_us
            return at_us, None
        change = self._follow(stamp_us, received_us, at_us)
        self.last_at_us = at_us + change.shift_us
        return self.last_at_us, change

    def _stand_in(self, received_us: int) -> int:
        """Of its receipt, less what the event before took to arrive. Never before what was heard already."""
        if not received_us:
            return self.last_at_us
        late_us = self._heard_us - self.last_at_us if self._heard_us and self.last_at_us else 0
        return max(self.last_at_us, received_us - late_us)

    def _continue(self, before: _Doubt, stamp_us: int, received_us: int) -> bool:
        """Do the two stamps come from one clock that was set?"""
        gap_us = stamp_us - before.stamp_us
        if gap_us < -REORDER_US:
            return False
        return not self._held or gap_us <= received_us - before.received_us + _SLACK_US

    def _follow(self, stamp_us: int, received_us: int, at_us: int) -> Change:
        """Our clock was set where receipts went back, else the PBX's."""
        step_us = stamp_us - self.correction_us - at_us
        self._earliest_us, self._heard_us = stamp_us - REORDER_US, received_us
        if stamp_us == received_us:
            return Change(stamp_us - at_us, ours=True)
        if not self._held:
            return Change(step_us, step_us)
        ours = received_us < at_us - self._bound_us
        before_us = self.correction_us
        self.correction_us = correction_for(stamp_us - (received_us if ours else at_us - self._lead_us))
        shift_us = before_us - self.correction_us if ours else stamp_us - self.correction_us - at_us
        self._lead_us += shift_us
        self.receive(received_us)
        return Change(shift_us, 0 if ours else step_us, ours)

    def compare(self, shown_us: int, asked_us: int, received_us: int, correction_us: int) -> Change | None:
        """The PBX was asked what its clock shows. `correction_us` is what the link takes it to be ahead."""
        half_us = max(0, received_us - asked_us) // 2
        self.ahead_us = shown_us - (received_us - half_us)
        if self._bound_us > BOUND_US:  # this clock is trusted whatever it shows
            return None
        jumped_us = self.ahead_us - self.correction_us - self._lead_us
        stepped = self._compared and abs(jumped_us) > REORDER_US + half_us + self._unsure_us
        ours = stepped and received_us < self._heard_us - self._bound_us
        shift_us = self.correction_us - correction_us
        if stepped and not ours:
            shift_us = jumped_us + self.correction_us - correction_us
        self.correction_us, self._lead_us = correction_us, self.ahead_us - correction_us
        self._compared, self._unsure_us, self._doubt = True, half_us, None
        earliest_us = shown_us - _SLACK_US
        self._earliest_us = earliest_us if stepped else max(self._earliest_us, earliest_us)
        self.receive(received_us)
        if not self._heard_us:  # the PBX puts no stamps on its events: its clock means nothing to calls
            return None
        return self._moved(Change(shift_us, jumped_us if stepped and not ours else 0, ours))

    def set_ours(self, step_us: int) -> Change | None:
        """Our own clock was set, and the PBX's was not."""
        self.correction_us -= step_us
        self._heard_us += step_us
        self._received_us += step_us
        return self._moved(Change(step_us, 0, ours=True))

    def _moved(self, change: Change) -> Change | None:
        self.last_at_us += change.shift_us
        return change if change.shift_us or change.step_us else None
