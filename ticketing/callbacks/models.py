"""What the API answers about callbacks and their rate."""

from datetime import date

from pydantic import Field

from kit.http.out import Out, PageOut, Seconds
from kit.http.shown import Plain
from kit.http.wire import Instant
from ticketing.bodies import MaskedNumber
from ticketing.callbacks.callback import AttemptOutcome, Reason, Way
from ticketing.callbacks.rate import LeftOutWhy
from ticketing.callbacks.states import State


class CallbackAttemptOut(Out):
    at: Instant
    agent: str
    call: str | None = Field(description="The id of the call; null: no call was seen")
    outcome: AttemptOutcome
    talk_seconds: Seconds


class CallbackOut(Out):
    id: int
    version: int
    reason: Reason
    phone: MaskedNumber = Field(description="Masked unless `masked` is false")
    masked: bool
    household: int | None
    ticket: Plain | None
    born_at: Instant
    due_at: Instant
    not_before: Instant = Field(description="Earliest time of the next attempt")
    state: State
    claimed_by: Plain | None
    claimed_until: Instant | None
    assigned_to: Plain | None = Field(description="Who is to call, as a dispatcher said: until it is due, nobody else")
    assigned_by: Plain | None = Field(description="Who said so last, or left it to others")
    assigned_at: Instant | None
    missed_count: int = Field(description="Number of missed calls that it covers")
    attempts: list[CallbackAttemptOut]
    settled_at: Instant | None
    way: Way | None = Field(description="click and by_hand are proven outbound calls; manual is a person's statement")
    why: str


class CallbackPage(PageOut[CallbackOut]):
    pass


class LeftOutOut(Out):
    category: str
    count: int
    why: LeftOutWhy = Field(
        description="no_follow_up: the category needs no callback; nobody_to_call: no number is known"
    )


class RateOut(Out):
    date: date
    rule: str = Field(description="The name of the rule; `issues`: tickets count whose category needs a callback")
    rule_version: int
    resolved_count: int = Field(description="All tickets resolved that day, including left_out")
    eligible_count: int = Field(
        description="The denominator: resolved that day, in need of a callback, with a number to call"
    )
    same_day_count: int = Field(description="Eligible tickets with a connected call before 24:00")
    final_count: int = Field(description="Eligible tickets with a connected call until now")
    same_day_ratio: float | None = Field(description="same_day_count / eligible_count, compared with the target")
    final_ratio: float | None
    left_out: list[LeftOutOut] = Field(
        description="Tickets resolved that day that do not count, by category and reason"
    )
    same_day_of_all_count: int = Field(description="All resolved tickets with a connected call before 24:00")
    final_of_all_count: int
    same_day_of_all_ratio: float | None = Field(description="same_day_of_all_count / resolved_count, for comparison")
    final_of_all_ratio: float | None
    target_ratio: float
    missing: list[str] = Field(description="Tickets without a connected call, in the order of their resolution")
    more_by_midnight: int = Field(description="Calls still needed before 24:00 to reach the target")
    can_be_met: bool = Field(
        description="The target is met, or enough tickets are missing and may still be called that day"
    )
    ratio_then: float | None = Field(
        description="The same-day ratio after `more_by_midnight` calls; null if the target cannot be reached"
    )
    call_by: Instant | None = Field(description="Until then these calls can be made; null: none are needed or possible")
