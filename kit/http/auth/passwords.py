"""Passwords: argon2id. A hash takes 46 MiB and a while: a server makes it in `hashing`."""

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=1, memory_cost=47_104, parallelism=1)
"""The first that OWASP's Password Storage Cheat Sheet names. Argon2's own default takes four times as long, on every
core: on two cores nobody else was served meanwhile, and a sign-in took more than 200 ms."""
NOBODYS = "$argon2id$v=19$m=47104,t=1,p=1$J5jq4Og1y+f34B49jCTgjg$dvtAXSTVyxxFPJhBNxDKotMag9aAziS/xx1tKpzBa7Y"
"""Of no password; verified for names that nobody has, so that those take as long. Made once, since making one takes
as long as well: by the rules that hold now, as a test sees to."""


def hashed(password: str) -> str:
    return _hasher.hash(password)


def old(password_hash: str) -> bool:
    """Whether the hash uses outdated parameters."""
    return _hasher.check_needs_rehash(password_hash)


def verified(password_hash: str | None, password: str) -> bool:
    """None stands for an unknown name."""
    try:
        _hasher.verify(password_hash or NOBODYS, password)
    except (VerificationError, InvalidHashError):
        return False
    return password_hash is not None
