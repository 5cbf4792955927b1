"""Messages to the robots of WeCom and DingTalk groups, and the meaning of their answers. Pure."""

import base64
import hashlib
import hmac
import json
import re
from collections.abc import Sequence
from enum import StrEnum
from typing import Any, NamedTuple
from urllib.parse import urlencode

from kit.wrong import marked
from thirdring.relay.wording import Message


class Kind(StrEnum):
    WECOM = "wecom"
    DINGTALK = "dingtalk"


class Outcome(StrEnum):
    DELIVERED = "delivered"
    LATER = "later"  # trouble at the robot's: the same again may succeed
    TOO_MANY = "too_many"  # messages a minute: the same again may succeed after a while
    REFUSED = "refused"  # a person has to look


class Verdict(NamedTuple):
    outcome: Outcome
    why: str = ""  # a marked text; empty where there is nothing to say
    code: int = 0

    @property
    def unheard(self) -> bool:
        """Nobody answered: it may have arrived all the same."""
        return self.outcome is Outcome.LATER and self.why in _UNHEARD


_UNHEARD = frozenset(
    {"TimeoutError", "SocketTimeoutError", "ServerDisconnectedError", "SMTPReadTimeoutError", "SMTPServerDisconnected"}
)
_MOBILE = re.compile(r"1[0-9]{10}", re.ASCII)
_BUSY = -1
_TOO_MANY = frozenset({45009, 130101, 130103, 410100})

_WHY = {
    93000: marked("The robot's address is wrong, or the robot is no more in its group: copy its address again."),
    300001: marked("The robot's address is wrong, or the robot is no more in its group: copy its address again."),
    310000: marked(
        "The robot's security settings refuse it: set relay.dingtalk.secret to the secret of its signature, or allow "
        "this machine's address there."
    ),
    400101: marked("The robot's address is wrong, or the robot is no more in its group: copy its address again."),
    400102: marked("The robot is switched off in its group."),
    430102: marked("The group's rules refuse the text of the message."),
}


def mention(kind: Kind, people: Sequence[str]) -> str:
    """What calls people by name at the end of a message; empty where nobody is called."""
    if not people:
        return ""
    return "\n\n" + " ".join(f"<@{one}>" if kind is Kind.WECOM else f"@{one}" for one in people)


def body(kind: Kind, message: Message, people: Sequence[str] = ()) -> dict[str, Any]:
    text = message.text + mention(kind, people)
    if kind is Kind.WECOM:
        return {"msgtype": "markdown", "markdown": {"content": text}}
    mobiles = [one for one in people if _MOBILE.fullmatch(one)]
    at = {"atMobiles": mobiles, "atUserIds": [one for one in people if one not in mobiles], "isAtAll": False}
    return {"msgtype": "markdown", "markdown": {"title": message.title, "text": text}, **({"at": at} if people else {})}


def signed(url: str, secret: str | None, at_ms: int) -> str:
    """DingTalk's signature: the time and the secret, signed by the secret; good for an hour."""
    if secret is None:
        return url
    digest = hmac.new(secret.encode(), f"{at_ms}\n{secret}".encode(), hashlib.sha256).digest()
    query = urlencode({"timestamp": at_ms, "sign": base64.b64encode(digest).decode()})
    return f"{url}{'&' if '?' in url else '?'}{query}"


def verdict(status: int, answer: bytes) -> Verdict:
    """A robot answers 200 even if it refuses a message, so its errcode decides."""
    if status >= 500 or status == 429:
        return Verdict(Outcome.TOO_MANY if status == 429 else Outcome.LATER, code=status)
    try:
        code = json.loads(answer)["errcode"]
    except (ValueError, KeyError, TypeError):
        code = None
    if status != 200 or not isinstance(code, int):
        return Verdict(Outcome.REFUSED, marked("It answers as no robot does: is its address right?"), status)
    if code == 0:
        return Verdict(Outcome.DELIVERED)
    if code == _BUSY or code in _TOO_MANY:
        return Verdict(Outcome.LATER if code == _BUSY else Outcome.TOO_MANY, code=code)
    return Verdict(Outcome.REFUSED, _WHY.get(code, ""), code)
