"""A stream lasts only as long as the token that opened it.

The store is asked about the tokens of all open streams at once, every CHECK_SECONDS: so a change that another process
made, such as a command, ends a stream as well. While the store is away, only an expiry ends one.
"""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass

import structlog

from kit.http.auth.book import TokenBook
from kit.http.auth.tokens import Token
from kit.http.database import StoreAway

CHECK_SECONDS = 2.0

log = structlog.get_logger(__name__)


@dataclass(eq=False)
class _Open:
    key: bytes
    token: Token
    limit: asyncio.Timeout

    def end(self) -> None:
        if not self.limit.expired():
            self.limit.reschedule(asyncio.get_running_loop().time())


class OpenStreams:
    def __init__(self) -> None:
        self._open: set[_Open] = set()
        self._wanted = asyncio.Event()

    @asynccontextmanager
    async def lasting(self, key: bytes, token: Token) -> AsyncIterator[None]:
        """Cancels the block when the token becomes invalid. Raises TimeoutError then.

        `token` was just found in the store, and `key` is its digest.
        """
        async with asyncio.timeout(token.lasts_seconds) as limit:
            stream = _Open(key, token, limit)
            self._open.add(stream)
            try:
                yield
            finally:
                self._open.discard(stream)

    def of(self, token: Token) -> int:
        """The number of open streams of this user or token."""
        return sum(stream.token.owner == token.owner for stream in self._open)

    def check_soon(self) -> None:
        """Checks again soon, because a token was revoked in this process."""
        self._wanted.set()

    async def watch(self, book: TokenBook, now_seconds: Callable[[], float]) -> None:
        """Never returns."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(CHECK_SECONDS):
                    await self._wanted.wait()
            self._wanted.clear()
            try:
                await self._check(book, now_seconds())
            except StoreAway:
                pass
            except Exception as error:
                log.exception("open streams could not be checked", error=type(error).__name__)

    async def _check(self, book: TokenBook, now_seconds: float) -> None:
        asked = frozenset(self._open)
        if not asked:
            return
        good = await book.find_all({stream.key for stream in asked}, now_seconds)
        for stream in asked & self._open:
            now = good.get(stream.key)
            if now is None or (now.id, now.role) != (stream.token.id, stream.token.role):
                stream.end()
