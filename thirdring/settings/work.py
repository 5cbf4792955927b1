"""The group of work that workmen do by a link, and of the robots and e-mails that bring them the links."""

from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import BeforeValidator, Field, SecretStr, model_validator

from kit.wrong import WrongValueError
from thirdring.settings.groups import Group
from thirdring.settings.relay import SigningRobot
from thirdring.settings.values import Items, mobile, name_list, secret_from_file
from thirdring.settings.work_call import WorkCall

Trade = Annotated[str, Field(min_length=1, max_length=64)]
Mailbox = Annotated[str, Field(max_length=254, pattern=r"^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]{1,189}$")]
Mailboxes = Annotated[tuple[Mailbox, ...], BeforeValidator(name_list), Field(min_length=1, max_length=20)]


class WorkRobot(SigningRobot):
    trade: Trade = Field(
        description="The trade whose dispatched tickets are told in this group, as tickets name it; also those of its "
        "workmen (desk.trades).",
        examples=["plumbing"],
    )
    kind: Literal["wecom", "dingtalk"] = Field("wecom", description="Whose robot it is.", examples=["dingtalk"])


class WorkEmail(Group):
    trade: Trade = Field(
        description="The trade whose dispatched tickets are told by e-mail, as tickets name it; also those of its "
        "workmen (desk.trades). A trade has a robot or an e-mail, not both.",
        examples=["lifts"],
    )
    to: Mailboxes = Field(
        description="Addresses that get the message with the link.", examples=[["lifts@contractor.example"]]
    )


class Smtp(Group):
    """The server that takes the e-mails."""

    host: str = Field(
        "", max_length=253, description="Name of the mail server. Empty: no e-mail is sent.", examples=["smtp.example"]
    )
    port: int = Field(587, ge=1, le=65535, description="587 for starttls, 465 for tls, 25 for none.", examples=[465])
    security: Literal["starttls", "tls", "none"] = Field(
        "starttls",
        description="How the connection is encrypted: starttls after the greeting, tls from the start, or none, which "
        "takes no password. The server's certificate has to be valid.",
        examples=["tls"],
    )
    user: str = Field("", max_length=254, description="Name to sign in with; empty: without.", examples=["desk@estate"])
    password: SecretStr = Field(SecretStr(""), description="Its password.", examples=["a long random word"])
    password_file: Path | None = Field(
        None, description="A file whose first line is the password.", examples=["/run/secrets/smtp_password"]
    )
    sender: Mailbox | Literal[""] = Field(
        "", description="Address from which the e-mails come.", examples=["desk@estate.example"]
    )

    _read_password = model_validator(mode="before")(secret_from_file("password"))

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.host and not self.sender:
            raise WrongValueError('has no sender: set it to an address such as "desk@estate.example"')
        if self.security == "none" and self.user:
            raise WrongValueError(
                'sends a password in the open: set security to "starttls" or "tls", or leave out user'
            )
        return self


Mobile = Annotated[SecretStr, mobile]


class Sms(Group):
    """A text message where nobody accepts what a robot or an e-mail brought."""

    url: SecretStr | None = Field(
        None,
        description="Address of the site's own gateway for text messages, which gets a POST for each message. None: no "
        "text message is sent.",
        examples=["https://sms.example/send"],
    )
    url_file: Path | None = Field(
        None, description="A file whose first line is the address.", examples=["/run/secrets/sms_url"]
    )
    after_minutes: float = Field(
        10,
        ge=0,
        le=1440,
        description="Minutes after the message of a robot or an e-mail in which nobody accepted the work; then the "
        "text message is sent, with a link of its own.",
        examples=[5],
    )
    authorization: SecretStr = Field(
        SecretStr(""), description="Value of the header Authorization; empty: none is sent.", examples=["Bearer …"]
    )
    form: Literal["json", "form"] = Field(
        "json", description="How the fields are sent: as a JSON object, or as a form.", examples=["form"]
    )
    fields: dict[str, SecretStr] = Field(
        {"phone": SecretStr("{phone}"), "text": SecretStr("{number} {place} {matter} {link}")},
        description="The fields of the body. {phone}, {link}, {number}, {place}, {matter} and {category} are filled "
        "in; phone numbers in what somebody typed are masked.",
        examples=[{"to": "{phone}", "content": "【物业】{place} {link}"}],
    )
    answer_has: str = Field(
        "",
        max_length=200,
        description="Text that the gateway's answer has where it took the message, beside a status of 200 to 299.",
        examples=["success"],
    )
    people: dict[str, Mobile] = Field(
        {},
        description="Mobile numbers of the workmen, by their user names (desk.trades). They are sent to the gateway "
        "alone.",
        examples=[{"zhang": "13800000000"}],
    )

    _read_url = model_validator(mode="before")(secret_from_file("url"))


class Work(Group):
    show_number: bool = Field(
        False,
        description="true: a workman who has accepted a ticket by a link may see the caller's number, by a button. "
        "Each first look is noted in the audit log and counts to desk.numbers_per_day.",
        examples=[True],
    )
    language: Literal["zh", "en"] = Field("zh", description="Language of the messages.", examples=["en"])
    messages_per_minute: int = Field(
        18,
        ge=1,
        le=20,
        description="Messages to one robot or trade a minute; above 20 the robots refuse them.",
        examples=[18],
    )
    timeout_seconds: float = Field(
        8.0, gt=0, le=60, description="A robot or mail server that takes longer is given up, in seconds.", examples=[8]
    )
    robot: Items[WorkRobot] = ()
    email: Items[WorkEmail] = ()
    smtp: Smtp = Smtp()
    sms: Sms = Sms()
    call: WorkCall = WorkCall()

    @model_validator(mode="after")
    def _each_trade_has_one_way(self) -> Self:
        if self.email and not self.smtp.host:
            raise WrongValueError('names e-mails and no server: set work.smtp.host, such as "smtp.example"')
        trades = [*(one.trade for one in self.robot), *(one.trade for one in self.email)]
        for trade in trades:
            if trades.count(trade) > 1:
                raise WrongValueError("tells the trade {trade} twice: keep one robot or one e-mail for it", trade=trade)
        return self

    @model_validator(mode="after")
    def _calls_after_a_message(self) -> Self:
        if self.call.channel and not (self.robot or self.email):
            raise WrongValueError(
                "calls where nobody accepted a message, and sends none: add a [[work.robot]] or a [[work.email]]"
            )
        return self

    def require_pbx(self, *, has_pbx: bool, has_agi: bool) -> None:
        """Checks that calls to workmen are possible. Raises WrongValueError."""
        if self.call.channel and not has_pbx:
            raise WrongValueError(
                "calls through a PBX, and there is none: add a [[pbx]], or leave out channel", "work", "call"
            )
        if self.call.channel and not has_agi:
            raise WrongValueError(
                "hears key 1 by AGI, which is off: set agi.enabled = true, or leave out channel", "work", "call"
            )
