"""Who may do what is changed here, each change together with its line in the audit log."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import NamedTuple

from kit.database.pool import Session
from kit.http.auth.sign_in_links import STATEMENTS as LINKS
from kit.http.auth.users import STATEMENTS, User, note, user_of
from kit.refusals import FieldError, RefusedError
from kit.roles import Role


class NoUserError(RefusedError):
    status = 404

    def __init__(self) -> None:
        super().__init__("There is no such user: use `name` from the list.")


class LastAdminError(RefusedError):
    def __init__(self) -> None:
        super().__init__("This is the last admin: give the role admin to somebody else first.")


class NotFirstError(RefusedError):
    def __init__(self) -> None:
        super().__init__("There are users already: an admin creates more.")


class TakenError(FieldError):
    def __init__(self) -> None:
        super().__init__("name", "belongs to somebody else: choose another", "There is a user of this name already.")


class ReservedError(FieldError):
    def __init__(self) -> None:
        super().__init__("name", "stands for the service itself: choose another", "The service itself has this name.")


class Ended(NamedTuple):
    """How many sessions and tokens of a user have ended."""

    sessions: int
    tokens: int


_OWN_NAMES = frozenset({"rule", "thirdring"})


def require_own_name(name: str) -> None:
    """Histories name the service so, where it does something by itself. Raises ReservedError."""
    if name.strip().casefold() in _OWN_NAMES:
        raise ReservedError


async def create_user(session: Session, name: str, password_hash: str | None, role: Role, actor: str) -> bool:
    """Returns False if the name is taken. Without a password the user signs in by the provider alone.

    Raises ReservedError."""
    require_own_name(name)
    async with session.transaction():
        if await session.fetchval(STATEMENTS["create"], name, password_hash, role.value) is None:
            return False
        await note(session, actor, "user_create", user=name, role=role)
        return True


async def create_first_admin(session: Session, name: str, password_hash: str) -> None:
    """Raises NotFirstError where there is a user already, even one of the same moment; ReservedError."""
    require_own_name(name)
    async with session.transaction():
        await session.execute(STATEMENTS["lock_users"])
        if await session.fetchval(STATEMENTS["anybody"]):
            raise NotFirstError
        await session.execute(STATEMENTS["create"], name, password_hash, Role.ADMIN.value)
        await note(session, name, "first_admin", user=name)


async def change_password(session: Session, name: str, password_hash: str, actor: str, spared: int = 0) -> int:
    """How many sessions ended; the one with the id `spared` goes on. Raises NoUserError."""
    async with session.transaction():
        if await session.fetchval(STATEMENTS["passwd"], name, password_hash) is None:
            raise NoUserError
        ended = await _end_sessions(session, name, spared)
        await note(session, actor, "user_passwd", user=name)
        return ended


async def change_role(session: Session, name: str, role: Role, actor: str) -> int:
    """How many sessions ended: they had the rights of before. Raises NoUserError, LastAdminError."""
    async with _deciding(session, name) as user:
        if user.role is role:
            return 0
        await _refuse_without_admin(session, user)
        await session.execute(STATEMENTS["set_role"], name, role.value)
        ended = await _end_sessions(session, name)
        await note(session, actor, "user_role", user=name, role=role, was=user.role)
        return ended


async def rename_user(session: Session, name: str, other: str, actor: str) -> None:
    """Sessions end; tokens that act under the name go on under the new one.

    Raises NoUserError, TakenError, ReservedError."""
    async with _deciding(session, name):
        if name == other:
            return
        require_own_name(other)
        await _end_sessions(session, name)
        if await session.fetchval(STATEMENTS["rename"], name, other) is None:
            raise TakenError
        await session.execute(STATEMENTS["rename_labelled"], name, other)
        await note(session, actor, "user_rename", user=other, was=name)


async def deactivate_user(session: Session, name: str, actor: str) -> bool:
    """Nobody signs in as them any more, until they are activated again; False: it was so already.

    Raises NoUserError, LastAdminError."""
    async with _deciding(session, name) as user:
        if user.deactivated_at is not None:
            return False
        await _refuse_without_admin(session, user)
        await session.execute(STATEMENTS["set_active"], name, False)
        sessions, tokens = await _end_all(session, name)
        await note(session, actor, "user_deactivate", user=name, sessions=sessions, tokens=tokens)
        return True


async def activate_user(session: Session, name: str, actor: str) -> None:
    """Raises NoUserError."""
    async with _deciding(session, name) as user:
        if user.deactivated_at is not None:
            await session.execute(STATEMENTS["set_active"], name, True)
            await note(session, actor, "user_activate", user=name)


async def end_sessions(session: Session, name: str, actor: str, spared: int = 0) -> int:
    """How many. The session with the id `spared` goes on. Raises NoUserError."""
    async with _deciding(session, name):
        ended = await _end_sessions(session, name, spared)
        await note(session, actor, "user_sign_out", user=name, sessions=ended)
        return ended


async def delete_user(session: Session, name: str, actor: str) -> Ended:
    """Deletes a user with sessions, and tokens under their name. Raises NoUserError, LastAdminError."""
    async with _deciding(session, name) as user:
        await _refuse_without_admin(session, user)
        sessions, tokens = await _end_all(session, name)
        await session.execute(STATEMENTS["delete"], name)
        await note(session, actor, "user_delete", user=name, role=user.role, sessions=sessions, tokens=tokens)
        return Ended(sessions, len(tokens))


@asynccontextmanager
async def _deciding(session: Session, name: str) -> AsyncIterator[User]:
    """Returns the user, and locks out other changes of roles and users meanwhile."""
    async with session.transaction():
        await session.execute(STATEMENTS["lock_users"])
        user = await user_of(session, name)
        if user is None:
            raise NoUserError
        yield user


async def _refuse_without_admin(session: Session, user: User) -> None:
    """Raises LastAdminError before the last admin loses the role."""
    if user.role is Role.ADMIN and not await session.fetchval(STATEMENTS["other_admins"], user.name):
        raise LastAdminError


async def _end_all(session: Session, name: str) -> tuple[int, list[int]]:
    """How many sessions, and the ids of the tokens."""
    sessions = await _end_sessions(session, name)
    return sessions, [row["id"] for row in await session.fetch(STATEMENTS["end_labelled"], name)]


async def _end_sessions(session: Session, name: str, spared: int = 0) -> int:
    """How many. Links that would have signed the user in end as well."""
    await session.execute(LINKS["end_of"], name)
    return len(await session.fetch(STATEMENTS["end_sessions"], name, spared))
