"""A small provider of OpenID Connect on this machine, with real RS256 keys. It was written for these tests, so that it
can also lie. It answers like others do, and is none of them."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from aiohttp import web
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey

CLIENT, SECRET = "thirdring", "hush-hush"


class ProviderHere:
    """Confirms whoever comes as `person`. `lie`: what the next ID token says instead."""

    def __init__(self) -> None:
        self.issuer = ""
        self.key = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.published = KeySet([self.key]).as_dict(private=False)
        self.person: dict[str, Any] = {"sub": "s-1", "preferred_username": "王芳"}
        self.lie: dict[str, Any] = {}
        self.forged: str = ""
        self.asked: dict[str, dict[str, str]] = {}
        self.codes = 0

    def confirm(self, address: str) -> tuple[str, str]:
        """As its page to sign in does: the code and the state that the browser brings back."""
        said = dict(parse_qsl(urlsplit(address).query))
        self.codes += 1
        code = f"code-{self.codes}"
        self.asked[code] = said
        return code, said["state"]

    async def about(self, _request: web.Request) -> web.Response:
        return web.json_response(
            {
                "issuer": self.issuer,
                "authorization_endpoint": f"{self.issuer}/authorize",
                "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys",
                "token_endpoint_auth_methods_supported": ["client_secret_basic"],
            }
        )

    async def keys(self, _request: web.Request) -> web.Response:
        return web.json_response(self.published)

    async def token(self, request: web.Request) -> web.Response:
        """A code is good once, with the verifier of the challenge that it was asked with, for the client alone."""
        form = await request.post()
        pair = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
        asked = self.asked.pop(str(form.get("code")), None)
        verifier = hashlib.sha256(str(form.get("code_verifier", "")).encode()).digest()
        challenge = base64.urlsafe_b64encode(verifier).decode().rstrip("=")
        fits = asked is not None and asked["code_challenge"] == challenge
        fits = fits and asked is not None and asked["redirect_uri"] == form.get("redirect_uri")
        if not fits or request.headers.get("Authorization") != f"Basic {pair}" or asked is None:
            return web.json_response({"error": "invalid_grant"}, status=400)
        return web.json_response({"token_type": "Bearer", "id_token": self.forged or self.signed(asked["nonce"])})

    def signed(self, nonce: str) -> str:
        now = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": CLIENT,
            "iat": now,
            "exp": now + 60,
            "nonce": nonce,
            **self.person,
            **self.lie,
        }
        return jwt.encode({"alg": "RS256", "kid": "one"}, claims, self.key)

    def signed_by_the_published_key_as_a_secret(self, nonce: str) -> str:
        """The public key, which everybody has, used as the secret of HS256."""
        claims = {"iss": self.issuer, "aud": CLIENT, "exp": time.time() + 60, "iat": time.time(), "nonce": nonce}
        signed = f"{part({'alg': 'HS256', 'kid': 'one'})}.{part({**claims, **self.person})}"
        made = hmac.digest(self.key.as_pem(private=False), signed.encode(), hashlib.sha256)
        return f"{signed}.{base64.urlsafe_b64encode(made).decode().rstrip('=')}"


def part(content: dict[str, Any]) -> str:
    """Of a token."""
    return base64.urlsafe_b64encode(json.dumps(content).encode()).decode().rstrip("=")


@asynccontextmanager
async def provider_here() -> AsyncIterator[ProviderHere]:
    made = ProviderHere()
    app = web.Application()
    app.router.add_get("/.well-known/openid-configuration", made.about)
    app.router.add_get("/keys", made.keys)
    app.router.add_post("/token", made.token)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.issuer = f"http://127.0.0.1:{runner.addresses[0][1]}"
    try:
        yield made
    finally:
        await runner.cleanup()
