"""A PBX: where it is, how to log in there, and where it writes what nobody heard."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator

from kit.database.others import check_url, is_table
from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.values import secret_from_file


class PbxCel(Group):
    csv: Path | None = Field(
        None,
        description="The file that the PBX writes of its calls with deploy/asterisk/cel_custom.conf. After the link "
        "was down, calls are completed from it. Off by default.",
        examples=["/var/log/asterisk/cel-custom/thirdring.csv"],
    )
    url: SecretStr = Field(
        SecretStr(""),
        description="Instead of csv: the database in whose table the PBX writes them, as FreePBX does. It may hold a "
        "password: url_file reads it from a file.",
        examples=["postgresql://reader@pbx.example/asterisk", "mysql://reader@pbx.example/asteriskcdrdb"],
    )
    url_file: Path | None = Field(
        None, description="A file whose first line is the url.", examples=["/run/secrets/cel_url"]
    )
    table: str = Field("cel", description="The table of that database.", examples=["cel", "asterisk.cel"])
    log: Path | None = Field(
        None,
        description="Its log with verbose(3), as in deploy/asterisk/logger.conf: it says when each phone began to "
        "ring. Without it, calls that rang meanwhile stay estimated.",
        examples=["/var/log/asterisk/full"],
    )

    late_seconds: float = Field(
        0.5,
        ge=0.5,
        le=60,
        description="How late a row may be there. Where files are copied from the PBX: more than from one copy to the "
        "next. So long a link that is up again waits for the last rows, on a quiet PBX.",
        examples=[2.5],
    )

    _read_url = model_validator(mode="before")(secret_from_file("url"))

    @field_validator("url")
    @classmethod
    def _is_a_database(cls, value: SecretStr) -> SecretStr:
        if value.get_secret_value():
            check_url(value.get_secret_value())
        return value

    @field_validator("table")
    @classmethod
    def _is_a_name(cls, value: str) -> str:
        if not is_table(value):
            raise WrongValueError("is no name of a table")
        return value

    @model_validator(mode="after")
    def _has_one_source(self) -> Self:
        if self.csv is not None and self.url.get_secret_value():
            raise WrongValueError("has both csv and url; keep one")
        return self


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
    cel: PbxCel = PbxCel()

    clock_bound_seconds: float = Field(
        1.5,
        ge=1.5,
        le=1e9,
        description="A time stamp that is further ahead of its receipt is not believed. More than the default trusts "
        "the clock whatever it shows: for a PBX whose clock is meant to run otherwise, such as a simulated one.",
        examples=[1.5],
    )

    _read_secret = model_validator(mode="before")(secret_from_file("secret"))
