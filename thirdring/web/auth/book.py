"""Which tokens are known. A short memory in front of the store, so that a request rarely asks the database and
scrapes go on while the database is away."""

from collections import OrderedDict
from typing import NamedTuple, Protocol

from thirdring.web.auth.tokens import Token, digest
from thirdring.web.repository import StoreAway

FRESH_SECONDS = 10.0
REMEMBERED = 1_000


class TokenStore(Protocol):
    async def find(self, token_digest: bytes) -> Token | None:
        """A token that is neither revoked nor expired. Raises StoreAway."""


class _Seen(NamedTuple):
    token: Token
    at_seconds: float


class TokenBook:
    def __init__(self, store: TokenStore) -> None:
        self._store = store
        self._seen: OrderedDict[bytes, _Seen] = OrderedDict()

    def recall(self, text: str, now_seconds: float) -> Token | None:
        """The token, if it was asked for lately; costs nothing."""
        seen = self._seen.get(digest(text))
        return seen.token if seen and now_seconds - seen.at_seconds < FRESH_SECONDS else None

    def forget(self, text: str) -> None:
        """It was revoked here and now."""
        self._seen.pop(digest(text), None)

    async def find(self, text: str, now_seconds: float) -> Token | None:
        """Asks the store. While that is away, and asked again only now and then, a token that was good when last seen
        stays good. Raises StoreAway."""
        key = digest(text)
        try:
            token = await self._store.find(key)
        except StoreAway:
            if key not in self._seen:
                raise
            self._seen[key] = _Seen(self._seen[key].token, now_seconds)
            return self._seen[key].token
        self._seen.pop(key, None)
        if token is not None:
            self._seen[key] = _Seen(token, now_seconds)
            if len(self._seen) > REMEMBERED:
                self._seen.popitem(last=False)
        return token
