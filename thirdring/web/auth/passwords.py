"""Passwords: argon2id. A hash takes 64 MiB and a while: a server makes it in `hashing`."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
NOBODYS = "$argon2id$v=19$m=65536,t=3,p=4$M5voSHIVT13UMQK5qYfulw$nVpRCKwsbeJXVBT1OylYnYYMz2S3UNKMm+7LkSVtZzY"
"""Of no password; verified for names that nobody has, so that those take as long. Made once, since making one takes
as long as well: by the rules that hold now, as a test sees to."""


def hashed(password: str) -> str:
    return _hasher.hash(password)


def old(password_hash: str) -> bool:
    """Made by the rules of another time."""
    return _hasher.check_needs_rehash(password_hash)


def verified(password_hash: str | None, password: str) -> bool:
    """None: of a name that nobody has."""
    try:
        _hasher.verify(password_hash or NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
