"""The groups of settings. A description says unit, default's reason and limits; the README's table is made of them."""

from datetime import tzinfo
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from metrics import service_level
from telephony import layout
from telephony.cadence import cadence
from thirdring.settings.values import Address, Days, Listen, Names, secret_from_file, service_days

Seconds = Annotated[float, Field(gt=0, le=3600)]


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Database(Group):
    url: SecretStr = Field(
        SecretStr("embedded"),
        description="`embedded` starts a private PostgreSQL under data_dir, so that nothing has to be installed; "
        "or the address of your own. It may hold a password: url_file reads it from a file.",
        examples=["embedded", "postgresql://thirdring@db.example/thirdring"],
    )
    url_file: Path | None = Field(
        None, description="A file whose first line is the url.", examples=["/run/secrets/database_url"]
    )
    pool_connections: int = Field(
        8,
        ge=2,
        le=100,
        description="Connections kept to PostgreSQL: one writes the calls, the others answer HTTP.",
        examples=[8],
    )

    _read_url = model_validator(mode="before")(secret_from_file("url"))

    @field_validator("url")
    @classmethod
    def _has_a_known_scheme(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() != "embedded" and not value.get_secret_value().startswith(
            ("postgresql://", "postgres://")
        ):
            raise ValueError("must be embedded or begin with postgresql://")
        return value

    @property
    def embedded(self) -> bool:
        return self.url.get_secret_value() == "embedded"


class Web(Group):
    listen: Listen = Field(
        Address("127.0.0.1", 8080),
        description="Address and port of the API, /metrics, /healthz and /readyz. Only this machine by default, "
        "since TLS is left to the proxy in front.",
        examples=["127.0.0.1:8080", "[::1]:8080"],
    )
    metrics_open: bool = Field(
        False, description="true serves /metrics without a token, for a network that is trusted.", examples=[True]
    )
    request_bytes_max: int = Field(
        65536,
        ge=1024,
        le=16_777_216,
        description="Largest request body, in bytes. No request of ours is larger.",
        examples=[65536],
    )
    request_timeout_seconds: Seconds = Field(
        30.0, description="A request that takes longer is given up, in seconds.", examples=[30]
    )
    requests_per_second: float = Field(
        50.0,
        gt=0,
        le=100_000,
        description="Steady rate allowed to one client address; twice as many at once.",
        examples=[50],
    )


class Agi(Group):
    listen: Listen = Field(
        Address("127.0.0.1", 4573),
        description="Address and port of the AGI server. The name is reserved: nothing listens there yet.",
        examples=["127.0.0.1:4573"],
    )


class Journal(Group):
    retention_days: float = Field(
        14.0,
        gt=0,
        le=3650,
        description="Days that raw events are kept: long enough to derive calls again after a holiday.",
        examples=[14],
    )
    size_bytes_max: int = Field(
        4_294_967_296,
        ge=1_048_576,
        description="Bytes on disk before the oldest events that are applied are given up.",
        examples=[4_294_967_296],
    )


class Retention(Group):
    calls_days: int = Field(
        730,
        ge=1,
        le=36500,
        description="Days that calls with their phone numbers are kept, for comparing two years.",
        examples=[730],
    )
    receipts_days: int = Field(
        90,
        ge=1,
        le=36500,
        description="Days that the events behind a call are kept, for looking into complaints.",
        examples=[90],
    )


class Log(Group):
    level: Literal["debug", "info", "warning", "error"] = Field(
        "info", description="What is logged at least.", examples=["info", "debug"]
    )
    format: Literal["auto", "json", "text"] = Field(
        "auto",
        description="text is for eyes, json for collectors; auto is text on a terminal and json elsewhere.",
        examples=["json"],
    )


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


class Policy(Group):
    name: Literal["before_next_ring", "by_ring_end", "by_ring_start"] = Field(
        "before_next_ring",
        description="The rule of docs/measurement.md by which an answer is in time.",
        examples=["before_next_ring"],
    )
    ring_zone: str = Field(
        "cn",
        description="Country of the ringback tone that callers hear, which is the length of a ring: cn 5 s, us 6 s, uk 3 s.",
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
        )


class Pbx(Group):
    name: str = Field(
        "main",
        pattern="^[a-z0-9][a-z0-9_-]{0,31}$",
        description="Name of this PBX in calls, metrics and links. Keep it: calls are found by it.",
        examples=["main", "site-2"],
    )
    host: str = Field(
        "127.0.0.1",
        min_length=1,
        description="Host name or address of its manager interface (AMI).",
        examples=["127.0.0.1"],
    )
    port: int = Field(
        5038, ge=1, le=65535, description="Port of its manager interface; 5039 is usual with TLS.", examples=[5038]
    )
    username: str = Field(
        "thirdring",
        min_length=1,
        description="The section of manager.conf that is for Third Ring.",
        examples=["thirdring"],
    )
    secret: SecretStr = Field(
        description="Its secret in manager.conf. Required, here or by secret_file.", examples=["a long random word"]
    )
    secret_file: Path | None = Field(
        None, description="A file whose first line is the secret.", examples=["/run/secrets/ami_secret"]
    )
    tls: bool = Field(False, description="true speaks TLS, for an AMI on another machine.", examples=[True])
    tls_ca_file: Path | None = Field(
        None, description="Certificates to trust instead of the system's, in PEM.", examples=["/etc/ssl/pbx-ca.pem"]
    )

    _read_secret = model_validator(mode="before")(secret_from_file("secret"))


class Hotline(Group):
    name: str = Field(
        min_length=1, max_length=64, description="Name of the hotline in calls and metrics.", examples=["service"]
    )
    numbers: Names = Field((), description="Dialled numbers that are this hotline.", examples=[["8001"]])
    queues: Names = Field((), description="Queues that are this hotline.", examples=[["hotline"]])

    @model_validator(mode="after")
    def _can_be_recognised(self) -> Self:
        if not self.numbers and not self.queues:
            raise ValueError("needs a number or a queue to be recognised by")
        return self

    def as_layout(self) -> layout.Hotline:
        return layout.Hotline(self.name, self.numbers, self.queues)


class Agent(Group):
    name: str = Field(min_length=1, max_length=64, description="Name of the agent in calls.", examples=["1001"])
    devices: Names = Field(
        min_length=1, description="Devices of this agent; any one of them is this agent.", examples=[["PJSIP/1001"]]
    )

    def as_layout(self) -> layout.Agent:
        return layout.Agent(self.name, self.devices)
