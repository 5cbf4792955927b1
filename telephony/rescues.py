"""Calls that nobody answers, and the phones that ring for them beside the dialplan. Pure.

Theory of operation. A call that rings is a case. The case is due when its ring of the plan begins and the call waits
still. For a due case phones ring, at most `at_once_max`: those of helpers who are free, or of managers where no helper
is. A phone that is busy, declines or rings out makes room for the next. Nobody is asked twice, except who picked up
between two rounds of a queue, when nothing rang: they are asked once more, when a phone of the desk rings again, and a
phone that picks up by itself is not rung without end. The case is over when the call is answered, gone, or given up by
the dialplan: then every phone that still rings for it is hung up, except that of who has the call. A call is a case
once, also after a restart of the service.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from typing import NamedTuple

from kit.latest import Latest
from telephony.agents.states import State
from telephony.facts import Attempt, Call, CallRef, CallState, Direction, Fact, FactKind, Outcome
from telephony.rescue_calls import new_channel, new_mark

_FREE = (State.READY, State.REACHABLE, State.WRAP_UP)
"""Who writes down what the last call was about comes last."""
_OVER_MAX = 2_000


class Crew(NamedTuple):
    """Agents whose phones may ring, the first ones first; managers where no helper is free."""

    helpers: tuple[str, ...] = ()
    managers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RescuePlan:
    after_us: int  # of ringing
    at_once_max: int = 3
    except_hotlines: frozenset[str] = frozenset()
    test_numbers: frozenset[str] = frozenset()  # dialled or calling: of test calls
    zone: tzinfo | None = None
    since: time = time(0)
    until: time = time(0)  # the same as `since`: day and night

    def due_at_us(self, call: Call) -> int | None:
        """When more phones should ring for this call; None: not as it is now."""
        if call.direction is not Direction.INBOUND or call.hotline is None or call.hotline in self.except_hotlines:
            return None
        if {call.dialled, call.caller_raw} & self.test_numbers:
            return None
        if call.alerted_at_us is None or not waits(call) or not self._hours(call.arrived_at_us):
            return None
        return call.alerted_at_us + self.after_us

    def _hours(self, at_us: int) -> bool:
        local = datetime.fromtimestamp(at_us / 1_000_000, self.zone).time()
        if self.since == self.until:
            return True
        inside = self.since <= local, local < self.until
        return all(inside) if self.since < self.until else any(inside)


def waits(call: Call) -> bool:
    return call.answered_at_us is None and call.state not in (CallState.ENDED, CallState.GIVEN_UP)


@dataclass(slots=True, eq=False)
class Case:
    call: Call
    due_at_us: int
    mark: str
    rung: dict[str, str] = field(default_factory=dict)  # the agents whose phones ring for it, by channel
    asked: Counter[str] = field(default_factory=Counter)  # how often each was
    early_us: dict[str, int] = field(default_factory=dict)  # when who was asked once picked up, while nothing rang
    is_due: bool = False

    @property
    def ref(self) -> CallRef:
        return CallRef(self.call.pbx, self.call.linkedid)

    def may_ask(self, agent: str) -> bool:
        early_us = self.early_us.get(agent)
        if early_us is None:
            return not self.asked[agent]
        return self.asked[agent] == 1 and any(
            each.alerted_at_us is not None and each.alerted_at_us > early_us
            for each in self.call.attempts
            if not each.is_rescue
        )


class RescueBook:
    """`crew` says who may help now, `state_of` what an agent does, `phone_of` which of their phones is free on a PBX;
    `ahead_us` by how much the clock of a PBX is ahead of ours."""

    def __init__(
        self,
        plan: RescuePlan,
        crew: Callable[[], Crew],
        state_of: Callable[[str], State],
        phone_of: Callable[[str, str], str | None],
        ahead_us: Callable[[str], int | None],
    ) -> None:
        self._plan = plan
        self._crew = crew
        self._state_of = state_of
        self._phone_of = phone_of
        self._ahead_us = ahead_us
        self._cases: dict[CallRef, Case] = {}
        self._over: Latest[CallRef] = Latest(_OVER_MAX)

    def told(self, fact: Fact) -> Collection[str]:
        """Applies a fact. Returns the channels to hang up."""
        ref = CallRef(fact.call.pbx, fact.call.linkedid)
        case = self._cases.get(ref)
        if case is None:
            self._open(ref, fact.call)
            return ()
        if not waits(fact.call):
            return self.close(ref)
        if fact.kind is FactKind.ATTEMPT_ENDED and fact.attempt is not None and fact.attempt.is_rescue:
            _attempt_over(case, fact.attempt, fact.at_us)
        return ()

    def seed(self, calls: Iterable[Call]) -> None:
        """Takes calls that were live before this service started. Phones that already ring for them are not known."""
        for call in calls:
            self._open(CallRef(call.pbx, call.linkedid), call)

    def _open(self, ref: CallRef, call: Call) -> None:
        due_at_us = self._plan.due_at_us(call)
        if due_at_us is None or call.rescue_began or ref in self._over:
            return
        self._cases[ref] = Case(call, due_at_us - (self._ahead_us(ref.pbx) or 0), new_mark())

    def close(self, ref: CallRef) -> Collection[str]:
        """Ends a case. Returns the channels to hang up: the phones of all but the person who has the call."""
        case = self._cases.pop(ref, None)
        if case is None:
            return ()
        self._over.add(ref)
        winner = next((each.agent for each in case.call.attempts if _won(each)), None)
        return [channel for channel, agent in case.rung.items() if agent != winner]

    def due(self, now_us: int) -> Iterator[Case]:
        """The cases that are due, the longest waiting first."""
        for case in sorted(self._cases.values(), key=lambda case: case.due_at_us):
            if case.due_at_us <= now_us:
                yield case

    def one(self, ref: CallRef) -> Case | None:
        return self._cases.get(ref)

    def next_due_us(self, now_us: int) -> int | None:
        return min((case.due_at_us for case in self._cases.values() if case.due_at_us > now_us), default=None)

    def whom(self, case: Case) -> list[str]:
        """The agents whose phones should start to ring for the case now."""
        reserved = {agent for each in self._cases.values() for agent in each.rung.values()}
        free_places = self._plan.at_once_max - len(case.rung)
        crew = self._crew()
        helpers = self._free(crew.helpers, case, reserved)
        if not helpers and not case.rung:
            helpers = self._free(crew.managers, case, reserved)
        return helpers[: max(0, free_places)]

    def _free(self, agents: Collection[str], case: Case, reserved: Collection[str]) -> list[str]:
        free = [each for each in agents if each not in reserved and case.may_ask(each) and self._is_free(each, case)]
        return sorted(free, key=lambda agent: self._state_of(agent) is State.WRAP_UP)

    def _is_free(self, agent: str, case: Case) -> bool:
        return self._state_of(agent) in _FREE and self._phone_of(agent, case.ref.pbx) is not None

    def is_rung(self, agent: str) -> bool:
        return any(agent in case.rung.values() for case in self._cases.values())

    def ring(self, case: Case, agent: str) -> str:
        """Notes that the agent's phone rings. Returns the channel to ring it by."""
        channel = new_channel()
        case.rung[channel] = agent
        case.asked[agent] += 1
        return channel

    def unanswered(self, ref: CallRef, channel: str) -> None:
        """Notes that nobody picked up on this channel, or that the PBX did not ring it."""
        case = self._cases.get(ref)
        if case is not None:
            case.rung.pop(channel, None)


def _attempt_over(case: Case, attempt: Attempt, at_us: int) -> None:
    for channel, agent in list(case.rung.items()):
        if agent == attempt.agent:
            del case.rung[channel]
    if attempt.outcome is Outcome.FAILED and attempt.alerted_at_us is not None:
        case.early_us[attempt.agent] = attempt.ended_at_us or at_us


def _won(attempt: Attempt) -> bool:
    return attempt.is_rescue and attempt.outcome is Outcome.ANSWERED
