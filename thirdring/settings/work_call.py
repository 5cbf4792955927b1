"""The group of calls by the PBX to workmen, where nobody accepted what a message brought."""

from datetime import time
from typing import Annotated, Self

from pydantic import BeforeValidator, Field, SecretStr, model_validator

from kit.wrong import WrongValueError
from thirdring.settings.groups import Group, Prompt
from thirdring.settings.values import TimeOfDay, mobile, name_list
from ticketing.tickets.categories import Priority
from ticketing.work_links.call import Hours

Priorities = Annotated[tuple[Priority, ...], BeforeValidator(name_list)]
PHONE = "{phone}"


class WorkCall(Group):
    """A call by the PBX where nobody accepts what a robot, an e-mail or a text message brought."""

    channel: str = Field(
        "",
        max_length=100,
        pattern=r"^([A-Za-z0-9]{1,20}/[A-Za-z0-9_.@:+/{}-]{1,80})?$",
        description="How the PBX calls a number: a channel of your trunk, with {phone} in it. Empty: nobody is called.",
        examples=["PJSIP/{phone}@trunk"],
    )
    context: str = Field(
        "thirdring-work",
        pattern=r"^[\w-]{1,79}$",
        description="Context of extensions.conf that whoever picks up gets; its extension is s.",
        examples=["thirdring-work"],
    )
    shown_number: str = Field(
        "",
        pattern=r"^(\+?[0-9]{1,32})?$",
        description="Number that the telephone shows. Empty: that of the trunk.",
        examples=["02160000000"],
    )
    people: dict[str, Annotated[SecretStr, mobile]] = Field(
        {},
        description="Numbers of the workmen, by their user names (desk.trades). Who is not here is called at their "
        "number of work.sms.people.",
        examples=[{"zhang": "13800000000"}],
    )
    trades: dict[str, Annotated[SecretStr, mobile]] = Field(
        {},
        description="Number of a trade, such as that of its duty room: called about a ticket that nobody of the trade "
        "has. Without one its workmen are called, one after another.",
        examples=[{"plumbing": "02160000001"}],
    )
    priorities: Priorities = Field(
        tuple(Priority),
        min_length=1,
        description="Priorities of the tickets that are called about.",
        examples=[["critical", "urgent"]],
    )
    after_minutes: float = Field(
        10,
        ge=0,
        le=1440,
        description="Minutes after the last message in which nobody accepted the work. If a text message follows the "
        "robot or the e-mail, it is the last one.",
        examples=[5],
    )
    tries: int = Field(3, ge=1, le=10, description="Calls about a ticket at most, each time it is given.", examples=[3])
    again_minutes: float = Field(
        5,
        ge=1,
        le=1440,
        description="Minutes between the beginnings of two calls about a ticket, or to a number.",
        examples=[5],
    )
    quiet_from: TimeOfDay = Field(time(21), description="Nobody is called from this local time on.", examples=["21:00"])
    quiet_until: TimeOfDay = Field(
        time(8), description="Until this local time nobody is called. The same as quiet_from: no quiet hours.",
        examples=["08:00"],
    )  # fmt: skip
    any_hour: Priorities = Field(
        (Priority.CRITICAL, Priority.URGENT),
        description="Priorities that are called about in quiet hours as well.",
        examples=[["critical"]],
    )
    ring_seconds: int = Field(30, ge=5, le=120, description="Seconds that the telephone rings.", examples=[30])
    key_seconds: float = Field(
        5.0, gt=0, le=15, description="Seconds that key 1 is waited for after the announcement.", examples=[5]
    )
    prompt: Prompt = Field(
        "thirdring/work", description="Sound that tells of the work and of key 1.", examples=["thirdring/work"]
    )
    prompt_accepted: Prompt = Field(
        "thirdring/work-accepted", description="Sound after key 1.", examples=["thirdring/work-accepted"]
    )
    prompt_too_late: Prompt = Field(
        "thirdring/work-too-late",
        description="Sound where the work was accepted, given to somebody else or called off meanwhile.",
        examples=["thirdring/work-too-late"],
    )

    @model_validator(mode="after")
    def _names_a_phone(self) -> Self:
        around = self.channel.split(PHONE)
        if self.channel and (
            len(around) != 2 or set("{}") & set("".join(around)) or self.channel.lower().startswith("local/")
        ):
            raise WrongValueError("calls nobody: name the trunk itself, and {{phone}} once", "channel")
        return self

    @property
    def hours(self) -> Hours:
        return Hours(self.quiet_from, self.quiet_until, self.any_hour)
