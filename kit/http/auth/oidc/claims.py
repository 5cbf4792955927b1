"""Whether an ID token is for us, for this very sign-in, and valid now (OpenID Connect Core 3.1.3.7). Pure."""

import hmac
from collections.abc import Mapping
from typing import Any

from kit.http.auth.oidc.options import ProviderError

LEEWAY_SECONDS = 60
SUBJECT_MAX = 255


def check(claims: Mapping[str, Any], issuer: str, client_id: str, nonce: str, now_seconds: float) -> str:
    """Who it is for the provider. Raises ProviderError."""
    if claims.get("iss") != issuer:
        raise ProviderError("The sign-in was confirmed by another provider than the one in the settings.")
    if not _is_for(claims, client_id):
        raise ProviderError("The sign-in was confirmed for another program.")
    if not _is_now(claims, now_seconds):
        raise ProviderError("The confirmation of the provider has expired: begin again, and compare the clocks.")
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), nonce.encode()):
        raise ProviderError("The confirmation belongs to another sign-in: begin again.")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= SUBJECT_MAX or not subject.isprintable():
        raise ProviderError("The provider does not say who signed in.")
    return subject


def _is_for(claims: Mapping[str, Any], client_id: str) -> bool:
    audience = claims.get("aud")
    if audience != client_id and not (isinstance(audience, list) and client_id in audience):
        return False
    several = isinstance(audience, list) and len(audience) > 1
    party = claims.get("azp")
    return party == client_id if several or party is not None else True


def _is_now(claims: Mapping[str, Any], now_seconds: float) -> bool:
    """`exp` and `iat` are needed, `nbf` counts where it is there."""
    ends, made, begins = (_number(claims.get(name)) for name in ("exp", "iat", "nbf"))
    if ends is None or made is None or ("nbf" in claims and begins is None):
        return False
    return ends > now_seconds - LEEWAY_SECONDS and max(made, begins or 0) <= now_seconds + LEEWAY_SECONDS


def _number(value: object) -> float | None:
    is_one = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e12
    return float(value) if is_one else None  # type: ignore[arg-type] # just looked
