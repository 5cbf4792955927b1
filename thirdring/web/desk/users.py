"""Who signs in, and in which role: for an admin."""

from thirdring.desk.leaving import give_back_work
from thirdring.web.auth.accounts import LastAdminError, NoUserError, change_role
from thirdring.web.auth.accounts import delete_user as delete_account
from thirdring.web.auth.roles import Role
from thirdring.web.auth.users import User, users
from thirdring.web.desk.ask import Ask, Reply, connected
from thirdring.web.desk.bodies import RoleIn
from thirdring.web.desk.models.people import UserOut, UsersOut
from thirdring.web.desk.telling import tell_ticket
from thirdring.web.problems import Problem
from thirdring.web.queries import NoQuery
from thirdring.web.site import SITE

_LAST = Problem(422, "This is the last admin, who cannot go: give somebody else the role admin first.")


async def list_users(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        return Reply(UsersOut(items=[_shown(user) for user in await users(connection)]))


async def set_role(ask: Ask, body: RoleIn) -> Reply:
    name = ask.path("name")
    try:
        async with connected(ask) as connection:
            user, _ended = await change_role(connection, name, Role(body.role), ask.token.who)
    except NoUserError:
        raise _nobody() from None
    except LastAdminError:
        raise _LAST from None
    _end_here(ask, name)
    return Reply(_shown(user))


async def delete_user(ask: Ask, _query: NoQuery) -> Reply:
    name = ask.path("name")
    try:
        async with connected(ask) as connection:
            await delete_account(connection, name, ask.token.who)
    except NoUserError:
        raise _nobody() from None
    except LastAdminError:
        raise _LAST from None
    _end_here(ask, name)
    given_back = await give_back_work(ask.desk, name, ask.token.who, ask.now_us)
    for ticket in given_back.tickets:
        tell_ticket(ask, ticket, None, "given back")
    return Reply(None)


def _nobody() -> Problem:
    return Problem(404, "There is no such user: take `name` as the list has it.")


def _end_here(ask: Ask, name: str) -> None:
    """This process need not wait until it asks the database again."""
    site = ask.request.app[SITE]
    site.tokens.forget_all_of(name)
    site.streams.check_soon()


def _shown(user: User) -> UserOut:
    return UserOut(name=user.name, role=user.role, created_at=user.created_at, changed_at=user.changed_at)
