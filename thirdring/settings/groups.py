"""The groups that say how the service runs. A description gives unit, limits and the reason of the default;
docs/settings.md is made of them."""

from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator

from kit.database.hosts import single_hosts
from kit.wrong import WrongValueError
from thirdring.settings.values import Address, Listen, secret_from_file
from ticketing.agi.introduction import NameForm

Seconds = Annotated[float, Field(gt=0, le=3600)]

Prompt = Annotated[str, Field(pattern=r"^[\w./:-]{1,200}$")]
"""A sound as Asterisk names it: no ending; the channel's language chooses among those of that name."""


class Group(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Database(Group):
    url: SecretStr = Field(
        SecretStr("embedded"),
        description="`embedded` starts a private PostgreSQL under data_dir, so that nothing has to be installed; "
        "or the address of your own, with all its hosts where it fails over: the one that takes writes is used. It may "
        "hold a password: url_file reads it from a file.",
        examples=[
            "embedded",
            "postgresql://thirdring@db.example/thirdring",
            "postgresql://thirdring@db1,db2/thirdring",
        ],
    )
    url_file: Path | None = Field(
        None, description="A file whose first line is the url.", examples=["/run/secrets/database_url"]
    )
    pool_connections: int = Field(
        8,
        ge=2,
        le=100,
        description="Connections kept to PostgreSQL: one writes the calls, the others answer HTTP. One more holds the "
        "lock that lets one service alone store.",
        examples=[8],
    )

    embedded_listen: Listen | None = Field(
        None,
        description="Where the embedded PostgreSQL is heard besides its own socket, for Grafana: an address of this "
        "machine alone. Without it, on its socket only.",
        examples=["127.0.0.1:5433"],
    )

    _read_url = model_validator(mode="before")(secret_from_file("url"))

    @field_validator("embedded_listen")
    @classmethod
    def _stays_on_this_machine(cls, value: Address | None) -> Address | None:
        if value is not None and (value.host not in ("127.0.0.1", "::1") or value.port == 0):
            raise WrongValueError("must be 127.0.0.1:PORT or [::1]:PORT; for other machines set database.url")
        return value

    @field_validator("url")
    @classmethod
    def _has_a_known_scheme(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value() != "embedded" and not value.get_secret_value().startswith(
            ("postgresql://", "postgres://")
        ):
            raise WrongValueError("must be embedded or begin with postgresql://")
        single_hosts(value.get_secret_value())
        return value

    @property
    def embedded(self) -> bool:
        return self.url.get_secret_value() == "embedded"


class Service(Group):
    standby: bool = Field(
        False,
        description="true lets a second service run on the same database: while one is in charge the other stands by, "
        "answers what only reads, and takes over when the first is gone. It needs a PostgreSQL of its own "
        "(database.url). false: a second service stops at its start. See scale.md.",
        examples=[True],
    )


class Agi(Group):
    enabled: bool = Field(True, description="false where no dialplan asks: then nothing listens.", examples=[False])
    listen: Listen = Field(
        Address("127.0.0.1", 4573),
        description="Address and port of the AGI server. FastAGI knows no password: open it to the PBX alone. "
        "Where the port is taken, that is logged, and calls are measured without it.",
        examples=["127.0.0.1:4573"],
    )
    sessions: int = Field(
        128,
        ge=1,
        le=4096,
        description="AGI sessions at once, a thread each; one more is over at once and sets nothing.",
        examples=[128],
    )
    sessions_per_address: int = Field(
        0,
        ge=0,
        le=4096,
        description="AGI sessions of one address at once, so that no other can take the places of the PBX. "
        "0: three quarters of `sessions`.",
        examples=[96],
    )
    arrive_ms: int = Field(
        300,
        ge=100,
        le=5000,
        description="Milliseconds that a caller may wait for `arrive`; later it sets nothing.",
        examples=[300],
    )
    name_format: str = Field(
        "{place} {name} #{ticket}",
        max_length=120,
        description="How the agent's phone shows a caller, made of {place}, {name} and {ticket}.",
        examples=["{place} {name} #{ticket}"],
    )
    name_bytes: int = Field(
        48, ge=8, le=200, description="Bytes of it at most; some phones show nothing of a longer one.", examples=[48]
    )
    name_ascii: bool = Field(
        False, description="true writes Chinese in Latin letters, for phones that show no other.", examples=[True]
    )
    rate_seconds: float = Field(
        5.0, gt=0, le=30, description="Seconds that a key is waited for after a question.", examples=[5]
    )
    callback_key: str = Field(
        "1", pattern="^[0-9*#]$", description="Key that asks for a callback after hours.", examples=["1"]
    )
    prompt_rate: Prompt = Field(
        "thirdring/rate", description="Sound that asks for a rating of 1 to 5.", examples=["thirdring/rate"]
    )
    prompt_thanks: Prompt = Field(
        "thirdring/thanks", description="Sound after a rating.", examples=["thirdring/thanks"]
    )
    prompt_callback: Prompt = Field(
        "thirdring/callback", description="Sound that confirms a callback.", examples=["thirdring/callback"]
    )
    prompt_no_number: Prompt = Field(
        "thirdring/no-number",
        description="Sound for who asks for a callback with a withheld number.",
        examples=["thirdring/no-number"],
    )
    prompt_closed: Prompt = Field(
        "thirdring/closed", description="Sound after hours, which offers the key.", examples=["thirdring/closed"]
    )

    @property
    def of_one_address(self) -> int:
        return self.sessions_per_address or max(1, self.sessions * 3 // 4)

    @field_validator("name_format")
    @classmethod
    def _has_known_fields(cls, value: str) -> str:
        NameForm(value)
        return value


class Calling(Group):
    """Click-to-call."""

    context: str = Field(
        "thirdring-outbound",
        pattern=r"^[\w-]{1,79}$",
        description="Context of extensions.conf that dials a customer for an agent who has picked up.",
        examples=["thirdring-outbound"],
    )
    ring_seconds: int = Field(
        30, ge=5, le=120, description="Seconds that the agent's own device rings first.", examples=[30]
    )
    abroad_prefix: str = Field(
        "00",
        pattern="^[0-9]{0,4}$",
        description="Digits that the trunk wants before a number abroad; numbers at home are dialled as at home.",
        examples=["00"],
    )


class Retention(Group):
    personal_days: int = Field(
        730,
        ge=1,
        le=36500,
        description="Days that phone numbers are kept, and what settled tickets and callbacks say of people; then they "
        "are blanked, and the call, the ticket and the callback stay as figures.",
        examples=[365],
    )
    calls_days: int = Field(
        730, ge=1, le=36500, description="Days that calls are kept, for comparing two years.", examples=[1825]
    )
    receipts_days: int = Field(
        90,
        ge=1,
        le=36500,
        description="Days that the events behind a call are kept, for looking into complaints.",
        examples=[90],
    )
    audit_days: int = Field(
        1095,
        ge=1,
        le=36500,
        description="Days that the audit log is kept: a year longer than the personal data whose use it tells of.",
        examples=[1825],
    )
    reasons_days: int = Field(
        730,
        ge=1,
        le=36500,
        description="Days that reasons which people typed are kept, in the audit log and in the histories of readings, "
        "duties, findings and nonconformities; then they are blanked, and what was done, when and by whom stays.",
        examples=[365],
    )
    files_days: int = Field(
        730,
        ge=1,
        le=36500,
        description="Days that photos and papers are kept after they were added, where their record is settled. Those "
        "of a ticket go with what it says of people at the latest.",
        examples=[365],
    )
    sessions_days: int = Field(
        90,
        ge=1,
        le=36500,
        description="Days that a session or token is kept after its end, so that it can be asked when it was revoked.",
        examples=[30],
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
