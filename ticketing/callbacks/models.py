"""What the API answers about callbacks and their rate."""

from datetime import date

from pydantic import Field

from kit.http.out import Out, Seconds
from kit.http.shown import Plain
from kit.http.wire import Instant
from ticketing.bodies import MaskedNumber
from ticketing.callbacks.callback import AttemptOutcome, Reason, Way
from ticketing.callbacks.states import State


class CallbackAttemptOut(Out):
    at: Instant
    agent: str
    call: str | None = Field(description="The id of the call; null: none was seen")
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
    not_before: Instant = Field(description="When the next attempt may be made")
    state: State
    claimed_by: Plain | None
    claimed_until: Instant | None
    missed_count: int = Field(description="Missed calls that it stands for")
    attempts: list[CallbackAttemptOut]
    settled_at: Instant | None
    way: Way | None = Field(description="click and by_hand are proven outbound calls; manual is somebody's word")
    why: str


class CallbackPage(Out):
    items: list[CallbackOut]
    next: str | None = Field(description="The cursor of the next page; null: this is the last one")


class LeftOutOut(Out):
    category: str
    count: int
    why: str = Field(description="no_follow_up: the category's rule; a site sets it")


class RateOut(Out):
    date: date
    rule: str = Field(description="issues: of what was resolved, the categories that want a follow-up count")
    rule_version: int
    resolved_count: int = Field(description="All tickets resolved that day: eligible_count and left_out")
    eligible_count: int = Field(description="The denominator: resolved that day, and a follow-up is wanted")
    same_day_count: int = Field(description="Of the eligible, those called before 24:00, by a call that connected")
    final_count: int = Field(description="Of the eligible, those called by now")
    same_day_ratio: float | None = Field(description="same_day_count / eligible_count: what is promised")
    final_ratio: float | None
    left_out: list[LeftOutOut] = Field(description="Resolved that day and not eligible, by category")
    same_day_of_all_count: int = Field(description="Of all resolved, those called before 24:00")
    final_of_all_count: int
    same_day_of_all_ratio: float | None = Field(description="same_day_of_all_count / resolved_count, for comparison")
    final_of_all_ratio: float | None
    target_ratio: float
    missing: list[str] = Field(description="Tickets not called yet, the first resolved first")
    more_by_midnight: int = Field(description="Same-day calls still needed for the target")
    can_be_met: bool
