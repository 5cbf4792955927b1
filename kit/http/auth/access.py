"""Who asks, and whether they may."""

from aiohttp import hdrs, web

from kit.http.auth.book import TokenBook
from kit.http.auth.credential import READS, credential, is_forgeable
from kit.http.auth.tokens import Token
from kit.http.problems import Problem
from kit.roles import Role

_HOW = (
    "Send `Authorization: Bearer TOKEN`; `./run token create --role ROLE --config FILE` makes one, "
    "and POST /api/v1/session signs in."
)


async def admit(
    request: web.Request, roles: frozenset[Role], book: TokenBook, now_seconds: float, *, fresh: bool = False
) -> Token:
    """`fresh`: look the token up again instead of using the cache.

    Raises Problem 401 for a missing or unknown token, 403 for a role that may not do this, and StoreAway.
    """
    shown = credential(request)
    challenge = {hdrs.WWW_AUTHENTICATE: 'Bearer realm="Third Ring"'}
    if shown is None:
        raise Problem(401, f"This needs a token. {_HOW}", headers=challenge)
    if is_forgeable(request, shown):
        raise Problem(403, "This page is too old to change anything: load it again.")
    recalled = None if fresh else book.recall(shown.text, now_seconds)
    token = recalled or await book.find(shown.text, now_seconds)
    if token is None:
        raise Problem(401, f"The token is unknown, revoked or expired. {_HOW}", headers=challenge)
    if token.role not in roles:
        raise not_permitted(token.role, roles, sees=request.method in READS)
    if token.reads_only and request.method not in READS:
        raise Problem(403, "This token only reads: ask an admin for one of the scope `all`.")
    return token


def not_permitted(role: Role, roles: frozenset[Role], *, sees: bool) -> Problem:
    able = ", ".join(sorted(roles))
    if sees:
        return Problem(403, f"The role {role} may not see this; one of these may: {able}.")
    return Problem(403, f"The role {role} may not do this; one of these may: {able}.")
