"""The life of a callback, whatever happens to it, in zones with and without daylight saving time."""

from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from kit.instants import DAY_US, SECOND_US
from kit.refusals import RefusedError
from telephony.facts import CallRef
from tests.unit.ticketing.calls import outbound
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import PROVEN, AttemptOutcome, Callback, CallbackAttempt, Reason, Way
from ticketing.callbacks.changes import applied, claim, released, settled_by_word, tried
from ticketing.callbacks.policy import CallbackPolicy, callable_from_us
from ticketing.callbacks.proof import links
from ticketing.callbacks.sightings import Numbering, sighting
from ticketing.callbacks.states import OPEN, State

POLICY = CallbackPolicy()
ZHANG = "+8613800138000"
ZONES = st.sampled_from([ZoneInfo(name) for name in ("Asia/Shanghai", "Europe/Madrid", "America/New_York", "UTC")])
DAYS = ("2026-03-28 22:00", "2026-10-24 23:30", "2026-12-31 20:00", "2026-11-25 09:00")
BEGINS = st.sampled_from([at(day) for day in DAYS])
FAILED = [each for each in AttemptOutcome if each is not AttemptOutcome.REACHED]
OUR_FAULT = tuple(AttemptOutcome(word) for word in ("agent_no_answer", "hung_up", "failed", "quiet_hours"))
agents = st.sampled_from(["1001", "1002"])
happenings = st.one_of(
    st.tuples(st.just("claim"), agents),
    st.tuples(st.just("release"), st.none()),
    st.tuples(st.just("try"), st.sampled_from(FAILED)),
    st.tuples(st.just("call"), st.floats(0, 20)),
    st.tuples(st.just("word"), st.sampled_from(list(State))),
)


def happened(callback: Callback, what: str, how: Any, now_us: int, zone: ZoneInfo, turn: int) -> Callback:
    attempt = CallbackAttempt(now_us, "1001", how, CallRef("main", f"{turn}")) if what == "try" else None
    calls: dict[str, Callable[[], Callback]] = {
        "claim": lambda: claim(callback, how, now_us, POLICY),
        "release": lambda: released(callback),
        "try": lambda: callback if attempt is None else tried(callback, attempt, POLICY, zone),
        "call": lambda: called(callback, how, now_us, zone, turn),
        "word": lambda: settled_by_word(callback, how, "li", "says so", now_us),
    }
    return calls[what]()


def called(callback: Callback, talk_seconds: float, now_us: int, zone: ZoneInfo, turn: int) -> Callback:
    """By hand, by the agent who holds it, or by anybody."""
    agent = callback.claimed_by or "1001"
    seen = sighting(outbound(f"{turn}", now_us, "13800138000", talk_seconds, agent=agent), Numbering())
    found = links(seen, [callback], [ZHANG], POLICY.talk_us_min)
    return applied(found[0], seen, POLICY, zone) if found else callback


def impossible(one: Callback, zone: ZoneInfo) -> list[str]:
    """What may never be said of a callback, and is said of this one."""
    at_them = [attempt for attempt in one.attempts if attempt.outcome not in OUR_FAULT]
    talked = [a.talk_us for a in one.attempts if a.outcome is AttemptOutcome.REACHED]
    wrong = {
        "claimed and not calling": (one.state is State.CALLING) != (one.claimed_by is not None),
        "a claim without an end": (one.claimed_by is None) != (one.claimed_until_us is None),
        "settled and open": (one.state in OPEN) == (one.settled_at_us is not None),
        "proven without a call": one.state is State.REACHED and one.way is not Way.MANUAL and not talked,
        "proven by too short a talk": any(talk_us < POLICY.talk_us_min for talk_us in talked),
        "a word without a reason": one.way is Way.MANUAL and not one.why,
        "open after all attempts": one.state is State.PENDING and len(at_them) >= POLICY.attempts_max and not one.why,
        "the next attempt at night": bool(one.attempts) and one.state is State.PENDING and not decent(one, zone),
        "settled before it was created": one.settled_at_us is not None and one.settled_at_us < one.born_at_us,
    }
    return [name for name, there in wrong.items() if there]


def decent(one: Callback, zone: ZoneInfo) -> bool:
    return callable_from_us(POLICY, one.not_before_us, zone) == one.not_before_us


@given(ZONES, BEGINS, st.lists(st.tuples(happenings, st.integers(0, DAY_US)), max_size=25))
def test_no_path_leads_to_an_impossible_callback(
    zone: ZoneInfo, born_us: int, path: list[tuple[tuple[str, Any], int]]
) -> None:
    callback = Callback(7, Reason.MISSED_CALL, ZHANG, born_us, born_us, callable_from_us(POLICY, born_us, zone), 3)
    now_us = born_us
    for turn, ((what, how), later_us) in enumerate(path):
        now_us += later_us + SECOND_US
        try:
            after = happened(callback, what, how, now_us, zone, turn)
        except RefusedError:
            continue
        if after != callback:
            assert after.version > callback.version
            assert callback.way not in PROVEN, "what a call proved stays as it is"
            assert after.attempts[: len(callback.attempts)] == callback.attempts, "no attempt is forgotten"
        callback = after
        assert impossible(callback, zone) == []
