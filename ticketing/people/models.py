"""What the API answers about who works here, signs in, and did what."""

from pydantic import Field

from kit.http.out import Out
from kit.http.wire import Instant
from kit.roles import Role


class AgentOut(Out):
    name: str
    devices: list[str]
    role: Role | None = Field(description="null: there is no user of this name, or the caller is an agent")


class AgentsOut(Out):
    items: list[AgentOut]


class UserOut(Out):
    name: str
    role: Role
    created_at: Instant
    changed_at: Instant = Field(description="When the role or the password was last changed")


class UsersOut(Out):
    items: list[UserOut]


class SessionOut(Out):
    token: str = Field(description="Sent as `Authorization: Bearer …`; shown only now")
    name: str
    role: Role
    expires_at: Instant


class MeOut(Out):
    name: str
    role: Role


class AuditEntryOut(Out):
    id: int
    at: Instant
    actor: str
    action: str
    detail: str = Field(description="JSON")


class AuditPage(Out):
    items: list[AuditEntryOut]
    next: str | None = Field(description="The cursor of the next page; null on the last page")
