"""What somebody who signed in does with the own account."""

from kit.http.auth import accounts
from kit.http.auth.tokens import Token
from kit.http.auth.users import STATEMENTS
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.refusals import FieldError
from ticketing.agents.shown import agent_now
from ticketing.http.ask import Ask, Reply, connected
from ticketing.people.bodies import OwnPassword, SignIn
from ticketing.people.door import proven
from ticketing.people.models import LastCallOut, MeOut, OwnSessionOut, OwnSessionsOut
from ticketing.people.users_door import end_here, new_hash


async def me(ask: Ask, _query: NoQuery) -> Reply:
    agents, who = ask.site.agents, ask.token.who
    now = agents.board.of(who)
    shown = None if now is None else agent_now(now)
    rung, dial = ask.site.rung.get(who), ask.site.dial
    line = None if dial is None else dial.line_of(who)
    told = MeOut(
        name=who,
        role=ask.token.role,
        agent=shown,
        pause_reasons=list(agents.reasons),
        has_phone=bool(ask.site.devices.get(who)),
        may_fetch=ask.site.rescues is not None and bool(ask.site.devices.get(who)),
        has_shifts=ask.desk.duty.has_shifts,
        last_call=None if rung is None else LastCallOut(callback=rung.callback, version=rung.version),
        on_the_line=None if line is None else line.callback,
    )
    return Reply(told, as_seen=True)


async def in_use(_ask: Ask, _query: NoQuery) -> Reply:
    """A page tells of keys and clicks; that a change was asked for says it all."""
    return Reply(None)


async def own_sessions(ask: Ask, _query: NoQuery) -> Reply:
    token = _session(ask)
    async with connected(ask) as connection:
        rows = await connection.fetch(STATEMENTS["sessions"], token.who)
    shown = [
        OwnSessionOut(
            created_at=row["created_at"],
            used_at=row["used_at"],
            expires_at=row["expires_at"],
            this=row["id"] == token.id,
        )
        for row in rows
    ]
    return Reply(OwnSessionsOut(items=shown))


async def change_own_password(ask: Ask, body: OwnPassword) -> Reply:
    """A wrong present password counts as one of signing in: who found an open desk cannot guess on. The other sessions
    end."""
    token = _session(ask)
    try:
        await proven(ask, SignIn(name=token.who, password=body.password))
    except Problem as problem:
        if problem.status != 401:
            raise
        raise FieldError("password", "is not the present one", "The present password is wrong.") from None
    password_hash = await new_hash(ask, body.new, token.who, "new")
    async with connected(ask) as connection:
        await accounts.change_password(connection, token.who, password_hash, token.who, spared=token.id)
    end_here(ask, token.who)
    return Reply(None)


async def sign_out_elsewhere(ask: Ask, _query: NoQuery) -> Reply:
    token = _session(ask)
    async with connected(ask) as connection:
        await accounts.end_sessions(connection, token.who, token.who, spared=token.id)
    end_here(ask, token.who)
    return Reply(None)


def _session(ask: Ask) -> Token:
    if not ask.token.session:
        raise Problem(422, "This is a token and not a session: sign in with a user name.")
    return ask.token
