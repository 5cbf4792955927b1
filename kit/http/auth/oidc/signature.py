"""The signature of an ID token, by a key that the provider has published."""

from typing import Any

from kit.http.auth.oidc.options import ProviderError

ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
"""None without a signature, and none by a shared secret, which a public key could be passed off as."""
TOKEN_MAX = 32_768


class UnknownKeyError(Exception):
    """The provider may have new keys."""


def claims_of(token: str, keys: Any) -> dict[str, Any]:
    """`keys`: the provider's JSON Web Key Set. Raises ProviderError and UnknownKeyError."""
    from joserfc import jwt  # late: the start of the service does not wait for it
    from joserfc.errors import JoseError
    from joserfc.jwk import KeySet

    if len(token) > TOKEN_MAX:
        raise ProviderError("The confirmation of the provider is too large.")
    try:
        known = KeySet.import_key_set({"keys": [key for key in keys["keys"] if key.get("kty") in ("RSA", "EC")]})
    except (JoseError, ValueError, TypeError, KeyError, AttributeError):
        raise ProviderError("The keys of the provider cannot be read.") from None
    try:
        return dict(jwt.decode(token, known, algorithms=ALGORITHMS).claims)
    except JoseError as error:
        raise UnknownKeyError from error
    except (ValueError, TypeError) as error:
        raise UnknownKeyError from error
