"""Which callbacks a call is about, and whether it proves that they were reached.

Proof is a call that connected with a number of the household after the callback was created, and in which both sides
talked for at least as long as the policy says. A call of ours in quiet hours proves nothing, unless a dispatcher had
allowed it on the ticket. A call belongs to a callback in one of three ways: its id travelled with the call; the agent
who holds the callback dialled by hand, or anybody while nobody held it; or the resident called and was answered.
"""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from telephony.facts import Direction
from ticketing.callbacks.callback import AttemptOutcome, Callback, Reason, Way
from ticketing.callbacks.sightings import Sighting
from ticketing.callbacks.states import OPEN, State


class Link(NamedTuple):
    """A call is about a callback. Where it is no proof, `outcome` says why not."""

    callback: Callback
    way: Way
    outcome: AttemptOutcome

    @property
    def proves(self) -> bool:
        return self.outcome is AttemptOutcome.REACHED


def links(seen: Sighting, open_ones: Iterable[Callback], numbers: Collection[str], talk_us_min: int) -> list[Link]:
    """`open_ones`: the callbacks of the household, or of the number; `numbers`: the household's."""
    if not seen.number or seen.number not in numbers:
        return []
    before = [callback for callback in open_ones if _may_be_about(callback, seen)]
    if seen.direction is Direction.OUTBOUND:
        way, about = _outbound(seen, before)
    elif seen.direction is Direction.INBOUND and seen.answered_at_us is not None:
        way, about = Way.INBOUND, [callback for callback in before if callback.reason is not Reason.RESOLVED_TICKET]
    else:
        return []
    outcome = outcome_of(seen, talk_us_min)
    found = [Link(callback, way, outcome) for callback in about]
    return [link for link in found if link.proves or seen.direction is Direction.OUTBOUND]


def linked_by_word(seen: Sighting, callback: Callback, numbers: Collection[str], talk_us_min: int) -> Link | None:
    """An agent says that this call was about that callback. The call still has to prove it."""
    if seen.number not in numbers or seen.answered_at_us is None or not _may_be_about(callback, seen):
        return None
    way = Way.BY_HAND if seen.direction is Direction.OUTBOUND else Way.INBOUND
    return Link(callback, way, outcome_of(seen, talk_us_min))


def without_quiet_proof(found: Iterable[Link], any_hour: Collection[str]) -> list[Link]:
    """Of a call of ours that began in quiet hours. `any_hour`: the tickets about which they might be called then."""

    def allowed(link: Link) -> bool:
        return not link.proves or link.way is Way.INBOUND or link.callback.ticket in any_hour

    return [link if allowed(link) else link._replace(outcome=AttemptOutcome.QUIET_HOURS) for link in found]


def spoken_to(seen: Sighting, talk_us_min: int) -> bool:
    """Whether this call, theirs or ours, connected for long enough with the person of this number."""
    reached = seen.answered_at_us is not None and outcome_of(seen, talk_us_min) is AttemptOutcome.REACHED
    return reached and bool(seen.number) and seen.direction is not Direction.INTERNAL


def outcome_of(seen: Sighting, talk_us_min: int) -> AttemptOutcome:
    if seen.outcome is AttemptOutcome.REACHED and seen.talk_us < talk_us_min:
        return AttemptOutcome.TOO_SHORT
    return seen.outcome


def _may_be_about(callback: Callback, seen: Sighting) -> bool:
    return callback.state in OPEN | {State.UNREACHABLE} and seen.arrived_at_us >= callback.born_at_us


def _outbound(seen: Sighting, before: list[Callback]) -> tuple[Way, list[Callback]]:
    if seen.callback is not None:
        return Way.CLICK, [callback for callback in before if callback.id == seen.callback]
    if seen.agent is None:
        return Way.BY_HAND, []
    free = [callback for callback in before if callback.held_by(seen.arrived_at_us) in (None, seen.agent)]
    held = [callback for callback in free if callback.held_by(seen.arrived_at_us) == seen.agent]
    return Way.BY_HAND, held or _one_ticket_at_most(free)


def _one_ticket_at_most(callbacks: list[Callback]) -> list[Callback]:
    """Which of several tickets a call dialled by hand was about is for the agent to say."""
    about_tickets = [callback for callback in callbacks if callback.reason is Reason.RESOLVED_TICKET]
    others = [callback for callback in callbacks if callback.reason is not Reason.RESOLVED_TICKET]
    return others + (about_tickets if len(about_tickets) == 1 else [])
