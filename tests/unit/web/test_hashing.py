"""Passwords are hashed two at a time, whatever their clients do."""

import asyncio
import threading
from collections.abc import Iterator

import pytest

from kit.http.auth import hashing
from kit.http.auth.hashing import BusyError, Hashing


class Hashes:
    """Each takes until it is let go."""

    def __init__(self) -> None:
        self.go = threading.Semaphore(0)
        self.begun = 0
        self.running = 0
        self.most = 0
        self._lock = threading.Lock()

    def __call__(self, _password_hash: str | None, _password: str) -> bool:
        with self._lock:
            self.begun += 1
            self.running += 1
            self.most = max(self.most, self.running)
        self.go.acquire(timeout=30)
        with self._lock:
            self.running -= 1
        return True

    def end(self, count: int = 1) -> None:
        self.go.release(count)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hashes]:
    made = Hashes()
    monkeypatch.setattr(hashing, "verified", made)
    yield made
    made.end(1_000)


async def until_begun(hashes: Hashes, count: int) -> None:
    async with asyncio.timeout(60):
        while hashes.begun < count:
            await asyncio.sleep(0.001)


def sign_in(line: Hashing, client: str = "a") -> "asyncio.Task[bool]":
    return asyncio.create_task(line.verified("hash", "password", client))


async def test_a_client_that_hangs_up_keeps_its_place_until_its_hash_is_done(hashes: Hashes) -> None:
    line = Hashing(at_once=2, waiting_max=100, waiting_of_one_max=100)
    for number in range(10):
        gone = sign_in(line)
        if number < 2:
            await until_begun(hashes, number + 1)
        await asyncio.sleep(0)
        gone.cancel()
    last = sign_in(line)
    await asyncio.sleep(0.05)
    assert (hashes.begun, hashes.most) == (2, 2)
    hashes.end(3)
    assert await last
    assert (hashes.begun, hashes.most) == (3, 2)  # those that had not begun when they hung up never do


async def test_who_finds_the_line_full_is_refused_at_once(hashes: Hashes) -> None:
    line = Hashing(at_once=1, waiting_max=1)
    waiting = [sign_in(line, "a"), sign_in(line, "b")]
    await until_begun(hashes, 1)
    with pytest.raises(BusyError):
        await line.verified("hash", "password", "c")
    hashes.end(3)
    assert all(await asyncio.gather(*waiting))
    assert await line.verified("hash", "password", "c")


async def test_one_client_cannot_take_the_whole_line(hashes: Hashes) -> None:
    line = Hashing(at_once=1, waiting_max=10, waiting_of_one_max=2)
    mine = [sign_in(line, "a"), sign_in(line, "a")]
    await until_begun(hashes, 1)
    with pytest.raises(BusyError):
        await line.verified("hash", "password", "a")
    other = sign_in(line, "b")
    hashes.end(3)
    assert all(await asyncio.gather(*mine, other))
