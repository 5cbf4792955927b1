"""What happens to a callback: claims, attempts, proof, a person's word. Each gives the new one, or a refusal."""

from dataclasses import replace
from datetime import tzinfo
from typing import Any

from kit.refusals import ConflictError, RefusedError
from ticketing.callbacks.callback import PROVEN, AttemptOutcome, Callback, CallbackAttempt, Way
from ticketing.callbacks.policy import CallbackPolicy, may_call, next_attempt_us
from ticketing.callbacks.proof import Link
from ticketing.callbacks.sightings import Sighting
from ticketing.callbacks.states import OPEN, Signal, State, next_state


class ClaimedError(ConflictError):
    """Somebody else calls them now."""


class SettledError(RefusedError):
    def __init__(self, callback: Callback) -> None:
        possible = ["outcome pending"] if may_be_reopened(callback) else []
        super().__init__(f"the callback is {callback.state} already", possible=possible)


class QuietHoursError(RefusedError):
    """Nobody is called at this hour."""

    def __init__(self, policy: CallbackPolicy) -> None:
        until = min(policy.quiet_from, policy.latest_same_day)
        super().__init__(
            f"customers are called from {policy.quiet_until:%H:%M} to {until:%H:%M} only; in an emergency a dispatcher "
            "allows it on the ticket, with a reason"
        )


def require_calling_hours(policy: CallbackPolicy, now_us: int, zone: tzinfo) -> None:
    if not may_call(policy, now_us, zone):
        raise QuietHoursError(policy)


def claim(callback: Callback, agent: str, now_us: int, policy: CallbackPolicy, *, given: bool = False) -> Callback:
    """The same agent renews his own claim. Another one's has to be released or to run out first.

    `given`: it was the queue that chose this one. A dispatcher may have given it to them as well.
    """
    holder = callback.held_by(now_us)
    if holder not in (None, agent):
        raise ClaimedError("another agent is calling them now")
    if holder is None and callback.kept_for(now_us) not in (None, agent):
        raise ClaimedError(f"{callback.assigned_to} is to call them: a dispatcher said so, until it is due")
    given = given or callback.assigned_to == agent or (holder == agent and callback.given)
    free = released(callback) if callback.state is State.CALLING else callback
    until_us = now_us + policy.claim_us
    return _moved(free, Signal.CLAIMED, claimed_by=agent, claimed_until_us=until_us, given=given)


def released(callback: Callback) -> Callback:
    return _moved(callback, Signal.RELEASED)


def tried(callback: Callback, attempt: CallbackAttempt, policy: CallbackPolicy, zone: tzinfo) -> Callback:
    """Without reaching them. One attempt a call: the same one told twice changes nothing."""
    if attempt.call is not None and any(known.call == attempt.call for known in callback.attempts):
        return callback
    attempts = (*callback.attempts, attempt)
    if callback.state is State.UNREACHABLE:
        return replace(callback, attempts=attempts, version=callback.version + 1)
    again_us = next_attempt_us(policy, attempts, zone)
    if again_us is None:
        return _moved(callback, Signal.GAVE_UP, attempts=attempts, settled_at_us=attempt.at_us)
    return _moved(callback, Signal.TRIED, attempts=attempts, not_before_us=again_us)


def applied(link: Link, seen: Sighting, policy: CallbackPolicy, zone: tzinfo) -> Callback:
    """What a linked call means for its callback."""
    attempt = CallbackAttempt(seen.arrived_at_us, seen.agent or "", link.outcome, seen.call, seen.talk_us)
    if not link.proves or seen.answered_at_us is None:
        return tried(link.callback, attempt, policy, zone)
    attempts = (*link.callback.attempts, attempt)
    return _moved(
        link.callback, Signal.REACHED, attempts=attempts, settled_at_us=seen.answered_at_us, way=link.way, why=""
    )


def settled_by_word(callback: Callback, state: State, who: str, why: str, now_us: int) -> Callback:
    """A person says: reached otherwise, cannot be reached, needs no call, or is to be called again. Never a proof."""
    signals = {
        State.REACHED: Signal.REACHED,
        State.UNREACHABLE: Signal.GAVE_UP,
        State.CANCELLED: Signal.CANCELLED,
        State.PENDING: Signal.REVIVED,
    }
    if not why.strip():
        raise RefusedError("an outcome without a call needs `why`")
    if state not in signals:
        raise RefusedError(f"an outcome is one of: {', '.join(signals)}")
    if state is State.PENDING and not may_be_reopened(callback):
        raise SettledError(callback)
    changed = _moved(callback, signals[state], settled_at_us=now_us, way=Way.MANUAL, why=f"{who}: {why.strip()}")
    return replace(changed, settled_at_us=None, way=None, asked_by=who) if state is State.PENDING else changed


def may_be_reopened(callback: Callback) -> bool:
    """What a call proved stays settled."""
    return callback.state not in OPEN and callback.way not in PROVEN


def agent_did_not_pick_up(
    callback: Callback,
    agent: str,
    at_us: int,
    policy: CallbackPolicy,
    zone: tzinfo,
    outcome: AttemptOutcome = AttemptOutcome.AGENT_NO_ANSWER,
) -> Callback:
    return tried(callback, CallbackAttempt(at_us, agent, outcome), policy, zone)


def _moved(callback: Callback, signal: Signal, **fields: Any) -> Callback:
    state = next_state(callback.state, signal)
    if state is None:
        raise SettledError(callback)
    claim_ended: dict[str, Any] = (
        {}
        if state is State.CALLING
        else {
            "claimed_by": None,
            "claimed_until_us": None,
            "given": False,
        }
    )
    return replace(callback, state=state, version=callback.version + 1, **claim_ended, **fields)
