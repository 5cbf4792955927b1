"""The groups that say which shifts there are. Who is on them is entered in the console."""

from typing import Literal

from pydantic import Field, field_validator

from kit.instants import SECOND_US
from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.values import WEEKDAYS, Items, Names, TimeOfDay
from ticketing.shifts.patterns import EVERY_DAY, Pattern, ShiftRules

EVERY, WORKDAYS = "every", "workdays"


class Shift(Group):
    name: str = Field(
        pattern=r"^\w[\w-]{0,31}$",
        description="Its name. day and night are shown in the reader's language, any other as written here.",
        examples=["day"],
    )
    begins: TimeOfDay = Field(description="Local time at which it begins.", examples=["08:00"])
    ends: TimeOfDay = Field(
        description="Local time at which it ends, which may be on the next day. The same as begins: 24 hours.",
        examples=["20:00"],
    )
    days: Names = Field(
        (EVERY,),
        description="Days on which it begins: every; workdays, as the country's calendar has them; or weekdays by "
        "name.",
        examples=[["every"], ["monday", "wednesday"]],
    )
    people_min: int = Field(
        1,
        ge=0,
        le=100,
        description="People that it needs at least, its duty manager included. Fewer are told a day before.",
        examples=[2],
    )

    @field_validator("days")
    @classmethod
    def _are_days(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if value not in ((EVERY,), (WORKDAYS,)) and (not value or set(value) - set(WEEKDAYS)):
            raise WrongValueError(
                "must be {every}, {workdays}, or some of {weekdays}",
                every=EVERY,
                workdays=WORKDAYS,
                weekdays=", ".join(WEEKDAYS),
            )
        return value

    def pattern(self) -> Pattern:
        named = frozenset(WEEKDAYS.index(day) for day in self.days if day in WEEKDAYS)
        return Pattern(self.name, self.begins, self.ends, named or EVERY_DAY, self.days == (WORKDAYS,), self.people_min)


class Shifts(Group):
    """Who works when. Without any [[shifts.shift]] there are no shifts, and nothing follows them."""

    housekeepers: Literal["always", "on_shift"] = Field(
        "always",
        description="When a caller's own housekeeper is rung first: always, or only while on a shift. Who is away is "
        "replaced by their stand-in.",
        examples=["on_shift"],
    )
    housekeeper_ring_seconds: int = Field(
        0,
        ge=0,
        le=60,
        description="Seconds that the own housekeeper's phone rings. 0: so few that the queue can still answer in "
        "time after it.",
        examples=[8],
    )
    shift: Items[Shift] = ()

    @field_validator("shift")
    @classmethod
    def _have_names_of_their_own(cls, value: tuple[Shift, ...]) -> tuple[Shift, ...]:
        names = [shift.name for shift in value]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise WrongValueError(
                    "two [[shifts.shift]] are named {name}; give each its own name", place, "name", name=name
                )
        return value

    def require_time_left(self, limit_us: int) -> None:
        """Checks that the queue has time left after the housekeeper was rung. Raises WrongValueError."""
        if self.housekeeper_ring_seconds * SECOND_US >= limit_us > 0:
            raise WrongValueError(
                "leaves the queue no time: an answer is in time within {limit} s. Take less, or 0",
                *("shifts", "housekeeper_ring_seconds"),
                limit=f"{limit_us / SECOND_US:g}",
            )

    def rules(self) -> ShiftRules:
        patterns = tuple(shift.pattern() for shift in self.shift)
        return ShiftRules(patterns, self.housekeepers == "on_shift", self.housekeeper_ring_seconds)
