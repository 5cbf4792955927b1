"""Passwords: argon2id, hashed and verified in a thread, two at a time, since each takes 64 MiB."""

import asyncio

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LENGTH_MIN = 10
_hasher = PasswordHasher()
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$M5voSHIVT13UMQK5qYfulw$nVpRCKwsbeJXVBT1OylYnYYMz2S3UNKMm+7LkSVtZzY"
"""Of no password; verified for names that nobody has, so that those take as long. Made once, since making one takes
as long as well: by the rules that hold now, as a test sees to."""
_at_once = asyncio.Semaphore(2)


def hashed(password: str) -> str:
    return _hasher.hash(password)


def old(password_hash: str) -> bool:
    """Made by the rules of another time."""
    return _hasher.check_needs_rehash(password_hash)


async def verified(password_hash: str | None, password: str) -> bool:
    async with _at_once:
        right = await asyncio.to_thread(_verify, password_hash or NOBODYS, password)
    return right and password_hash is not None


def _verify(password_hash: str, password: str) -> bool:
    try:
        return _hasher.verify(password_hash, password)
    except (VerificationError, InvalidHashError):
        return False
