"""The code that lets somebody create the first admin: told in the log, kept as a hash, ended with the process."""

import hashlib
import hmac
import secrets

_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # none is taken for another
_GROUPS, _OF_GROUP = 4, 5  # 98 bits


class FirstStart:
    def __init__(self) -> None:
        self._digest: bytes | None = None

    @property
    def is_open(self) -> bool:
        return self._digest is not None

    def open(self) -> str:
        """A new code, which is told nowhere else."""
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_OF_GROUP)) for _ in range(_GROUPS))
        code = "-".join(groups)
        self._digest = _digest(code)
        return code

    def fits(self, typed: str) -> bool:
        """Whether the typed code is the right one, compared in constant time."""
        return self._digest is not None and hmac.compare_digest(_digest(typed), self._digest)

    def close(self) -> None:
        self._digest = None


def _digest(text: str) -> bytes:
    """Capitals, hyphens and spaces do not matter."""
    return hashlib.sha256("".join(letter for letter in text.upper() if letter.isalnum()).encode()).digest()
