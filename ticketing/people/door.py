"""Signing in and out, and the audit log."""

import math

from aiohttp import hdrs

from kit.database.pool import AWAY
from kit.database.where import Where
from kit.http.auth import passwords
from kit.http.auth.credential import credential
from kit.http.auth.hashing import BusyError
from kit.http.auth.lockout import Pair
from kit.http.auth.sign_in_links import enter
from kit.http.auth.store import end_session
from kit.http.auth.tokens import new_token
from kit.http.auth.users import AUDIT, STATEMENTS, Secret, note, open_session, secret_of
from kit.http.listed import Listing, listed
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.roles import Role
from ticketing.http.ask import Ask, Reply, connected
from ticketing.people.bodies import AuditQuery, LinkFollowed, SignIn
from ticketing.people.models import AuditEntryOut, AuditPage, SessionOut
from ticketing.people.provider_door import in_force

_AUDIT = Listing("audit", AUDIT["list"], {"id": int})


async def sign_in(ask: Ask, body: SignIn) -> Reply:
    known = await proven(ask, body)
    if known.role is not Role.ADMIN and await in_force(ask):
        raise Problem(403, "Passwords are for administrators alone here: use single sign-on.")
    text = new_token()
    is_old = passwords.old(known.password_hash or passwords.NOBODYS)
    rehashed = await ask.site.hashing.hashed(body.password, ask.client) if is_old else None
    async with connected(ask) as connection, connection.transaction():
        if rehashed is not None:
            await connection.execute(STATEMENTS["rehash"], body.name, known.password_hash, rehashed)
        opened = await open_session(connection, text, body.name, rehashed or known.password_hash)
        if opened is None:
            raise _wrong()  # it was right a moment ago
        await note(connection, body.name, "sign_in")
    return Reply(SessionOut(token=text, name=body.name, role=opened.role, expires_at=opened.expires_at))


async def sign_in_by_link(ask: Ask, body: LinkFollowed) -> Reply:
    """Where single sign-on is enforced, a link is as a password: for admins alone, and others' stays unused."""
    text, enforced = new_token(), await in_force(ask)
    async with connected(ask) as connection, connection.transaction():
        entered = await enter(connection, body.code, text)
        if entered is None:
            raise Problem(403, "This link was used before or has ended: ask for a new one.")
        if enforced and entered.opened.role is not Role.ADMIN:
            raise Problem(403, "Passwords are for administrators alone here: use single sign-on.")
    opened = entered.opened
    return Reply(SessionOut(token=text, name=entered.name, role=opened.role, expires_at=opened.expires_at))


async def proven(ask: Ask, body: SignIn) -> Secret:
    """Whose password it is. Each try counts as wrong until it proves right, so that many at once count as many."""
    now_seconds, lockout, pair = ask.request.app[SITE].monotonic(), ask.site.lockout, Pair(body.name, ask.client)
    wait(lockout.wait_seconds(pair, now_seconds))
    locked_seconds = lockout.wrong(pair, now_seconds)
    try:
        async with connected(ask) as connection:
            known = await secret_of(connection, body.name)
        password_hash = None if known is None else known.password_hash
        right = await ask.site.hashing.verified(password_hash, body.password, ask.client)
    except BusyError:
        lockout.take_back(pair)
        raise
    except AWAY:
        lockout.take_back(pair)
        raise
    if known is None or not right:
        await _refused(ask, body.name, known, locked_seconds)
        raise _wrong()
    lockout.right(pair)
    return known


def _wrong() -> Problem:
    return Problem(401, "Name or password is wrong.", headers={hdrs.WWW_AUTHENTICATE: 'Bearer realm="Third Ring"'})


def wait(wait_seconds: float) -> None:
    if wait_seconds > 0:
        after = str(math.ceil(wait_seconds))
        detail = f"Too many wrong passwords for this name from this address: try again in {after} s."
        raise Problem(429, detail, headers={"Retry-After": after})


async def _refused(ask: Ask, name: str, known: Secret | None, wait_seconds: float) -> None:
    """What was typed for a name that nobody has may be a password, so it is not kept."""
    async with connected(ask) as connection:
        who = name if known is not None else "somebody unknown"
        await note(connection, who, "sign_in_refused", locked_seconds=wait_seconds)


async def sign_out(ask: Ask, _query: NoQuery) -> Reply:
    """Whom they were to call, others may call now."""
    if not ask.token.session:
        raise Problem(422, "This is a token and not a session: end it with `thirdring token revoke`.")
    async with connected(ask) as connection:
        await end_session(connection, ask.token.id)
        await note(connection, ask.token.who, "sign_out")
    shown = credential(ask.request)
    site = ask.request.app[SITE]
    site.tokens.forget(shown.text if shown else "")
    site.streams.check_soon()
    await ask.desk.callbacks.release_agent(ask.token.who)
    return Reply(None)


async def list_audit(ask: Ask, query: AuditQuery) -> Reply:
    wanted = Where()
    wanted.equal(query, "actor", "action")
    wanted.given("at >= ?", query.since)
    wanted.given("at < ?", query.until)
    if query.q is not None:
        wanted.add("strpos(lower(concat_ws(' ', actor, action, detail)), lower(?)) > 0", query.q)
    async with connected(ask) as connection:
        rows, following = await listed(connection, _AUDIT, wanted, query)
    return Reply(AuditPage(items=[AuditEntryOut(**dict(row)) for row in rows], next=following))
