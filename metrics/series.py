"""The series of one hotline and one agent, looked up once and kept: an update is a call of a bound method."""

from collections.abc import Callable

from metrics.catalogue import NO, NOT_COUNTED, YES
from metrics.families import Families
from telephony.facts import Direction, Disposition, Outcome

Add = Callable[[], None]
Observe = Callable[[float], None]


class HotlineSeries:
    """All series that a call of this hotline can touch, at zero from the start, so that the first call is a rise."""

    __slots__ = ("calls", "counted", "not_counted", "ring", "rings", "talk", "wait", "within_target")

    def __init__(self, hotline: str, families: Families) -> None:
        answered = ((True, YES), (False, NO))
        self.calls: dict[Disposition, Add] = {
            disposition: families.calls.labels(Direction.INBOUND, hotline, disposition).inc
            for disposition in Disposition
        }
        self.counted: Add = families.counted.labels(hotline).inc
        self.within_target: Add = families.within_target.labels(hotline).inc
        self.not_counted: dict[str, Add] = {
            reason: families.not_counted.labels(hotline, reason).inc for reason in NOT_COUNTED.labels[1].values or ()
        }
        self.ring: dict[bool, Observe] = {is_: families.ring.labels(hotline, word).observe for is_, word in answered}
        self.wait: dict[bool, Observe] = {is_: families.wait.labels(hotline, word).observe for is_, word in answered}
        self.rings: dict[bool, Observe] = {is_: families.rings.labels(hotline, word).observe for is_, word in answered}
        self.talk: Observe = families.talk.labels(hotline).observe


def attempts_of(agent: str, families: Families) -> dict[Outcome, Add]:
    return {outcome: families.attempts.labels(agent, outcome).inc for outcome in Outcome}
