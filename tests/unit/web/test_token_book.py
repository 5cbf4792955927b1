from collections.abc import Collection

import pytest

from kit.http.auth.book import FRESH_SECONDS, REMEMBERED, TokenBook
from kit.http.auth.tokens import Token, digest
from kit.http.database import StoreAway
from kit.roles import Role


class Store:
    def __init__(self) -> None:
        self.known = {digest("a"): Token(1, Role.ADMIN), digest("b"): Token(2, Role.AGENT)}
        self.asked = 0
        self.away = False

    async def find(self, digests: Collection[bytes]) -> dict[bytes, Token]:
        self.asked += 1
        if self.away:
            raise StoreAway
        return {key: self.known[key] for key in digests if key in self.known}


async def test_a_token_that_was_asked_for_lately_is_recalled_and_then_forgotten() -> None:
    book = TokenBook(Store())
    assert book.recall("a", 0.0) is None
    await book.find("a", 0.0)
    assert book.recall("a", FRESH_SECONDS - 0.1) == Token(1, Role.ADMIN)
    assert book.recall("a", FRESH_SECONDS) is None


async def test_a_revoked_token_is_forgotten_when_the_store_says_so() -> None:
    store = Store()
    book = TokenBook(store)
    await book.find("a", 0.0)
    store.known.clear()
    assert await book.find("a", 1.0) is None
    assert book.recall("a", 1.0) is None


async def test_while_the_store_is_away_it_is_asked_now_and_then_only() -> None:
    store = Store()
    book = TokenBook(store)
    await book.find("a", 0.0)
    store.away = True
    assert await book.find("a", 100.0) == Token(1, Role.ADMIN)
    assert book.recall("a", 100.0 + FRESH_SECONDS / 2) == Token(1, Role.ADMIN)
    with pytest.raises(StoreAway):
        await book.find("b", 100.0)


async def test_a_token_that_expires_is_not_kept_beyond_it_however_long_the_store_is_away() -> None:
    store = Store()
    store.known[digest("a")] = Token(1, Role.ADMIN, lasts_seconds=8.0)
    book = TokenBook(store)
    await book.find("a", 0.0)
    store.away = True
    assert book.recall("a", 7.0) == Token(1, Role.ADMIN, lasts_seconds=1.0)
    assert book.recall("a", 8.0) is None
    assert await book.find("a", 8.0) is None


async def test_the_memory_for_tokens_is_bounded() -> None:
    store = Store()
    store.known = {digest(str(number)): Token(number, Role.AGENT) for number in range(REMEMBERED + 1)}
    book = TokenBook(store)
    for number in range(REMEMBERED + 1):
        await book.find(str(number), 0.0)
    assert book.recall("0", 0.0) is None
    assert book.recall(str(REMEMBERED), 0.0) == Token(REMEMBERED, Role.AGENT)
