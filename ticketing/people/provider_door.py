"""Signing in by a provider of OpenID Connect."""

from kit.http.auth.oidc.accounts import STATEMENTS, Comer, admitted
from kit.http.auth.oidc.claims import check
from kit.http.auth.oidc.identity import name_of, role_of
from kit.http.auth.oidc.options import ProviderError
from kit.http.auth.oidc.provider import Provider
from kit.http.auth.tokens import new_token
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.instants import SECOND_US
from ticketing.http.ask import Ask, Reply, connected
from ticketing.people.bodies import CameBack
from ticketing.people.models import ProviderOut, SessionOut, WayOut
from ticketing.people.users_door import end_here


async def provider(ask: Ask, _query: NoQuery) -> Reply:
    known = ask.site.provider
    if known is None:
        return Reply(ProviderOut(on=False, label="", enforced=False, in_force=False))
    options = known.options
    return Reply(ProviderOut(on=True, label=options.label, enforced=options.enforced, in_force=await in_force(ask)))


async def in_force(ask: Ask) -> bool:
    """Whether passwords are for admins alone: only once an admin has come by the provider, so that nobody is locked
    out by settings that never worked."""
    known = ask.site.provider
    if known is None or not known.options.enforced:
        return False
    async with connected(ask) as connection:
        return bool(await connection.fetchval(STATEMENTS["admin_came"], known.options.issuer))


async def begin(ask: Ask, _query: NoQuery) -> Reply:
    known, now_seconds = _provider(ask), ask.request.app[SITE].monotonic()
    way = ask.site.flow.begin(now_seconds)
    return Reply(WayOut(address=await known.address(way, now_seconds), binding=way.binding))


async def come_back(ask: Ask, body: CameBack) -> Reply:
    known, now_seconds = _provider(ask), ask.request.app[SITE].monotonic()
    options = known.options
    way = ask.site.flow.end(body.state, body.binding, now_seconds)
    if way is None:
        raise ProviderError("This sign-in was not begun in this browser, or has ended: begin again.")
    if body.issuer is not None and body.issuer != options.issuer:
        raise ProviderError("The sign-in was confirmed by another provider than the one in the settings.")
    claims = await known.claims(body.code, way, now_seconds)
    subject = check(claims, options.issuer, options.client_id, way.nonce, ask.now_us / SECOND_US)
    comer = Comer(options.issuer, subject, name_of(claims, options), role_of(claims, options))
    text = new_token()
    async with connected(ask) as connection:
        name, opened = await admitted(connection, comer, options.default_role, text)
    end_here(ask, name)
    return Reply(SessionOut(token=text, name=name, role=opened.role, expires_at=opened.expires_at))


def _provider(ask: Ask) -> Provider:
    if ask.site.provider is None:
        raise Problem(404, "Nobody signs in by a provider here: see `[web.oidc]` in the settings.")
    return ask.site.provider
