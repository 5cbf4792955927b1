"""The group of `thirdring relay`, which hands Alertmanager's notices to the robots of chat groups."""

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, field_validator, model_validator

from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.values import Address, Listen, secret_from_file


def _web_address(value: str) -> str:
    if value and not value.startswith(("https://", "http://")):
        raise WrongValueError("must begin with https:// or http://")
    return value


class Robot(Group):
    url: SecretStr | None = Field(
        None,
        description="Address of the robot as its group shows it; it holds the key. None: nothing is sent there.",
        examples=["https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=…"],
    )
    url_file: Path | None = Field(
        None, description="A file whose first line is the url.", examples=["/etc/thirdring/secrets/robot_url"]
    )

    _read_url = model_validator(mode="before")(secret_from_file("url"))

    @field_validator("url")
    @classmethod
    def _is_of_the_web(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None:
            _web_address(value.get_secret_value() or "-")
        return value


class SigningRobot(Robot):
    secret: SecretStr | None = Field(
        None,
        description="Secret of the robot's signature (加签), where its security settings have one.",
        examples=["SEC…"],
    )
    secret_file: Path | None = Field(
        None, description="A file whose first line is the secret.", examples=["/etc/thirdring/secrets/robot_secret"]
    )

    _read_secret = model_validator(mode="before")(secret_from_file("secret"))


class Relay(Group):
    listen: Listen = Field(
        Address("127.0.0.1", 8091),
        description="Address and port at which `relay` takes Alertmanager's notices. It knows no password: keep it on "
        "this machine.",
        examples=["127.0.0.1:8091"],
    )
    language: Literal["zh", "en"] = Field("zh", description="Language of the messages.", examples=["en"])
    messages_per_minute: int = Field(
        18, ge=1, le=20, description="Messages to one robot a minute; above 20 the robots refuse them.", examples=[18]
    )
    timeout_seconds: float = Field(
        8.0, gt=0, le=60, description="A robot that takes longer is given up, in seconds.", examples=[8]
    )
    grafana_url: str = Field(
        "",
        description="Where Grafana is, for links to the boards. None by default.",
        examples=["https://boards.example"],
    )
    docs_url: str = Field(
        "",
        description="Where this repository's files can be read, for links to the runbooks. None by default.",
        examples=["https://git.example/thirdring/src/main"],
    )
    wecom: Robot = Robot()
    dingtalk: SigningRobot = SigningRobot()

    _links_are_of_the_web = field_validator("grafana_url", "docs_url")(_web_address)
