"""The group of calls that the service makes to itself."""

from collections.abc import Collection, Mapping

from pydantic import Field, field_validator

from kit.wrong import WrongValueError
from thirdring.settings.groups import Group

NUMBER = "{number}"


class Canary(Group):
    """Calls to the hotline's own test number, whose test telephone rings for a time that is known exactly."""

    number: str = Field(
        "",
        pattern=r"^([0-9]{1,32})?$",
        description="The test number that is called. Its calls are in no figure of the desk and open no "
        "ticket. Empty: no calls.",
        examples=["8099"],
    )
    hotline: str = Field(
        "",
        max_length=64,
        description="Hotline as which its calls are measured. Left out, the first [[hotline]].",
        examples=["service"],
    )
    channel: str = Field(
        "PJSIP/{number}@thirdring-canary",
        max_length=100,
        pattern=r"^[A-Za-z0-9]{1,20}/[A-Za-z0-9_.@:+/{}-]{1,80}$",
        description="How the PBX calls the number, with {number} in it: within the PBX, or by way of your trunk, so "
        "that the trunk is tried as well.",
        examples=["PJSIP/{number}@trunk"],
    )
    context: str = Field(
        "thirdring-canary",
        pattern=r"^[\w-]{1,79}$",
        description="Context of extensions.conf in which the call waits while the test telephone rings; its extension "
        "is s.",
        examples=["thirdring-canary"],
    )
    every_minutes: float = Field(
        30, ge=2, le=1440, description="Time between two calls, by day and night.", examples=[30]
    )

    @field_validator("channel")
    @classmethod
    def _calls_the_number(cls, value: str) -> str:
        if NUMBER not in value or set("{}") & set(value.replace(NUMBER, "")):
            raise WrongValueError(
                "must have {number} in it, which is replaced by the test number, and no other braces", number=NUMBER
            )
        return value

    def require_known(self, hotlines: Mapping[str, Collection[str]], *, has_pbx: bool, has_agi: bool) -> None:
        """`hotlines`: the numbers of each. Raises WrongValueError."""
        if not self.number:
            return
        if not hotlines or not has_pbx:
            raise WrongValueError("needs a [[pbx]] and a [[hotline]]: add them, or leave out number", "canary")
        if any(self.number in numbers for numbers in hotlines.values()):
            raise WrongValueError(
                "{number} is a number of a [[hotline]]: its residents' calls would be in no figure. Take a number that "
                "nobody else calls",
                *("canary", "number"),
                number=self.number,
            )
        if self.hotline and self.hotline not in hotlines:
            raise WrongValueError("must be one of {expected}", "canary", "hotline", expected=", ".join(hotlines))
        if not has_agi:
            raise WrongValueError(
                "tells the test telephone by AGI, which is off: set agi.enabled = true, or leave out number", "canary"
            )
