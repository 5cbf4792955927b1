"""Actions to the PBX, and its answers. No header can be broken into two by its value."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from telephony.ami.frames import parse

Headers = Mapping[str, str] | Sequence[tuple[str, str]]
"""Headers of an action; pairs where one is repeated, such as Variable."""

_BREAKS = re.compile(r"[\r\n\0]")


class AmiError(Exception):
    """A problem between us and the PBX. The text is for people and contains no secret and no number."""


class UnsafeHeaderError(AmiError, ValueError):
    """A header whose value would break the message."""


class LinkClosedError(AmiError):
    """There is no connection, or it ended before the answer came."""


class ActionTimeoutError(AmiError):
    """The PBX did not answer in time."""


@dataclass(frozen=True, slots=True)
class Response:
    word: str
    message: str
    headers: Mapping[str, str]
    repeated: tuple[tuple[str, str], ...] = ()

    @property
    def success(self) -> bool:
        return self.word in {"Success", "Goodbye", "Follows"}


def response(frame: bytes) -> Response:
    _, _, headers, repeated, *_ = parse(frame, 0)
    return Response(headers.get("Response", ""), headers.get("Message", ""), headers, repeated)


def encode(action: Headers, action_id: str) -> bytes:
    """Raises UnsafeHeaderError, which names the header and not its value."""
    pairs = list(action.items() if isinstance(action, Mapping) else action)
    lines = [_line(name, value) for name, value in (*pairs, ("ActionID", action_id))]
    if any(name.lower() == "actionid" for name, _ in pairs):
        raise UnsafeHeaderError("ActionID is given by the link itself: leave it out.")
    if not pairs or pairs[0][0].lower() != "action":
        raise UnsafeHeaderError("The first header of an action must be Action.")
    return "".join(lines).encode("utf-8", "surrogateescape") + b"\r\n"


def _line(name: str, value: str) -> str:
    if not name or name != name.strip() or ":" in name or _BREAKS.search(name):
        raise UnsafeHeaderError(f"{name[:40]!r} is no name for an AMI header.")
    if _BREAKS.search(value):
        raise UnsafeHeaderError(f"The value of {name} holds a line break or a NUL, which would end the header early.")
    return f"{name}: {value}\r\n"


def challenge_key(challenge: str, secret: str) -> str:
    """The answer to Asterisk's MD5 challenge, so that the secret is not sent."""
    return hashlib.md5((challenge + secret).encode(), usedforsecurity=False).hexdigest()
