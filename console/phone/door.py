"""The socket of a page's phone, handed through to the PBX; its password; and the PBX's question for its digest."""

import asyncio
import hmac
from collections.abc import Mapping
from urllib.parse import urlencode

import aiohttp
import structlog
from aiohttp import hdrs, web

from console.phone.through import Through
from console.phones import PHONES
from kit.http.auth.credential import credential, is_from_elsewhere
from kit.http.auth.tokens import digest
from kit.http.database import StoreAway
from kit.http.keys import TOKEN
from kit.http.problems import Problem
from kit.http.queries import Query
from kit.http.site import SITE
from kit.http.standby import refusal
from kit.roles import READERS, Role
from telephony.phones.gate import LARGEST_BYTES
from telephony.phones.keys import REALM

_SUBPROTOCOL = "sip"
_PBX_SECONDS = 3.0
_HEARTBEAT_SECONDS = 10.0
_CLOSE_SECONDS = 1.0
_OF_PBX_LARGEST_BYTES = 65_536
_ASKED_WRONGLY = (
    "somebody asked for the password of a phone in a page with another secret than phone.secret: if it was the PBX, no "
    "such phone can register. Write the same secret at ps_auths in its extconfig.conf"
)

log = structlog.get_logger(__name__)


async def key(request: web.Request, _query: Query, _role: Role | None) -> web.StreamResponse:
    """A new password for the page's phone. It is shown nowhere, and counts for as long as the page is there."""
    phones = request.app[PHONES]
    endpoint = phones.require(request[TOKEN].who)
    shown = credential(request)
    password = phones.keys.make(endpoint, digest(shown.text if shown else ""), request.app[SITE].now_us())
    relays = [phones.turn._asdict()] if phones.turn else []
    return web.json_response({"endpoint": endpoint, "realm": REALM, "password": password, "iceServers": relays})


async def asked(request: web.Request, _query: Query, _role: Role | None) -> web.StreamResponse:
    """The PBX asks for a password's digest (`ps_auths` of extconfig.conf). It knows the secret of the settings."""
    phones = request.app[PHONES]
    said, secret = request.match_info["secret"].encode(errors="replace"), phones.secret.encode()
    if not phones.websocket or not hmac.compare_digest(said, secret):
        if phones.websocket:
            log.warning(_ASKED_WRONGLY)
        raise Problem(404, "There is nothing at this path: /api lists what there is.")
    fields = await request.post()
    endpoint = str(fields.get("id", "")) if request.match_info["how"] == "single" else ""
    known = phones.keys.digest_of(endpoint, request.app[SITE].now_us())
    if known is None or not await _lasts(request, endpoint, known[1]):
        return web.Response(text="")
    ha1 = known[0]
    answer = {"id": endpoint, "auth_type": "md5", "username": endpoint, "realm": REALM, "md5_cred": ha1}
    return web.Response(text=urlencode(answer))


async def _lasts(request: web.Request, endpoint: str, session: bytes) -> bool:
    """Whether somebody who may have this phone is still signed in by this session."""
    site = request.app[SITE]
    try:
        token = await site.tokens.of_digest(session, site.monotonic())
    except StoreAway:
        return False
    return token is not None and token.role in READERS and request.app[PHONES].endpoint_of(token.who) == endpoint


async def sip(request: web.Request, _query: Query, _role: Role | None) -> web.StreamResponse:
    phones, token = request.app[PHONES], request[TOKEN]
    endpoint = phones.require(token.who)
    if (stands_by := refusal(request)) is not None:
        raise stands_by  # no password of here is known to the PBX
    shown = credential(request)
    if shown is None or not shown.by_cookie or is_from_elsewhere(request):
        raise _ours_alone(403)
    page = _socket()
    if not page.can_prepare(request).ok:
        raise _ours_alone(426, {hdrs.UPGRADE: "websocket"})
    async with aiohttp.ClientSession() as client:
        pbx = await _connected(client, phones.websocket)
        try:
            async with request.app[SITE].streams.lasting(digest(shown.text), token):
                await page.prepare(request)
                async with phones.joined(endpoint, page, request.app[SITE].now_us):
                    await Through(phones, endpoint, (page, pbx), request.app[SITE].monotonic).handed()
        except (TimeoutError, ConnectionResetError):
            pass  # the session has ended, or the page is gone
        await pbx.close()
        await page.close()
    return page


def _socket() -> web.WebSocketResponse:
    return web.WebSocketResponse(
        protocols=(_SUBPROTOCOL,),
        heartbeat=_HEARTBEAT_SECONDS,
        max_msg_size=LARGEST_BYTES,
        compress=False,
        timeout=_CLOSE_SECONDS,
    )


def _ours_alone(status: int, headers: Mapping[str, str] | None = None) -> Problem:
    return Problem(status, "The phone's socket is opened by our own page alone.", headers=headers)


async def _connected(client: aiohttp.ClientSession, address: str) -> aiohttp.ClientWebSocketResponse:
    """Before the page is answered, so that it knows by the answer that the PBX is away."""
    try:
        async with asyncio.timeout(_PBX_SECONDS):
            return await client.ws_connect(address, protocols=(_SUBPROTOCOL,), max_msg_size=_OF_PBX_LARGEST_BYTES)
    except (aiohttp.ClientError, OSError, TimeoutError):
        detail = "The PBX does not answer at phone.websocket: no phone in a page works until it does."
        raise Problem(503, detail, headers={"Retry-After": "1"}) from None
