"""The role by which Grafana reads the schema `wall`: let in, and given its password as a verifier only."""

import base64
import hashlib
import hmac
import secrets
from pathlib import Path

from kit.database.pool import FORBIDDEN, Session
from kit.database.statements import read_statements

ROLE = "thirdring_grafana"
STATEMENTS = read_statements(Path(__file__).with_name("grafana.sql"))
_ROUNDS = 4096  # PostgreSQL's own


class NotAllowedError(Exception):
    """Our own role may not make or change roles."""


def verifier(password: str, salt: bytes) -> str:
    """What PostgreSQL keeps of a password (RFC 5803): with it, the password itself is in no statement and no log."""
    salted = hashlib.pbkdf2_hmac("sha256", password.encode(), salt, _ROUNDS)
    stored = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server = hmac.digest(salted, b"Server Key", "sha256")
    salt_text, stored_text, server_text = (base64.b64encode(part).decode() for part in (salt, stored, server))
    return f"SCRAM-SHA-256${_ROUNDS}:{salt_text}${stored_text}:{server_text}"


async def let_in(session: Session, password: str) -> None:
    """Raises NotAllowedError."""
    try:
        await session.execute(STATEMENTS["admit"])
        await session.execute(await session.fetchval(STATEMENTS["login"], verifier(password, secrets.token_bytes(16))))
    except FORBIDDEN as error:
        raise NotAllowedError(str(error)) from None
