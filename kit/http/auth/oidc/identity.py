"""Whom a provider's claims name here, and in which role. Pure.

A role comes only from a value that the settings name: what somebody writes into their own profile gives none.
"""

from collections.abc import Mapping
from typing import Any

from kit.http.auth.oidc.options import OidcOptions, ProviderError
from kit.roles import Role, reaches

NAME_MAX = 64


def name_of(claims: Mapping[str, Any], options: OidcOptions) -> str:
    """The user name. Raises ProviderError."""
    name = claims.get(options.name_claim)
    if not isinstance(name, str) or not 0 < len(name.strip()) <= NAME_MAX or not name.isprintable():
        raise ProviderError("The provider gives no user name that can be used: see name_claim in the settings.")
    return name.strip()


def role_of(claims: Mapping[str, Any], options: OidcOptions) -> Role | None:
    """The highest of those that its values stand for; None: the settings name no role_claim. Raises ProviderError."""
    if not options.role_claim:
        return None
    said = _at(claims, options.role_claim)
    values = said if isinstance(said, list) else [said]
    roles = [options.roles[value] for value in values if isinstance(value, str) and value in options.roles]
    if not roles:
        raise ProviderError("Your account at the provider has no role here: ask your administrator.")
    highest = roles[0]
    for role in roles[1:]:
        highest = role if reaches(role, highest) else highest
    return highest


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """A claim by its name, else within others by dots: `realm_access.roles`."""
    if path in claims:
        return claims[path]
    found: Any = claims
    for part in path.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found
