"""The first admin: made by whoever reads the service's log, and by nobody else."""

from kit.http.auth import accounts
from kit.http.auth.lockout import Pair
from kit.http.auth.users import STATEMENTS
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.roles import Role
from ticketing.http.ask import Ask, Reply, connected
from ticketing.people.bodies import FirstAdmin
from ticketing.people.door import wait
from ticketing.people.models import FirstAdminOut, FirstStartOut
from ticketing.people.users_door import new_hash

_NOBODY = "\x00first start"  # no user's name: a lock of its own


async def first_start(ask: Ask, _query: NoQuery) -> Reply:
    """A user may have been made by a command meanwhile: then the code has ended too."""
    code = ask.site.first_start
    if code.is_open:
        async with connected(ask) as connection:
            if await connection.fetchval(STATEMENTS["anybody"]):
                code.close()
    return Reply(FirstStartOut(open=code.is_open))


async def create_first_admin(ask: Ask, body: FirstAdmin) -> Reply:
    """Each try counts as wrong until the code proves right, so that many at once count as many."""
    code, lockout = ask.site.first_start, ask.site.lockout
    now_seconds, pair = ask.request.app[SITE].monotonic(), Pair(_NOBODY, ask.client)
    wait(lockout.wait_seconds(pair, now_seconds))
    lockout.wrong(pair, now_seconds)
    if not code.fits(body.code):
        raise Problem(403, "The code is wrong or has ended: the newest one is in the log of the service.")
    lockout.right(pair)
    accounts.require_own_name(body.name)
    password_hash = await new_hash(ask, body.password, body.name)
    async with connected(ask) as connection:
        try:
            await accounts.create_first_admin(connection, body.name, password_hash)
        finally:
            code.close()
    return Reply(FirstAdminOut(name=body.name, role=Role.ADMIN))
