"""A bucket of S3 for photos and papers."""

import os
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator, model_validator

from kit.buckets.options import Options
from kit.buckets.signing import Keys
from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.values import secret_from_file


class FilesBucket(Group):
    endpoint: str = Field(
        "",
        max_length=200,
        description="Address of an S3 server; empty: photos and papers lie in data_dir. HTTPS, or HTTP on a network "
        "that is trusted.",
        examples=["https://s3.example"],
    )
    name: str = Field(
        "",
        pattern=r"^([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])?$",
        description="The bucket. It has to be there, and nobody but this service needs rights to it.",
        examples=["thirdring"],
    )
    region: str = Field(
        "us-east-1",
        pattern=r"^[A-Za-z0-9-]{1,64}$",
        description="Its region, which is a part of each signature.",
        examples=["cn-north-1"],
    )
    prefix: str = Field(
        "",
        pattern=r"^([A-Za-z0-9_][A-Za-z0-9._/-]{0,99})?$",
        description="A folder within the bucket. Each site needs one of its own: a site deletes what it does not name.",
        examples=["estate-1/files"],
    )
    path_style: bool = Field(
        True,
        description="Whether the bucket's name is in the path, as with MinIO; false: in the host's name, as with OSS.",
        examples=[False],
    )
    access_key: str = Field("", pattern=r"^[!-~]{0,200}$", description="The name of the key.", examples=["THIRDRING"])
    secret_key: SecretStr = Field(
        SecretStr(""),
        description="The secret of the key; secret_key_file reads it from a file.",
        examples=["a long random word"],
    )
    secret_key_file: Path | None = Field(
        None, description="A file whose first line is the secret.", examples=["/run/secrets/bucket_key"]
    )
    in_backups: bool = Field(
        True,
        description="false leaves photos and papers out of backups: then the bucket needs backups of its own.",
        examples=[False],
    )
    ca_file: Path | None = Field(
        None, description="Certificates to trust instead of the system's, in PEM.", examples=["/etc/ssl/own-ca.pem"]
    )

    _read_secret = model_validator(mode="before")(secret_from_file("secret_key"))

    @field_validator("endpoint")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        try:
            parts = urlsplit(value)
            whole = parts.scheme in ("https", "http") and parts.hostname and parts.port != 0
        except ValueError:
            whole = False
        if value and (not whole or parts.path not in ("", "/") or parts.query or parts.fragment or parts.username):
            raise WrongValueError("must be https://HOST or http://HOST:PORT, without a path: the bucket is in name")
        return value.rstrip("/")

    @field_validator("prefix")
    @classmethod
    def _has_no_odd_parts(cls, value: str) -> str:
        if value and any(part in ("", ".", "..") for part in value.rstrip("/").split("/")):
            raise WrongValueError("must be names with one slash between them")
        return value.rstrip("/")

    @field_validator("ca_file")
    @classmethod
    def _is_readable(cls, value: Path | None) -> Path | None:
        if value is not None and not os.path.isfile(value):  # noqa: PTH113  it raises nothing
            raise WrongValueError("{path} is no file that can be read", path=value)
        return value

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        given = (
            ("name", self.name),
            ("access_key", self.access_key),
            ("secret_key", self.secret_key.get_secret_value()),
        )
        for key, value in given:
            if self.endpoint and not value:
                raise WrongValueError("is needed beside endpoint", key)
            if value and not self.endpoint:
                raise WrongValueError("is needed beside {key}", "endpoint", key=key)
        return self

    def options(self) -> Options | None:
        if not self.endpoint:
            return None
        return Options(
            self.endpoint,
            self.name,
            Keys(self.access_key, self.secret_key.get_secret_value(), self.region),
            f"{self.prefix}/" if self.prefix else "",
            self.path_style,
            None if self.ca_file is None else str(self.ca_file),
        )
