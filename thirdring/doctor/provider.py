"""Whether the provider of single sign-on can be used."""

from kit.http.auth.oidc.options import OidcOptions, ProviderError
from kit.http.auth.oidc.provider import Provider
from kit.i18n import _
from thirdring.doctor.finding import Finding, Weight


async def answers(options: OidcOptions | None) -> bool:
    """True without one."""
    if options is None:
        return True
    try:
        await Provider(options).discovered(0.0)
    except ProviderError:
        return False
    return True


def of_provider(settings_file: str) -> Finding:
    """Pure."""
    text = _(
        "Nobody can sign in by the provider: it does not answer as OpenID Connect wants it, or calls itself otherwise "
        "than `issuer`. Compare the address with what it publishes in .well-known/openid-configuration. Passwords work."
    )
    return Finding("provider", Weight.HINT, "", text, settings_file, "web.oidc", ())
