"""Signing in by a provider of OpenID Connect."""

from pathlib import Path
from typing import Annotated, Any, Literal, Self
from urllib.parse import urlsplit

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator

from kit.http.auth.oidc.options import OidcOptions
from kit.roles import Role
from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.values import Names, json_value, secret_from_file

PersonsRole = Literal["workman", "agent", "dispatcher", "manager", "admin"]
_HERE = frozenset({"127.0.0.1", "::1", "localhost"})


def _table(value: object) -> object:
    return json_value(value) if isinstance(value, str) else value


RoleTable = Annotated[dict[str, PersonsRole], BeforeValidator(_table)]


class Oidc(Group):
    issuer: str = Field(
        "",
        description="Address of the provider, exactly as it calls itself; empty: nobody signs in by one. HTTPS, but on "
        "this machine.",
        examples=["https://login.example/realms/estate"],
    )
    client_id: str = Field("", description="What the provider knows Third Ring as.", examples=["thirdring"])
    client_secret: SecretStr = Field(
        SecretStr(""),
        description="The secret that the provider gave; empty for a public client.",
        examples=["a long random word"],
    )
    client_secret_file: Path | None = Field(
        None, description="A file whose first line is the secret.", examples=["/run/secrets/oidc_secret"]
    )
    origin: str = Field(
        "",
        description="Scheme and host by which browsers reach Third Ring. The provider has to allow the address "
        "ORIGIN/sign-in/provider/back.",
        examples=["https://thirdring.example"],
    )
    label: str = Field(
        "", max_length=40, description="The provider's name on the button to sign in.", examples=["企业账号"]
    )
    scopes: Names = Field(
        ("openid", "profile"), description="What is asked for.", examples=[["openid", "profile", "email"]]
    )
    name_claim: str = Field(
        "preferred_username",
        min_length=1,
        description="The claim of the ID token that becomes the name of a new user.",
        examples=["preferred_username"],
    )
    role_claim: str = Field(
        "",
        description="The claim of the ID token that says the role, by dots within others. Empty: an admin gives roles "
        "in Third Ring.",
        examples=["realm_access.roles"],
    )
    roles: RoleTable = Field(
        {},
        description="Which value of `role_claim` is which role; the highest counts. None by default.",
        examples=[{"hotline-agent": "agent", "hotline-manager": "manager"}],
    )
    default_role: PersonsRole | Literal[""] = Field(
        "",
        description="Role of somebody whom the provider knows and Third Ring does not. Empty: they are refused.",
        examples=["agent"],
    )
    enforced: bool = Field(
        False,
        description="true: passwords are for admins alone, once an admin has signed in by the provider.",
        examples=[True],
    )
    ca_file: Path | None = Field(
        None, description="Certificates to trust instead of the system's, in PEM.", examples=["/etc/ssl/own-ca.pem"]
    )

    _read_secret = model_validator(mode="before")(secret_from_file("client_secret"))

    @field_validator("issuer", "origin")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        parts = urlsplit(value)
        here = parts.scheme == "http" and parts.hostname in _HERE
        if value and not (
            parts.hostname and (parts.scheme == "https" or here) and not parts.query and not parts.fragment
        ):
            raise WrongValueError("must begin with https:// and have no query")
        return value

    @field_validator("origin")
    @classmethod
    def _has_no_path(cls, value: str) -> str:
        if urlsplit(value).path not in ("", "/"):
            raise WrongValueError("must be scheme and host alone")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.issuer and not (self.client_id and self.origin):
            raise WrongValueError("needs client_id and origin beside issuer")
        if self.role_claim and not self.roles:
            raise WrongValueError("needs roles beside role_claim")
        if self.issuer and "openid" not in self.scopes:
            raise WrongValueError("must have openid among its scopes")
        return self

    def options(self) -> OidcOptions | None:
        if not self.issuer:
            return None
        given: dict[str, Any] = self.model_dump(include={"issuer", "client_id", "origin", "label", "name_claim"})
        return OidcOptions(
            **given,
            client_secret=self.client_secret.get_secret_value(),
            scopes=self.scopes,
            role_claim=self.role_claim,
            roles={value: Role(role) for value, role in self.roles.items()},
            default_role=Role(self.default_role) if self.default_role else None,
            enforced=self.enforced,
            ca_file=None if self.ca_file is None else str(self.ca_file),
        )
