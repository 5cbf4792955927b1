"""What may be asked and told about people who sign in, and about tokens."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from kit.http.bodies import Body, Named
from kit.http.pages import Page, Searched
from kit.http.queries import Name
from kit.http.wire import Instant

PersonsRole = Literal["workman", "agent", "dispatcher", "manager", "admin"]
Password = Annotated[str, Field(min_length=1, max_length=1_000)]


class AuditQuery(Page):
    actor: Name | None = Field(None, description="Who did it")
    action: Name | None = Field(None, description="disclosed, unmask, sign_in …")
    q: Searched | None = Field(None, description="Part of the actor, the action or the detail")
    since: Instant | None = Field(None, alias="from", description="From this instant on")
    until: Instant | None = Field(None, alias="to", description="Before this instant")


class UserIn(Body):
    name: Named
    role: PersonsRole
    password: Password | None = Field(None, description="Without it, the user signs in by the provider alone")


class UserChange(Body):
    """One or several of these."""

    role: PersonsRole | None = None
    name: Named | None = Field(None, description="Open work, households and tokens go on under the new name")
    active: bool | None = Field(None, description="false: nobody signs in as this user; open work returns to the queue")
    by_provider: bool | None = Field(
        None, description="true: who signs in next by this name at the provider is this user; false: nobody there is"
    )

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.model_fields_set:
            raise ValueError("must say what to change: role, name, active or by_provider")
        return self


class PasswordIn(Body):
    password: Password


class OwnPassword(Body):
    password: Password = Field(description="The one of now")
    new: Password


class TokenIn(Body):
    role: Literal["workman", "agent", "dispatcher", "manager", "admin", "metrics", "wall", "relay"]
    label: Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")] = Field(
        "", description="The owner or purpose; the token acts under it"
    )
    scope: Literal["all", "read"] = Field("all", description="`read`: it reads what its role may, and changes nothing")
    days: Annotated[int, Field(ge=1, le=36_500)] | None = Field(None, description="It expires after so many days")


class FirstAdmin(Body):
    code: Annotated[str, Field(min_length=1, max_length=100)] = Field(description="From the log of the service")
    name: Named
    password: Password


Answered = Annotated[str, Field(min_length=1, max_length=4_096, pattern=r"^[\x21-\x7e]+$")]


class CameBack(Body):
    state: Answered
    code: Answered
    binding: Answered = Field(description="That of the browser that set out")
    issuer: Answered | None = Field(None, description="`iss` of RFC 9207")


class LinkFollowed(Body):
    code: Answered = Field(description="What stood behind `#` in the link")


class SignIn(Body):
    name: Named
    password: Password
