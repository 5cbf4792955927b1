"""What is known of the provider, from the settings."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kit.refusals import RefusedError
from kit.roles import Role

BACK = "/sign-in/provider/back"


class ProviderError(RefusedError):
    """Signing in by the provider failed; the text is for people."""

    status = 403


@dataclass(frozen=True)
class OidcOptions:
    """`roles`: which value of `role_claim` is which role; without a `role_claim`, roles are those of Third Ring.
    `default_role`: of somebody new; None: only who is a user already may sign in."""

    issuer: str
    client_id: str
    origin: str
    client_secret: str = field(default="", repr=False)
    label: str = ""
    scopes: tuple[str, ...] = ("openid", "profile")
    name_claim: str = "preferred_username"
    role_claim: str = ""
    roles: Mapping[str, Role] = field(default_factory=dict)
    default_role: Role | None = None
    enforced: bool = False
    ca_file: str | None = None

    @property
    def redirect_uri(self) -> str:
        return self.origin + BACK
