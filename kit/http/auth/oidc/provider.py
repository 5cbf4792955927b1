"""Asks the provider: where its pages and keys are, and for the ID token that a code stands for."""

import asyncio
import base64
import json
import ssl
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

import aiohttp
from yarl import URL

from kit.http.auth.oidc.flow import Way
from kit.http.auth.oidc.options import OidcOptions, ProviderError
from kit.http.auth.oidc.signature import UnknownKeyError, claims_of

ANSWER_SECONDS = 4.0
ANSWER_BYTES_MAX = 262_144
KNOWN_SECONDS = 3_600.0
KEYS_AGAIN_SECONDS = 30.0
"""Whoever sends tokens with unknown keys makes us ask no more often."""
_WHY = {
    "away": "The provider of single sign-on does not answer: try again, or sign in with a password.",
    "unreadable": "The provider of single sign-on answers what cannot be used: see `./run doctor`.",
}


class Provider:
    def __init__(self, options: OidcOptions) -> None:
        self.options = options
        self._known: Mapping[str, str] = {}
        self._known_at = 0.0
        self._keys: Any = None
        self._keys_at = 0.0

    async def address(self, way: Way, now_seconds: float) -> str:
        """The address to which the browser is sent. Raises ProviderError."""
        known, options = await self.discovered(now_seconds), self.options
        asked = {
            "response_type": "code",
            "client_id": options.client_id,
            "redirect_uri": options.redirect_uri,
            "scope": " ".join(options.scopes),
            "state": way.state,
            "nonce": way.nonce,
            "code_challenge": way.challenge,
            "code_challenge_method": "S256",
        }
        address = known["authorization_endpoint"]
        return f"{address}{'&' if '?' in address else '?'}{urlencode(asked)}"

    async def claims(self, code: str, way: Way, now_seconds: float) -> dict[str, Any]:
        """The claims of an ID token. Only its signature is checked here. Raises ProviderError."""
        known = await self.discovered(now_seconds)
        answer = await self._exchanged(known["token_endpoint"], code, way)
        token = answer.get("id_token")
        if not isinstance(token, str):
            raise ProviderError(_WHY["unreadable"])
        try:
            return claims_of(token, await self._key_set(known, now_seconds))
        except UnknownKeyError:
            pass
        try:
            return claims_of(token, await self._key_set(known, now_seconds, again=True))
        except UnknownKeyError:
            raise ProviderError("The confirmation of the provider is not signed by it.") from None

    async def discovered(self, now_seconds: float) -> Mapping[str, str]:
        """What the provider publishes about itself. Raises ProviderError."""
        if self._known and now_seconds - self._known_at < KNOWN_SECONDS:
            return self._known
        issuer = self.options.issuer
        found = await self._asked("GET", issuer.rstrip("/") + "/.well-known/openid-configuration")
        if found.get("issuer") != issuer:
            raise ProviderError("The provider calls itself otherwise than `issuer` in the settings: compare them.")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        known = {name: _safe(found.get(name), issuer) for name in needed}
        methods = found.get("token_endpoint_auth_methods_supported", ["client_secret_basic"])
        known["sent_in"] = "header" if "client_secret_basic" in methods else "body"
        self._known, self._known_at = known, now_seconds
        return known

    async def _exchanged(self, address: str, code: str, way: Way) -> Mapping[str, Any]:
        options = self.options
        body = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": options.redirect_uri,
            "client_id": options.client_id,
            "code_verifier": way.verifier,
        }
        headers = {}
        if options.client_secret and self._known["sent_in"] == "header":
            pair = f"{quote(options.client_id, safe='')}:{quote(options.client_secret, safe='')}"
            headers["Authorization"] = "Basic " + base64.b64encode(pair.encode()).decode()
        elif options.client_secret:
            body["client_secret"] = options.client_secret
        return await self._asked("POST", address, body, headers)

    async def _key_set(self, known: Mapping[str, str], now_seconds: float, *, again: bool = False) -> Any:
        age = now_seconds - self._keys_at
        if self._keys is None or age > KNOWN_SECONDS or (again and age > KEYS_AGAIN_SECONDS):
            self._keys, self._keys_at = await self._asked("GET", known["jwks_uri"]), now_seconds
        return self._keys

    async def _asked(
        self, method: str, address: str, body: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Mapping[str, Any]:
        """A JSON object. Raises ProviderError, which never quotes what was said."""
        verified = ssl.create_default_context(cafile=self.options.ca_file)
        try:
            async with asyncio.timeout(ANSWER_SECONDS), aiohttp.ClientSession() as session:
                asking = session.request(
                    method, URL(address, encoded=True), data=body, headers=headers, ssl=verified, allow_redirects=False
                )
                async with asking as answer:
                    text = await answer.content.read(ANSWER_BYTES_MAX + 1)
                    while not answer.content.at_eof() and len(text) <= ANSWER_BYTES_MAX:
                        text += await answer.content.read(ANSWER_BYTES_MAX)
        except (TimeoutError, aiohttp.ClientError, OSError):
            raise ProviderError(_WHY["away"]) from None
        if answer.status in (400, 401) and method == "POST":
            raise ProviderError("The provider does not accept this sign-in: begin again.")
        try:
            found = json.loads(text) if answer.status == 200 and len(text) <= ANSWER_BYTES_MAX else None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise ProviderError(_WHY["unreadable"])
        return found


def _safe(address: object, issuer: str) -> str:
    """What the provider names is asked by TLS, as the provider itself is. Raises ProviderError."""
    scheme = issuer.partition("://")[0]
    if not isinstance(address, str) or not address.startswith(("https://", f"{scheme}://")):
        raise ProviderError(_WHY["unreadable"])
    return address
