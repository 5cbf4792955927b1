"""Bearer tokens. What is stored is their SHA-256: with 256 random bits behind it, nothing slower is needed."""

import hashlib
import re
import secrets
from typing import NamedTuple

from kit.roles import Role

_SHAPE = re.compile(r"tr_[A-Za-z0-9_-]{43}", re.ASCII)


class Token(NamedTuple):
    """A token as it is known to the service, which never keeps its text."""

    id: int
    role: Role
    who: str = ""  # the user who signed in, else the token's label
    session: bool = False
    lasts_seconds: float | None = None  # from when it was looked up; None: for good
    reads_only: bool = False

    @property
    def owner(self) -> tuple[bool, str]:
        """The user, in however many sessions, or the token itself."""
        return self.session, self.who if self.session else str(self.id)


def new_token() -> str:
    return "tr_" + secrets.token_urlsafe(32)


def digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()


def bearer(header: str | None) -> str | None:
    """The token of an Authorization header; None where there is none that could be ours."""
    scheme, _, text = (header or "").partition(" ")
    return shaped(text.strip()) if scheme.lower() == "bearer" else None


def shaped(text: str) -> str | None:
    """The text where it has the form of a token."""
    return text if _SHAPE.fullmatch(text) else None
