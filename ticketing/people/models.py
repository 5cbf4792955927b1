"""What the API answers about who works here, signs in, and did what."""

from typing import Literal

from pydantic import Field

from kit.http.out import Out, PageOut
from kit.http.wire import Instant
from kit.roles import Role
from ticketing.agents.models import AgentNowOut


class UserOut(Out):
    name: str
    role: Role
    active: bool = Field(description="false: nobody signs in as this user")
    created_at: Instant
    changed_at: Instant = Field(description="When role, name or password was last changed")
    has_password: bool
    provider: Literal["none", "expected", "linked"] = Field(
        description="By OpenID Connect; `expected`: the next who comes from there by this name"
    )
    sessions: int
    seen_at: Instant | None = Field(description="When one of these sessions was last in use; null without a session")


class UsersOut(Out):
    items: list[UserOut]


class TokenOut(Out):
    id: int
    role: Role
    scope: Literal["all", "read"]
    label: str
    created_at: Instant
    used_at: Instant | None = Field(description="To the half minute; null: not yet")
    expires_at: Instant | None
    revoked_at: Instant | None


class TokensOut(Out):
    items: list[TokenOut]


class NewTokenOut(TokenOut):
    token: str = Field(description="Shown only now")


class SessionOut(Out):
    token: str = Field(description="Sent as `Authorization: Bearer …`; shown only now")
    name: str
    role: Role
    expires_at: Instant


class ProviderOut(Out):
    on: bool = Field(description="Whether people may sign in by a provider of OpenID Connect")
    label: str
    enforced: bool = Field(description="As the settings say")
    in_force: bool = Field(description="Passwords are for admins alone; only once an admin has come by the provider")


class WayOut(Out):
    address: str = Field(description="Of the provider, where the browser goes")
    binding: str = Field(description="For the browser alone, to be sent again with the code")


class LastCallOut(Out):
    callback: int
    version: int = Field(description="Of the callback as the phone rang: while it has this one, nothing came of it yet")


class MeOut(Out):
    name: str
    role: Role
    agent: AgentNowOut | None = Field(description="null: no [[agent]] of the settings has this name")
    pause_reasons: list[str] = Field(description="What the agent may pause for")
    has_phone: bool = Field(description="An [[agent]] of this name has devices: a call by click rings the first")
    may_fetch: bool = Field(description="A click of theirs can fetch a call that is about to be missed (rescue.banner)")
    has_shifts: bool = Field(description="The settings of the site have shifts ([[shifts.shift]])")
    last_call: LastCallOut | None = Field(description="The callback that they last called by click, since the start")
    on_the_line: int | None = Field(description="The callback that they call by click now, which can be hung up")


class FirstStartOut(Out):
    open: bool = Field(description="There was no user when the service started, and its log has the code")


class FirstAdminOut(Out):
    name: str
    role: Role


class OwnSessionOut(Out):
    created_at: Instant
    used_at: Instant | None
    expires_at: Instant | None
    this: bool = Field(description="The session that asks")


class OwnSessionsOut(Out):
    items: list[OwnSessionOut]


class AuditEntryOut(Out):
    id: int
    at: Instant
    actor: str
    action: str
    detail: str = Field(description="JSON")


class AuditPage(PageOut[AuditEntryOut]):
    pass
