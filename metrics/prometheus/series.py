"""The series of one hotline and one agent, looked up once and kept."""

from metrics.prometheus.catalogue import NOT_COUNTED, RESCUES
from metrics.prometheus.counts import Count, Tally
from metrics.prometheus.families import Families
from metrics.prometheus.labels import NO, YES
from telephony.facts import Direction, Disposition, Outcome


class JudgedSeries:
    """The series of answered or of unanswered calls."""

    __slots__ = ("in_level", "out_of_level", "ring", "rings", "wait")

    def __init__(self, hotline: str, answered: bool, families: Families) -> None:
        word = YES if answered else NO
        self.ring: Tally = families.ring(hotline, word)
        self.wait: Tally = families.wait(hotline, word)
        self.rings: Tally = families.rings(hotline, word)
        self.in_level: Count = families.queue_calls(hotline, word, YES)
        self.out_of_level: Count = families.queue_calls(hotline, word, NO)


class HotlineSeries:
    """All series of a hotline, at zero from the start, so that the first call is an increase."""

    __slots__ = ("answered", "calls", "counted", "not_counted", "rescues", "talk", "unanswered", "within_target")

    def __init__(self, hotline: str, families: Families) -> None:
        self.calls: dict[Disposition, Count] = {
            disposition: families.calls(Direction.INBOUND, hotline, disposition) for disposition in Disposition
        }
        self.counted: Count = families.counted(hotline)
        self.within_target: Count = families.within_target(hotline)
        self.not_counted: dict[str, Count] = {
            reason: families.not_counted(hotline, reason) for reason in sorted(NOT_COUNTED.labels[1].values or ())
        }
        self.answered = JudgedSeries(hotline, True, families)
        self.unanswered = JudgedSeries(hotline, False, families)
        self.talk: Tally = families.talk(hotline)
        self.rescues: dict[str, Count] = {
            result: families.rescues(hotline, result) for result in sorted(RESCUES.labels[1].values or ())
        }


def attempts_of(agent: str, families: Families) -> dict[Outcome, Count]:
    return {outcome: families.attempts(agent, outcome) for outcome in Outcome}
