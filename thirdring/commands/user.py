"""`./run user …`: who signs in."""

import asyncio
import time
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kit.database.migrate import upgrade
from kit.database.pool import session
from kit.http.auth import accounts
from kit.http.auth.passwords import hashed
from kit.http.auth.sign_in_links import add_link, address, new_code
from kit.http.auth.users import User, users, whoever_types
from kit.http.auth.weak_passwords import weakness
from kit.i18n import _
from kit.roles import Role
from thirdring.access import database as pooled
from thirdring.commands import CommandError
from thirdring.commands.database import database, told
from thirdring.commands.options import Config, settings_of
from thirdring.settings import Settings
from thirdring.settings.site_rules import site_rules
from ticketing.workflows.leaving import give_back_work
from ticketing.workflows.service_desk import ServiceDesk

app = typer.Typer(add_completion=False, no_args_is_help=True)


Name = Annotated[
    str,
    typer.Argument(
        help=_("The name. For click-to-call it has to be the name of an `agent` in the settings."),
        show_default=False,
    ),
]
Password = Annotated[
    str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help=_("Asked for if omitted."))
]


@app.command("create", help=_("Create a user. Asks for the password."))
def user_create(
    name: Name,
    role: Annotated[str, typer.Option(help=_("The role: workman, agent, dispatcher, manager or admin."))],
    password: Password,
    config: Config = None,
) -> None:
    asyncio.run(create_user(settings_of(config), name, _role(role), password))
    typer.echo(_("{name} can sign in.").format(name=name))


@app.command("passwd", help=_("Change the password of a user. Ends all their sessions."))
def user_passwd(name: Name, password: Password, config: Config = None) -> None:
    asyncio.run(set_password(settings_of(config), name, password))
    typer.echo(_("{name} has another password.").format(name=name))


@app.command("role", help=_("Change the role of a user. Ends all their sessions."))
def user_role(
    name: Name,
    role: Annotated[str, typer.Argument(help=_("workman, agent, dispatcher, manager or admin."), show_default=False)],
    config: Config = None,
) -> None:
    typer.echo(asyncio.run(set_role(settings_of(config), name, _role(role))))


@app.command("link", help=_("Print a link that signs a user in once, within ten minutes."))
def user_link(name: Name, config: Config = None) -> None:
    typer.echo(asyncio.run(link_user(settings_of(config), name)))


@app.command("delete", help=_("Delete a user. Their sessions and tokens end, their open work returns to the queue."))
def user_delete(name: Name, config: Config = None) -> None:
    typer.echo("\n".join(asyncio.run(delete_user(settings_of(config), name))))


@app.command("list", help=_("List users with their roles."))
def user_list(config: Config = None) -> None:
    typer.echo("\n".join(asyncio.run(list_users(settings_of(config)))) or _("There is no user yet."))


def _role(text: str) -> Role:
    if text not in {*Role}:
        raise CommandError(_("There is no role {role}; there are {roles}.").format(role=text, roles=", ".join(Role)))
    return Role(text)


async def create_user(settings: Settings, name: str, role: Role, password: str) -> None:
    _refuse_metrics(role)
    password_hash = _hashed(password, name)
    async with database(settings) as session:
        await upgrade(session)
        try:
            created = await accounts.create_user(session, name, password_hash, role, whoever_types())
        except accounts.ReservedError:
            own = _("The service itself is called {name}: choose another name.")
            raise CommandError(own.format(name=name)) from None
        if not created:
            raise CommandError(_("There is a user {name} already.").format(name=name))


async def set_password(settings: Settings, name: str, password: str) -> None:
    password_hash = _hashed(password, name)
    async with database(settings) as session:
        await upgrade(session)
        try:
            await accounts.change_password(session, name, password_hash, whoever_types())
        except accounts.NoUserError:
            raise _nobody(name) from None


async def set_role(settings: Settings, name: str, role: Role) -> str:
    """What was done."""
    _refuse_metrics(role)
    async with database(settings) as session:
        await upgrade(session)
        try:
            ended = await accounts.change_role(session, name, role, whoever_types())
        except accounts.NoUserError:
            raise _nobody(name) from None
        except accounts.LastAdminError:
            raise _last_admin(name) from None
    return _("{name} has the role {role}. {count} sessions ended.").format(name=name, role=role, count=ended)


async def link_user(settings: Settings, name: str) -> str:
    """The link. It signs in whoever opens it first."""
    code = new_code()
    async with database(settings) as session:
        await upgrade(session)
        if not await add_link(session, code, name, whoever_types()):
            raise _nobody(name)
    return address(settings.web.public_url.rstrip("/") or f"http://{settings.web.listen}", code)


async def delete_user(settings: Settings, name: str) -> list[str]:
    """What was done, in lines."""
    who = whoever_types()
    with told():
        async with pooled(settings) as pool:
            try:
                async with session(pool) as connection:
                    ended = await accounts.delete_user(connection, name, who)
            except accounts.NoUserError:
                raise _nobody(name) from None
            except accounts.LastAdminError:
                raise _last_admin(name) from None
            given_back = await give_back_work(
                ServiceDesk(pool, site_rules(settings)), name, who, time.time_ns() // 1000
            )
    deleted = _("{name} is deleted. {sessions} sessions and {tokens} tokens ended.")
    back = _("{tickets} open tickets and {callbacks} callbacks went back to the queue. What is done keeps the name.")
    return [
        deleted.format(name=name, sessions=ended.sessions, tokens=ended.tokens),
        back.format(tickets=len(given_back.tickets), callbacks=given_back.callbacks),
    ]


async def list_users(settings: Settings) -> list[str]:
    async with database(settings) as session:
        await upgrade(session)
        return [_line(user, settings.zone) for user in await users(session)]


def _line(user: User, zone: ZoneInfo) -> str:
    made = _("made {day}").format(day=f"{user.created_at.astimezone(zone):%Y-%m-%d}")
    return f"{user.role:10}  {made}  {user.name}"


def _hashed(password: str, name: str) -> str:
    if why := weakness(password, name):
        raise CommandError(why)
    return hashed(password)


def _refuse_metrics(role: Role) -> None:
    if role in (Role.METRICS, Role.WALL, Role.RELAY):
        raise CommandError(_("Nobody signs in as {role}: make a token of that role instead.").format(role=role))


def _nobody(name: str) -> CommandError:
    return CommandError(_("There is no user {name}: see `./run user list`.").format(name=name))


def _last_admin(name: str) -> CommandError:
    text = _("{name} is the last admin: give somebody else the role first (`./run user role NAME admin`).")
    return CommandError(text.format(name=name))
