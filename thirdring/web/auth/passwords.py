"""Passwords: argon2id, hashed and verified in a thread, two at a time, since each takes 64 MiB."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LENGTH_MIN = 10
_hasher = PasswordHasher()
_NOBODYS = _hasher.hash("nobody has this password")
"""Verified for names that nobody has, so that those take as long."""
_at_once = asyncio.Semaphore(2)


def hashed(password: str) -> str:
    return _hasher.hash(password)


def old(password_hash: str) -> bool:
    """Made by the rules of another time."""
    return _hasher.check_needs_rehash(password_hash)


async def verified(password_hash: str | None, password: str) -> bool:
    async with _at_once:
        right = await asyncio.to_thread(_verify, password_hash or _NOBODYS, password)
    return right and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
