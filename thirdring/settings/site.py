"""The groups that say what the site is: its hotlines, agents, numbers, and the promise that is measured."""

from datetime import tzinfo
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from kit.wrong import WrongValueError
from metrics.calls import service_level
from telephony import layout
from telephony.calls.cadence import cadence
from thirdring.settings.groups import Group
from thirdring.settings.values import Days, Names, service_days


class Numbers(Group):
    region: str = Field(
        "CN",
        pattern="^[A-Z]{2}$",
        description="Country of the site, two capital letters: how national numbers are read.",
        examples=["CN", "ES"],
    )
    area_code: str = Field(
        "",
        pattern="^[0-9]{0,6}$",
        description="Area code of the site, digits, for numbers dialled without it. None by default.",
        examples=["021"],
    )
    outside: str = Field(
        "",
        pattern="^[0-9]{0,3}$",
        description="Digits that a phone here dials before a number outside, so that calls dialled by hand are known "
        "by that number. None by default.",
        examples=["9"],
    )


class Policy(Group):
    name: Literal["before_next_ring", "by_ring_end", "by_ring_start"] = Field(
        "before_next_ring",
        description="The rule of docs/measurement.md by which an answer is in time.",
        examples=["before_next_ring"],
    )
    ring_zone: str = Field(
        "cn",
        description="Country of the ringback tone that callers hear: a ring lasts 5 s in cn, 6 s in us, 3 s in uk.",
        examples=["cn", "us", "uk"],
    )
    rings_within: int = Field(
        3, ge=1, le=20, description="An answer within this many rings is in time: by the third ring.", examples=[3]
    )
    short_abandon_rings: int = Field(
        1,
        ge=0,
        le=20,
        description="A caller gone within this many rings is shown apart and not counted; 0 counts all.",
        examples=[1],
    )
    callback_requested: service_level.Requested = Field(
        service_level.Requested.APART_IN_TIME,
        description="How a caller counts who asks for a callback by key: apart_in_time (shown apart, and missed where "
        "the limit had passed before they asked), apart, or missed.",
        examples=["apart"],
    )
    test_numbers: Names = Field(
        (),
        description="Caller numbers of test calls, as the PBX shows them. They are not counted. None by default.",
        examples=[["13800000000"]],
    )
    service_hours: Days | None = Field(
        None,
        description="Local hours of each day in which calls count; a day left out is closed. Day and night by default.",
        examples=[{"monday": ["08:00-12:00", "13:30-18:00"]}],
    )

    @field_validator("ring_zone")
    @classmethod
    def _has_a_cadence(cls, value: str) -> str:
        cadence(value)
        return value

    def as_rule(self, zone: tzinfo) -> service_level.Policy:
        return service_level.Policy(
            self.ring_zone,
            self.rings_within,
            self.short_abandon_rings,
            self.name,
            frozenset(self.test_numbers),
            None if self.service_hours is None else service_level.ServiceHours(zone, service_days(self.service_hours)),
            self.callback_requested,
        )


class Sheet(Group):
    department: str = Field(
        "",
        max_length=60,
        description="Department that the monthly sheet is of. Left out, it is a line to write on.",
        examples=["客户服务部"],
    )


class Hotline(Group):
    name: str = Field(
        min_length=1, max_length=64, description="Name of the hotline in calls and metrics.", examples=["service"]
    )
    numbers: Names = Field((), description="Dialled numbers that are this hotline.", examples=[["8001"]])
    queues: Names = Field((), description="Queues that are this hotline.", examples=[["hotline"]])

    @model_validator(mode="after")
    def _can_be_recognised(self) -> Self:
        if not self.numbers and not self.queues:
            raise WrongValueError("needs a number or a queue to be recognised by")
        return self

    def as_layout(self) -> layout.Hotline:
        return layout.Hotline(self.name, self.numbers, self.queues)


class Agent(Group):
    name: str = Field(
        min_length=1,
        max_length=64,
        description="Name of the agent in calls and metrics: an extension or staff number rather than a person's name.",
        examples=["1001"],
    )
    devices: Names = Field(
        min_length=1, description="Devices of this agent; any one of them is this agent.", examples=[["PJSIP/1001"]]
    )

    page_phone: str = Field(
        "",
        pattern=r"^(PJSIP/[\w.+-]{1,60})?$",
        description="Which of the devices is a phone in the page of /desk, with an endpoint of its own at the PBX. "
        "None by default; see [phone].",
        examples=["PJSIP/1001"],
    )

    @field_validator("devices")
    @classmethod
    def _names_its_technology(cls, devices: tuple[str, ...]) -> tuple[str, ...]:
        for device in devices:
            if "/" not in device:
                raise WrongValueError("has {device}, which lacks what stands before the slash", device=device)
        return devices

    @model_validator(mode="after")
    def _page_phone_is_a_device(self) -> Self:
        if self.page_phone and self.page_phone not in self.devices:
            raise WrongValueError("has page_phone {device}, which has to be among its devices", device=self.page_phone)
        return self

    def as_layout(self) -> layout.Agent:
        return layout.Agent(self.name, self.devices)
