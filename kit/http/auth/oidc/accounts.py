"""Users who come from the provider: known by its subject, never by a name that somebody may choose there."""

from pathlib import Path
from typing import NamedTuple

from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.http.auth.accounts import NoUserError, ReservedError, change_role, require_own_name
from kit.http.auth.oidc.options import ProviderError
from kit.http.auth.tokens import digest
from kit.http.auth.users import SESSION_SECONDS, Opened, note
from kit.roles import Role

STATEMENTS = read_statements(Path(__file__).with_name("users.sql"))


class Comer(NamedTuple):
    """Somebody whom the provider has confirmed. `role`: by their claims; None: roles are those of Third Ring."""

    issuer: str
    subject: str
    name: str
    role: Role | None


async def admitted(session: Session, comer: Comer, default_role: Role | None, text: str) -> tuple[str, Opened]:
    """Returns the user name and the new session with the token `text`. Raises ProviderError, LastAdminError."""
    async with session.transaction():
        name = await _known(session, comer) or await _new(session, comer, comer.role or default_role)
        if comer.role is not None:
            await change_role(session, name, comer.role, "provider")
        row = await session.fetchrow(STATEMENTS["open_session"], digest(text), name, SESSION_SECONDS)
        if row is None:
            raise ProviderError("This user is deactivated: ask your administrator.")
        await note(session, name, "sign_in_provider")
        return name, Opened(Role(row["role"]), row["expires_at"])


async def _known(session: Session, comer: Comer) -> str | None:
    name = await session.fetchval(STATEMENTS["by_subject"], comer.issuer, comer.subject)
    if name is None:
        name = await session.fetchval(STATEMENTS["bind"], comer.issuer, comer.subject, comer.name)
        if name is not None:
            await note(session, name, "user_linked", user=name)
    return None if name is None else str(name)


async def _new(session: Session, comer: Comer, role: Role | None) -> str:
    if role is None:
        raise ProviderError("You have no user here yet: ask your administrator.")
    try:
        require_own_name(comer.name)
    except ReservedError:
        raise ProviderError("The service itself has your name: ask your administrator.") from None
    name = await session.fetchval(STATEMENTS["create"], comer.issuer, comer.subject, comer.name, role.value)
    if name is None:
        raise ProviderError(
            "There is a user of your name already, who is not known to be you: ask your administrator to allow single "
            "sign-on for this user."
        )
    await note(session, comer.name, "user_create", user=comer.name, role=role)
    return str(name)


async def expect(session: Session, name: str, issuer: str | None, actor: str) -> None:
    """Who signs in next by this name there is this user; with None, nobody there is. Raises NoUserError."""
    async with session.transaction():
        if await session.fetchval(STATEMENTS["expect"], name, issuer) is None:
            raise NoUserError
        await note(session, actor, "user_expected" if issuer else "user_unlinked", user=name)
