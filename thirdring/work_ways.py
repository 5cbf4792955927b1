"""How a message with the link of a work reaches a trade: by the robot of its group, or by e-mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import make_msgid
from typing import NamedTuple, Protocol

import aiohttp

from kit.i18n import Language, translations
from telephony.masking import mask_text
from thirdring.mailing import deliver
from thirdring.relay.pace import Pace
from thirdring.relay.posting import Robot, post
from thirdring.relay.robots import Kind, Verdict, body
from thirdring.relay.wording import Message, plain
from thirdring.settings.work import Smtp, Work
from ticketing.work_links.link import Way


class Told(NamedTuple):
    """What a workman is told: the number of the ticket, where and what; no number of a person."""

    number: str
    matter: str
    place: str
    category: str
    address: str
    language: Language


class Carrier(Protocol):
    @property
    def way(self) -> Way: ...

    @property
    def pace(self) -> Pace: ...

    async def bring(self, told: Told, now_us: int) -> Verdict: ...


@dataclass(frozen=True, slots=True)
class RobotCarrier:
    robot: Robot
    seconds: float

    @property
    def way(self) -> Way:
        return Way(self.robot.kind.value)

    @property
    def pace(self) -> Pace:
        return self.robot.pace

    async def bring(self, told: Told, now_us: int) -> Verdict:
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=self.seconds)) as http:
            return await post(http, self.robot, body(self.robot.kind, message(told)), now_us // 1000)


@dataclass(frozen=True, slots=True)
class MailCarrier:
    smtp: Smtp
    to: Sequence[str]
    pace: Pace
    seconds: float
    way: Way = Way.EMAIL

    async def bring(self, told: Told, now_us: int) -> Verdict:
        return await deliver(mail(told, self.smtp.sender, self.to, now_us), self.smtp, self.seconds)


def carriers_of(settings: Work) -> dict[str, Carrier]:
    """How each trade is reached, by its name."""
    found: dict[str, Carrier] = {}
    for one in settings.robot:
        if one.url is not None:
            robot = Robot(Kind(one.kind), one.url, one.secret, Pace(settings.messages_per_minute))
            found[one.trade] = RobotCarrier(robot, settings.timeout_seconds)
    for mailbox in settings.email:
        pace = Pace(settings.messages_per_minute)
        found[mailbox.trade] = MailCarrier(settings.smtp, mailbox.to, pace, settings.timeout_seconds)
    return found


def message(told: Told) -> Message:
    """The message in the form of the robots. Pure."""
    title, opens = _words(told)
    matter = plain(mask_text(told.matter)) or told.category
    lines = [f"**{title}**", f"> {matter}", *([f"> {plain(mask_text(told.place))}"] if told.place else [])]
    return Message(title, "\n\n".join([*lines, f"[{opens}]({told.address})"]))


def mail(told: Told, sender: str, to: Sequence[str], now_us: int) -> EmailMessage:
    """A plain text; its headers have nothing that somebody typed. Pure but for its identifier."""
    title, opens = _words(told)
    made = EmailMessage(policy=SMTP)
    made["From"] = sender
    made["To"] = ", ".join(to)
    made["Subject"] = title
    made["Date"] = datetime.fromtimestamp(now_us // 1_000_000, UTC)
    made["Message-ID"] = make_msgid(domain=sender.rpartition("@")[2])
    made["Auto-Submitted"] = "auto-generated"
    lines = [title, one_line(told.matter) or told.category, one_line(told.place), "", f"{opens}:", told.address]
    made.set_content("\n".join(line for number, line in enumerate(lines) if line or number == 3) + "\n")
    return made


def _words(told: Told) -> tuple[str, str]:
    _ = translations(told.language).gettext
    return _("Work {number}").format(number=told.number), _("Open and accept")


def one_line(text: str) -> str:
    return " ".join(mask_text(text).split())
