"""The group of `thirdring relay`, which hands Alertmanager's notices to the robots of chat groups."""

from datetime import time
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, field_validator, model_validator

from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.values import Address, Items, Listen, TimeOfDay, name_list, secret_from_file, web_address


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
            web_address(value.get_secret_value() or "-")
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


Member = Annotated[str, Field(pattern=r"^[A-Za-z0-9_.@-]{1,64}$")]
Members = Annotated[tuple[Member, ...], BeforeValidator(name_list)]


class OnDuty(Group):
    """People who are called by name in the group, at these hours of the site's day."""

    team: Literal["desk", "service"] = Field(
        description="Whose alerts: those of the desk (callers, tickets), or those of the machine and the service.",
        examples=["desk"],
    )
    begins: TimeOfDay = Field(
        time(0, 0), description="Begin of the shift; the same as the end: all day.", examples=["18:00"]
    )
    ends: TimeOfDay = Field(time(0, 0), description="End of the shift; it may be after midnight.", examples=["08:00"])
    wecom: Members = Field((), description="User ids in WeCom (企业微信账号).", examples=[["zhangsan"]])
    dingtalk: Members = Field(
        (),
        description="User ids in DingTalk, or the mobile numbers that people have there.",
        examples=[["manager4220"]],
    )


class Person(Group):
    """Where somebody who is on shifts is called by name."""

    name: str = Field(min_length=1, max_length=200, description="Their name as the roster has it.", examples=["1001"])
    wecom: Members = Field((), description="Their user id in WeCom (企业微信账号).", examples=[["zhangsan"]])
    dingtalk: Members = Field(
        (),
        description="Their user id in DingTalk, or the mobile number that they have there.",
        examples=[["manager4220"]],
    )


class ShiftsKnown(Group):
    """From where the relay learns who is on shift."""

    url: str = Field(
        "",
        description="Address of the service. None by default: nobody of the shifts is called by name.",
        examples=["http://127.0.0.1:8080"],
    )
    token: SecretStr | None = Field(
        None, description="A token of the role relay. Required with url, here or by token_file.", examples=["tr_…"]
    )
    token_file: Path | None = Field(
        None, description="A file whose first line is the token.", examples=["/etc/thirdring/secrets/relay_token"]
    )

    _read_token = model_validator(mode="before")(secret_from_file("token"))
    _is_of_the_web = field_validator("url")(web_address)

    @model_validator(mode="after")
    def _has_a_token(self) -> Self:
        if self.url and self.token is None:
            raise WrongValueError("needs a token: ./run token create --role relay makes one", "token_file")
        return self


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
    on_duty: Items[OnDuty] = ()
    person: Items[Person] = ()
    shifts: ShiftsKnown = ShiftsKnown()
    wecom: Robot = Robot()
    dingtalk: SigningRobot = SigningRobot()

    _links_are_of_the_web = field_validator("grafana_url", "docs_url")(web_address)

    @field_validator("person")
    @classmethod
    def _is_there_once(cls, value: tuple[Person, ...]) -> tuple[Person, ...]:
        names = [person.name for person in value]
        for place, name in enumerate(names):
            if name in names[:place]:
                raise WrongValueError("is there twice: put all their ids into one [[relay.person]]", place, "name")
        return value
