"""Which tokens are known. A short memory in front of the store, so that a request rarely asks the database and
scrapes go on while the database is away."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection
from typing import NamedTuple, Protocol

from kit.http.auth.tokens import Token, digest
from kit.http.database import StoreAway

FRESH_SECONDS = 10.0
KNOWN_SECONDS = 12 * 3_600.0
REMEMBERED = 1_000
ASKING_SECONDS = 3.0  # a database that has not answered by then counts as away


class TokenStore(Protocol):
    async def find(self, digests: Collection[bytes]) -> dict[bytes, Token]:
        """Finds tokens that are neither revoked nor expired, by digest. Raises StoreAway."""


class _Seen(NamedTuple):
    token: Token
    at_seconds: float
    until_seconds: float | None  # when it expires; None: never

    def as_of(self, now_seconds: float) -> Token | None:
        """None if it has expired."""
        if self.until_seconds is None:
            return self.token
        left_seconds = self.until_seconds - now_seconds
        return self.token._replace(lasts_seconds=left_seconds) if left_seconds > 0 else None


class TokenBook:
    def __init__(self, store: TokenStore) -> None:
        self._store = store
        self._seen: OrderedDict[bytes, _Seen] = OrderedDict()

    def recall(self, text: str, now_seconds: float) -> Token | None:
        """The token, if it is cached; costs nothing."""
        return self._fresh(digest(text), now_seconds)

    def _fresh(self, key: bytes, now_seconds: float) -> Token | None:
        seen = self._seen.get(key)
        if seen is None or now_seconds - seen.at_seconds >= FRESH_SECONDS:
            return None
        return seen.as_of(now_seconds)

    def known(self, text: str, now_seconds: float) -> int | None:
        """The id of a token that was valid within the last hours. Costs nothing and grants no access."""
        seen = self._seen.get(digest(text))
        return seen.token.id if seen and now_seconds - seen.at_seconds < KNOWN_SECONDS else None

    def forget(self, text: str) -> None:
        """Removes a token that was just revoked."""
        self._seen.pop(digest(text), None)

    def forget_id(self, number: int) -> None:
        """Removes a token that somebody else just revoked."""
        for key in [key for key, seen in self._seen.items() if seen.token.id == number]:
            del self._seen[key]

    def forget_all_of(self, who: str) -> None:
        """Removes all tokens of a user whose rights were just changed."""
        for key in [key for key, seen in self._seen.items() if seen.token.who == who]:
            del self._seen[key]

    async def find(self, text: str, now_seconds: float) -> Token | None:
        """Asks the store. While that is away, and asked again only now and then, a token that was good when last seen
        stays good until it expires. Raises StoreAway."""
        return await self._found(digest(text), now_seconds)

    async def of_digest(self, key: bytes, now_seconds: float) -> Token | None:
        """The same of a digest, from the cache where it is there. Raises StoreAway."""
        return self._fresh(key, now_seconds) or await self._found(key, now_seconds)

    async def _found(self, key: bytes, now_seconds: float) -> Token | None:
        try:
            return (await self.find_all([key], now_seconds)).get(key)
        except StoreAway:
            if key not in self._seen:
                raise
        self._seen[key] = self._seen[key]._replace(at_seconds=now_seconds)
        return self._seen[key].as_of(now_seconds)

    async def find_all(self, keys: Collection[bytes], now_seconds: float) -> dict[bytes, Token]:
        """Looks these digests up in the store and caches the result. Raises StoreAway."""
        try:
            async with asyncio.timeout(ASKING_SECONDS):
                found = await self._store.find(keys)
        except TimeoutError as error:
            raise StoreAway from error
        for key in keys:
            self._seen.pop(key, None)
        for key, token in found.items():
            until_seconds = None if token.lasts_seconds is None else now_seconds + token.lasts_seconds
            self._seen[key] = _Seen(token, now_seconds, until_seconds)
        while len(self._seen) > REMEMBERED:
            self._seen.popitem(last=False)
        return found
