"""The group of phones in pages: a browser as the phone of an agent."""

from collections.abc import Collection
from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, model_validator

from kit.wrong import WrongValueError, marked
from thirdring.settings.groups import Group
from thirdring.settings.values import secret_from_file

_SECRET_SHORTEST = 16
_SAMPLE_SECRET = "putalongrandomwordhere"  # noqa: S105  of deploy/asterisk/site/extconfig.conf, and of docs/phone.md
_TURN_BARE = marked("names a TURN server, which wants turn_username and turn_password: set both")


class Phone(Group):
    """Off without an address."""

    websocket: str = Field(
        "",
        pattern=r"^(wss?://[^\s]{1,200})?$",
        description="Address of the PBX's websocket, to which the phones of pages are handed through: of http.conf, on "
        "this machine or in a network of its own. Empty: there are no phones in pages.",
        examples=["ws://127.0.0.1:8088/ws"],
    )
    secret: SecretStr = Field(
        SecretStr(""),
        description="The word by which the PBX asks for passwords of these phones, letters and digits, as in its "
        "extconfig.conf; 16 characters at least. Needed with websocket.",
        examples=["what openssl rand -hex 16 prints"],
    )
    secret_file: Path | None = Field(
        None, description="A file whose first line is the secret.", examples=["/run/secrets/phone_secret"]
    )
    turn: str = Field(
        "",
        pattern=r"^(turns?:[\w.:?=\[\]-]{1,200})?$",
        description="A TURN server for browsers in networks that do not reach the PBX's RTP ports. Empty: none.",
        examples=["turn:turn.example:3478?transport=udp"],
    )
    turn_username: str = Field("", max_length=100, description="User name at the TURN server.", examples=["desk"])
    turn_password: SecretStr = Field(
        SecretStr(""), description="Password at the TURN server.", examples=["a third random word"]
    )

    _read_secret = model_validator(mode="before")(secret_from_file("secret"))

    @model_validator(mode="after")
    def _can_be_asked(self) -> Self:
        secret = self.secret.get_secret_value()
        if self.websocket and secret == _SAMPLE_SECRET:
            raise WrongValueError("is the secret of the sample, which everybody knows: make one of your own", "secret")
        if self.turn and not (self.turn_username and self.turn_password.get_secret_value()):
            raise WrongValueError(_TURN_BARE, "turn")
        if self.websocket and (len(secret) < _SECRET_SHORTEST or not secret.isalnum() or not secret.isascii()):
            raise WrongValueError("needs 16 letters and digits at least, the same as in extconfig.conf", "secret")
        return self

    def require_websocket(self, agents: Collection[str]) -> None:
        """Raises WrongValueError. `agents` have a page_phone."""
        if agents and not self.websocket:
            raise WrongValueError(
                "is missing, and agent {name} has a page_phone: set it, or leave out page_phone",
                *("phone", "websocket"),
                name=next(iter(agents)),
            )
