"""Who signs in, and in which role: for an admin."""

from collections.abc import Awaitable, Callable

from kit.database.pool import Session
from kit.http.auth import accounts
from kit.http.auth.oidc.accounts import expect
from kit.http.auth.users import User, user_of, users
from kit.http.auth.weak_passwords import weakness
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.refusals import FieldError
from kit.roles import Role
from ticketing.http.ask import Ask, Reply, connected
from ticketing.people.bodies import PasswordIn, UserChange, UserIn
from ticketing.people.models import UserOut, UsersOut
from ticketing.workflows.leaving import give_back_work, pass_work_on


async def list_users(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        return Reply(UsersOut(items=[_shown(user) for user in await users(connection)]))


async def create_user(ask: Ask, body: UserIn) -> Reply:
    password_hash = None if body.password is None else await new_hash(ask, body.password, body.name)
    async with connected(ask) as connection:
        if not await accounts.create_user(connection, body.name, password_hash, Role(body.role), ask.token.who):
            raise accounts.TakenError
    return await _told(ask, body.name)


async def change_user(ask: Ask, body: UserChange) -> Reply:
    """Each on its own, the name last; what has been done stays done where a later one is refused."""
    name = ask.path("name")
    if body.role is not None:
        await _change(ask, lambda connection: accounts.change_role(connection, name, Role(str(body.role)), _who(ask)))
    if body.active is True:
        await _change(ask, lambda connection: accounts.activate_user(connection, name, _who(ask)))
    elif body.active is False:
        await _change(ask, lambda connection: accounts.deactivate_user(connection, name, _who(ask)))
        await give_back_work(ask.desk, name, _who(ask), ask.now_us, "deactivated")
    if body.by_provider is not None:
        issuer = ask.site.provider.options.issuer if ask.site.provider and body.by_provider else None
        await _change(ask, lambda connection: expect(connection, name, issuer, _who(ask)))
    other = body.name or name
    if other != name:
        await _change(ask, lambda connection: accounts.rename_user(connection, name, other, _who(ask)))
        await pass_work_on(ask.desk, name, other, _who(ask), ask.now_us)
    return await _told(ask, other)


async def set_password(ask: Ask, body: PasswordIn) -> Reply:
    name = ask.path("name")
    password_hash = await new_hash(ask, body.password, name)
    await _change(ask, lambda connection: accounts.change_password(connection, name, password_hash, _who(ask)))
    return Reply(None)


async def sign_out_user(ask: Ask, _query: NoQuery) -> Reply:
    name = ask.path("name")
    await _change(ask, lambda connection: accounts.end_sessions(connection, name, _who(ask)))
    await ask.desk.callbacks.release_agent(name)
    return Reply(None)


async def delete_user(ask: Ask, _query: NoQuery) -> Reply:
    name = ask.path("name")
    await _change(ask, lambda connection: accounts.delete_user(connection, name, _who(ask)))
    await give_back_work(ask.desk, name, _who(ask), ask.now_us)
    return Reply(None)


async def new_hash(ask: Ask, password: str, name: str, field: str = "password") -> str:
    """Raises FieldError for a password that is guessed soon."""
    if why := weakness(password, name):
        raise FieldError(field, why, "The password is too weak.")
    return await ask.site.hashing.hashed(password, ask.client)


async def _change(ask: Ask, change: Callable[[Session], Awaitable[object]]) -> None:
    """What the user may do ends at once in this process too, which remembers tokens for some seconds."""
    async with connected(ask) as connection:
        await change(connection)
    end_here(ask, ask.path("name"))


def end_here(ask: Ask, name: str) -> None:
    site = ask.request.app[SITE]
    site.tokens.forget_all_of(name)
    site.streams.check_soon()


async def _told(ask: Ask, name: str) -> Reply:
    async with connected(ask) as connection:
        user = await user_of(connection, name)
    if user is None:  # deleted at this very moment
        raise accounts.NoUserError
    return Reply(_shown(user))


def _who(ask: Ask) -> str:
    return ask.token.who


def _shown(user: User) -> UserOut:
    return UserOut(
        name=user.name,
        role=user.role,
        active=user.deactivated_at is None,
        created_at=user.created_at,
        changed_at=user.changed_at,
        has_password=user.has_password,
        provider="linked" if user.subject else "expected" if user.issuer else "none",
        sessions=user.sessions,
        seen_at=user.seen_at,
    )
