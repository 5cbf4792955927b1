"""Who is to call: a dispatcher gives a callback to somebody, who may leave it to others. Until it is due nobody else
takes it; from then on the promise counts more, and whoever is free may call. Pure."""

from dataclasses import replace

from kit.refusals import RefusedError
from ticketing.callbacks.callback import Callback
from ticketing.callbacks.changes import ClaimedError, SettledError, released
from ticketing.callbacks.states import OPEN


def assigned(callback: Callback, to: str | None, who: str, now_us: int) -> Callback:
    """Gives it to `to`, or with None to whoever is free. A call that is on now is not interrupted."""
    if callback.state not in OPEN:
        raise SettledError(callback)
    if callback.held_by(now_us) not in (None, to):
        raise ClaimedError("another agent is calling them now")
    return _given(callback, to, who, now_us)


def released_by(callback: Callback, agent: str) -> Callback:
    """Ends the agent's claim. If the callback is assigned to them, it still is."""
    if callback.claimed_by != agent:
        raise RefusedError("only the agent who holds a callback can release it")
    return released(callback)


def left_to_others(callback: Callback, agent: str, now_us: int) -> Callback:
    """An agent gives the callback back: their claim, its assignment to them, or both."""
    theirs = callback.state in OPEN and callback.assigned_to == agent
    free = callback if theirs and callback.claimed_by != agent else released_by(callback, agent)
    return _given(free, None, agent, now_us) if theirs else free


def passed_on(callback: Callback, to: str | None) -> Callback:
    """For an assignee who has left, or has a new name: `to` takes their place."""
    return replace(callback, assigned_to=to, version=callback.version + 1)


def _given(callback: Callback, to: str | None, who: str, now_us: int) -> Callback:
    return replace(callback, assigned_to=to, assigned_by=who, assigned_at_us=now_us, version=callback.version + 1)
