"""Who signs in, and in which role: for an admin."""

from kit.http.auth.accounts import change_role
from kit.http.auth.accounts import delete_user as delete_account
from kit.http.auth.users import User, users
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.roles import Role
from ticketing.desk.leaving import give_back_work
from ticketing.front.ask import Ask, Reply, connected
from ticketing.people.bodies import RoleIn
from ticketing.people.models import UserOut, UsersOut


async def list_users(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        return Reply(UsersOut(items=[_shown(user) for user in await users(connection)]))


async def set_role(ask: Ask, body: RoleIn) -> Reply:
    name = ask.path("name")
    async with connected(ask) as connection:
        user, _ended = await change_role(connection, name, Role(body.role), ask.token.who)
    _end_here(ask, name)
    return Reply(_shown(user))


async def delete_user(ask: Ask, _query: NoQuery) -> Reply:
    name = ask.path("name")
    async with connected(ask) as connection:
        await delete_account(connection, name, ask.token.who)
    _end_here(ask, name)
    await give_back_work(ask.desk, name, ask.token.who, ask.now_us)
    return Reply(None)


def _end_here(ask: Ask, name: str) -> None:
    """This process need not wait until it asks the database again."""
    site = ask.request.app[SITE]
    site.tokens.forget_all_of(name)
    site.streams.check_soon()


def _shown(user: User) -> UserOut:
    return UserOut(name=user.name, role=user.role, created_at=user.created_at, changed_at=user.changed_at)
