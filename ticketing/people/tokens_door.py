"""Tokens for programs: for an admin."""

from kit.http.auth.store import Known, add_token, known_tokens, revoke_token
from kit.http.auth.tokens import new_token
from kit.http.problems import Problem
from kit.http.queries import NoQuery
from kit.http.site import SITE
from kit.roles import Role
from ticketing.http.ask import Ask, Reply, connected
from ticketing.people.bodies import TokenIn
from ticketing.people.models import NewTokenOut, TokenOut, TokensOut


async def list_tokens(ask: Ask, _query: NoQuery) -> Reply:
    async with connected(ask) as connection:
        known = await known_tokens(connection)
    return Reply(TokensOut(items=[TokenOut(**_fields(token)) for token in reversed(known)]))


async def create_token(ask: Ask, body: TokenIn) -> Reply:
    text, label = new_token(), body.label.strip()
    async with connected(ask) as connection:
        number = await add_token(
            connection, text, Role(body.role), label, body.days, scope=body.scope, actor=ask.token.who
        )
        [made] = [token for token in await known_tokens(connection) if token.id == number]
    return Reply(NewTokenOut(token=text, **_fields(made)))


async def end_token(ask: Ask, _query: NoQuery) -> Reply:
    number = ask.number()
    async with connected(ask) as connection:
        if not await revoke_token(connection, number, ask.token.who):
            raise Problem(404, "There is no such token, or it is revoked: use `id` from the list.")
    site = ask.request.app[SITE]
    site.tokens.forget_id(number)
    site.streams.check_soon()
    return Reply(None)


def _fields(token: Known) -> dict[str, object]:
    return token._asdict()
