"""What may be asked and told about people who sign in."""

from typing import Annotated, Literal

from pydantic import Field

from kit.http.bodies import Body, Named
from kit.http.pages import Page
from kit.http.queries import Name


class AuditQuery(Page):
    actor: Name | None = Field(None, description="Who did it")
    action: Name | None = Field(None, description="disclosed, unmask, sign_in …")


class RoleIn(Body):
    role: Literal["workman", "agent", "dispatcher", "manager", "admin"]


class SignIn(Body):
    name: Named
    password: Annotated[str, Field(min_length=1, max_length=1_000)]
