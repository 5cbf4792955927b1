"""Who set out for the provider and has not come back yet. In memory: after a restart one begins again.

Each way is bound to the browser that set out, by a cookie, and is walked once.
"""

import base64
import hashlib
import hmac
import secrets
from collections import OrderedDict
from typing import NamedTuple

LASTS_SECONDS = 600.0
UNDER_WAY_MAX = 1_000


class Way(NamedTuple):
    """`binding` is for the browser alone; `state` and `nonce` go to the provider; `verifier` proves that we began."""

    state: str
    nonce: str
    verifier: str
    binding: str

    @property
    def challenge(self) -> str:
        """S256 of RFC 7636."""
        return base64.urlsafe_b64encode(hashlib.sha256(self.verifier.encode()).digest()).decode().rstrip("=")


class _Begun(NamedTuple):
    way: Way
    until_seconds: float


class Flow:
    def __init__(self) -> None:
        self._under_way: OrderedDict[str, _Begun] = OrderedDict()

    def begin(self, now_seconds: float) -> Way:
        way = Way(*(secrets.token_urlsafe(32) for _ in range(4)))
        self._under_way[way.state] = _Begun(way, now_seconds + LASTS_SECONDS)
        while len(self._under_way) > UNDER_WAY_MAX:
            self._under_way.popitem(last=False)
        return way

    def end(self, state: str, binding: str, now_seconds: float) -> Way | None:
        """None for a state that is unknown, too old, used before, or of another browser."""
        begun = self._under_way.pop(state, None)
        if begun is None or now_seconds >= begun.until_seconds:
            return None
        return begun.way if hmac.compare_digest(begun.way.binding.encode(), binding.encode()) else None
