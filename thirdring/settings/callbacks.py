"""How the desk calls back: what proves it, when to try, and when to give up."""

from typing import Self

from pydantic import Field, model_validator

from kit.instants import MINUTE_US, SECOND_US
from thirdring.settings.groups import Group
from thirdring.settings.values import TimeOfDay
from ticketing.callbacks.policy import CallbackPolicy

_DEFAULT = CallbackPolicy()


class Callbacks(Group):
    talk_seconds: float = Field(
        _DEFAULT.talk_us_min / SECOND_US,
        ge=0,
        le=600,
        description="Seconds that a call has to be talked for to prove that they were reached; less is too short "
        "to say anything.",
        examples=[5],
    )
    attempts: int = Field(
        _DEFAULT.attempts_max,
        ge=1,
        le=20,
        description="Attempts until they count as unreachable; those that failed on our side do not count.",
        examples=[4],
    )
    distance_minutes: int = Field(
        _DEFAULT.distance_us // MINUTE_US,
        ge=0,
        le=10_080,
        description="Minutes until the next attempt at somebody who did not answer.",
        examples=[120],
    )
    busy_distance_minutes: int = Field(
        _DEFAULT.busy_distance_us // MINUTE_US,
        ge=0,
        le=10_080,
        description="Minutes until the next attempt where the phone was busy, or the call too short.",
        examples=[10],
    )
    different_hours: bool = Field(
        _DEFAULT.different_hours,
        description="true tries at another hour than before: who does not answer at ten may answer at six.",
        examples=[True],
    )
    quiet_from: TimeOfDay = Field(
        _DEFAULT.quiet_from, description="Nobody is called from this local time on.", examples=["21:00"]
    )
    quiet_until: TimeOfDay = Field(
        _DEFAULT.quiet_until, description="Until this local time nobody is called.", examples=["08:00"]
    )
    latest_same_day: TimeOfDay = Field(
        _DEFAULT.latest_same_day,
        description="No attempt begins after this local time; what is left is tried the next day.",
        examples=["20:30"],
    )
    missed_minutes: int = Field(
        _DEFAULT.missed_within_us // MINUTE_US,
        ge=1,
        le=10_080,
        description="Minutes in which a missed call is to be called back, of those in which one may call.",
        examples=[30],
    )
    requested_minutes: int = Field(
        _DEFAULT.requested_within_us // MINUTE_US,
        ge=1,
        le=10_080,
        description="Minutes in which somebody who asked for it is to be called, of those in which one may call.",
        examples=[60],
    )
    merge_minutes: int = Field(
        _DEFAULT.merge_window_us // MINUTE_US,
        ge=0,
        le=10_080,
        description="Minutes in which another missed call opens a callback again that was given up.",
        examples=[120],
    )
    claim_minutes: int = Field(
        _DEFAULT.claim_us // MINUTE_US,
        ge=1,
        le=1_440,
        description="Minutes that a callback stays with the agent who claimed it, should nothing come of it.",
        examples=[10],
    )

    @model_validator(mode="after")
    def _policy_holds(self) -> Self:
        self.as_policy()
        return self

    def as_policy(self) -> CallbackPolicy:
        return CallbackPolicy(
            talk_us_min=round(self.talk_seconds * SECOND_US),
            attempts_max=self.attempts,
            distance_us=self.distance_minutes * MINUTE_US,
            busy_distance_us=self.busy_distance_minutes * MINUTE_US,
            different_hours=self.different_hours,
            quiet_from=self.quiet_from,
            quiet_until=self.quiet_until,
            latest_same_day=self.latest_same_day,
            missed_within_us=self.missed_minutes * MINUTE_US,
            requested_within_us=self.requested_minutes * MINUTE_US,
            merge_window_us=self.merge_minutes * MINUTE_US,
            claim_us=self.claim_minutes * MINUTE_US,
        )
