"""Where the journal is: on this disk alone, or on the servers of a NATS cluster as well."""

import os
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, field_validator, model_validator

from kit.wrong import WrongValueError
from thirdring.listening.keys import DoubtError, nats_servers
from thirdring.settings.groups import Group
from thirdring.settings.values import secret_from_file


class Journal(Group):
    url: str = Field(
        "embedded",
        max_length=500,
        description="`embedded`: events are kept in data_dir of this machine alone. Or the servers of a NATS cluster: "
        "events are kept in data_dir first, and `./run forward` sends them on, so that a service on another host can "
        "derive the calls. tls:// instead of nats:// where the connection has to be encrypted.",
        examples=["nats://10.0.0.11:4222,10.0.0.12:4222,10.0.0.13:4222"],
    )
    heard_elsewhere: bool = Field(
        False,
        description="true: another host hears the PBX and forwards its journal; this service has no ear of its own and "
        "derives the calls from the stream.",
        examples=[True],
    )
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

    @field_validator("url")
    @classmethod
    def _names_servers(cls, value: str) -> str:
        try:
            nats_servers(value)
        except DoubtError:
            raise WrongValueError("must be embedded or nats://HOST:PORT,HOST:PORT without a name or password") from None
        return value

    @model_validator(mode="after")
    def _has_a_stream(self) -> Self:
        if self.heard_elsewhere and not self.servers:
            raise WrongValueError("needs a NATS cluster in {key}", "heard_elsewhere", key="journal.url")
        return self

    @property
    def servers(self) -> tuple[str, ...]:
        """Empty: there are none."""
        return nats_servers(self.url)


class Nats(Group):
    """The stream of journal.url, and how to sign in to its servers."""

    stream: str = Field(
        "thirdring",
        pattern="^[A-Za-z0-9_-]{1,32}$",
        description="Name of the stream. Several sites may share one. `./run forward` makes it where it is not there.",
        examples=["thirdring"],
    )
    site: str = Field(
        "main",
        pattern="^[a-z0-9][a-z0-9_-]{0,31}$",
        description="Name of this site in the stream: the same for all of its hosts, and for no other site.",
        examples=["estate-1"],
    )
    replicas: int = Field(
        3,
        ge=1,
        le=5,
        description="Servers that keep each event, for a stream that is made now. 3 go on when one fails, 5 when two.",
        examples=[3],
    )
    retention_days: float = Field(
        14.0,
        gt=0,
        le=3650,
        description="Days that the stream keeps events, for a stream that is made now.",
        examples=[14],
    )
    size_bytes_max: int = Field(
        8_589_934_592,
        ge=1_048_576,
        description="Bytes that the stream may take on each server, for a stream that is made now. A full stream takes "
        "no more: events then wait in data_dir, and an alert says so.",
        examples=[8_589_934_592],
    )
    username: str = Field("", max_length=200, description="User of the NATS servers.", examples=["thirdring"])
    password: SecretStr = Field(
        SecretStr(""),
        description="Password of that user; password_file reads it from a file.",
        examples=["a long random word"],
    )
    password_file: Path | None = Field(
        None, description="A file whose first line is the password.", examples=["/run/secrets/nats_password"]
    )
    token: SecretStr = Field(
        SecretStr(""),
        description="A token instead of user and password; token_file reads it from a file.",
        examples=["a long random word"],
    )
    token_file: Path | None = Field(
        None, description="A file whose first line is the token.", examples=["/run/secrets/nats_token"]
    )
    credentials_file: Path | None = Field(
        None,
        description="A .creds file instead, where the servers know users by JWT and nkey.",
        examples=["/run/secrets/nats.creds"],
    )
    tls_ca_file: Path | None = Field(
        None, description="Certificates to trust instead of the system's, in PEM.", examples=["/etc/ssl/own-ca.pem"]
    )
    tls_cert_file: Path | None = Field(
        None, description="Certificate of this host, where the servers ask for one.", examples=["/etc/ssl/host.pem"]
    )
    tls_key_file: Path | None = Field(None, description="Key of that certificate.", examples=["/run/secrets/host.key"])

    _read_password = model_validator(mode="before")(secret_from_file("password"))
    _read_token = model_validator(mode="before")(secret_from_file("token"))

    @field_validator("credentials_file", "tls_ca_file", "tls_cert_file", "tls_key_file")
    @classmethod
    def _is_readable(cls, value: Path | None) -> Path | None:
        if value is not None and not os.path.isfile(value):  # noqa: PTH113  it raises nothing
            raise WrongValueError("{path} is no file that can be read", path=value)
        return value

    @model_validator(mode="after")
    def _signs_in_one_way(self) -> Self:
        ways = [key for key in ("username", "token", "credentials_file") if _is_set(getattr(self, key))]
        if len(ways) > 1:
            raise WrongValueError("is set beside {key}; keep one", ways[1], key=ways[0])
        return self

    @model_validator(mode="after")
    def _has_both_halves(self) -> Self:
        for one, key in ((self.username, "username"), (self.password.get_secret_value(), "password")):
            if one and not (self.username and self.password.get_secret_value()):
                raise WrongValueError("is needed beside {key}", _OTHER[key], key=key)
        if bool(self.tls_cert_file) != bool(self.tls_key_file):
            missing = "tls_key_file" if self.tls_cert_file else "tls_cert_file"
            raise WrongValueError("is needed beside {key}", missing, key=_OTHER[missing])
        return self


def _is_set(value: str | SecretStr | Path | None) -> bool:
    return bool(value.get_secret_value() if isinstance(value, SecretStr) else value)


_OTHER = {
    "username": "password",
    "password": "username",
    "tls_key_file": "tls_cert_file",
    "tls_cert_file": "tls_key_file",
}
