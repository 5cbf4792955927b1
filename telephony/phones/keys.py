"""The passwords of phones in pages: made when somebody goes on duty, and gone soon after their page is. Time is an
argument.

The PBX keeps none of them: at each request of such a phone it asks for the digest of its password (RFC 2617: HA1).
"""

import hashlib
import secrets
from collections import Counter
from dataclasses import dataclass

REALM = "thirdring"
KEPT_US = 60_000_000
"""How long a password is valid without an open socket, for a page whose network was gone."""
LONGEST_US = 13 * 3_600_000_000
"""A session lasts twelve hours."""


@dataclass
class _Key:
    ha1: str
    session: bytes
    made_us: int
    closed_us: int


class PhoneKeys:
    """At most one of each endpoint."""

    def __init__(self) -> None:
        self._keys: dict[str, _Key] = {}
        self._sockets: Counter[str] = Counter()

    def make(self, endpoint: str, session: bytes, now_us: int) -> str:
        """Creates a password for somebody's session. The one before is no longer valid."""
        password = secrets.token_urlsafe(24)
        self._keys[endpoint] = _Key(_ha1(endpoint, password), session, now_us, now_us)
        return password

    def digest_of(self, endpoint: str, now_us: int) -> tuple[str, bytes] | None:
        """With the session of which it is, which has to last still. None where no password counts."""
        key = self._keys.get(endpoint)
        if key is None or now_us - key.made_us > LONGEST_US:
            return None
        lasts = self._sockets[endpoint] > 0 or now_us - key.closed_us <= KEPT_US
        return (key.ha1, key.session) if lasts else None

    def opened(self, endpoint: str) -> None:
        self._sockets[endpoint] += 1

    def closed(self, endpoint: str, now_us: int) -> None:
        self._sockets[endpoint] -= 1
        if endpoint in self._keys:
            self._keys[endpoint].closed_us = now_us


def _ha1(endpoint: str, password: str) -> str:
    return hashlib.md5(f"{endpoint}:{REALM}:{password}".encode(), usedforsecurity=False).hexdigest()
