"""Who may do what is changed here, each change together with its line in the audit log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from kit.database.pool import Session
from kit.http.auth.users import STATEMENTS, User, note, user_of
from kit.refusals import RefusedError
from kit.roles import Role


class NoUserError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such user: use `name` from the list.")


class LastAdminError(RefusedError):
    def __init__(self) -> None:
        super().__init__("This is the last admin: give the role admin to somebody else first.")


class Ended(NamedTuple):
    """How many sessions and tokens of a user have ended."""

    sessions: int
    tokens: int


async def create_user(session: Session, name: str, password_hash: str, role: Role, actor: str) -> bool:
    """Returns False if the name is taken."""
    async with session.transaction():
        if await session.fetchval(STATEMENTS["create"], name, password_hash, role.value) is None:
            return False
        await note(session, actor, "user_create", user=name, role=role)
        return True


async def change_password(session: Session, name: str, password_hash: str, actor: str) -> int:
    """How many sessions ended. Raises NoUserError."""
    async with session.transaction():
        if await session.fetchval(STATEMENTS["passwd"], name, password_hash) is None:
            raise NoUserError
        ended = await _end_sessions(session, name)
        await note(session, actor, "user_passwd", user=name)
        return ended


async def change_role(session: Session, name: str, role: Role, actor: str) -> tuple[User, int]:
    """The user, and how many sessions ended: they had the rights of before. Raises NoUserError, LastAdminError."""
    async with _deciding(session, name) as user:
        if user.role is role:
            return user, 0
        await _refuse_without_admin(session, user)
        [changed] = await session.fetch(STATEMENTS["set_role"], name, role.value)
        ended = await _end_sessions(session, name)
        await note(session, actor, "user_role", user=name, role=role, was=user.role)
        return user_of(changed), ended


async def delete_user(session: Session, name: str, actor: str) -> Ended:
    """With their sessions, and the tokens that act under their name. Raises NoUserError, LastAdminError."""
    async with _deciding(session, name) as user:
        await _refuse_without_admin(session, user)
        sessions = await _end_sessions(session, name)
        tokens = [row["id"] for row in await session.fetch(STATEMENTS["end_labelled"], name)]
        await session.execute(STATEMENTS["delete"], name)
        await note(session, actor, "user_delete", user=name, role=user.role, sessions=sessions, tokens=tokens)
        return Ended(sessions, len(tokens))


@asynccontextmanager
async def _deciding(session: Session, name: str) -> AsyncIterator[User]:
    """Returns the user, and locks out other changes of roles and users meanwhile."""
    async with session.transaction():
        await session.execute(STATEMENTS["lock_users"])
        row = await session.fetchrow(STATEMENTS["one"], name)
        if row is None:
            raise NoUserError
        yield user_of(row)


async def _refuse_without_admin(session: Session, user: User) -> None:
    """Raises LastAdminError before the last admin loses the role."""
    if user.role is Role.ADMIN and not await session.fetchval(STATEMENTS["other_admins"], user.name):
        raise LastAdminError


async def _end_sessions(session: Session, name: str) -> int:
    return len(await session.fetch(STATEMENTS["end_sessions"], name))
