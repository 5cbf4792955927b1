"""`thirdring user …`, as it is called."""

import asyncio
from typing import Annotated

import typer

from kit.http.auth.roles import Role
from kit.i18n import _
from thirdring.cli.options import Config, settings_of
from thirdring.commands import CommandError

user_app = typer.Typer(help=_("Who signs in to the HTTP API by name and password."), no_args_is_help=True)

Name = Annotated[str, typer.Argument(help=_("As in [[agent]], for who calls back by click."), show_default=False)]
Password = Annotated[
    str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True, help=_("Asked for where it is left out."))
]


@user_app.command("create", help=_("A new user; the password is asked for."))
def user_create(
    name: Name,
    role: Annotated[str, typer.Option(help=_("What the user may: agent, dispatcher, manager or admin."))],
    password: Password,
    config: Config = None,
) -> None:
    from thirdring.commands.user import create_user

    asyncio.run(create_user(settings_of(config), name, _role(role), password))
    typer.echo(_("{name} can sign in.").format(name=name))


@user_app.command("passwd", help=_("Another password; ends all sessions of the user."))
def user_passwd(name: Name, password: Password, config: Config = None) -> None:
    from thirdring.commands.user import set_password

    asyncio.run(set_password(settings_of(config), name, password))
    typer.echo(_("{name} has another password.").format(name=name))


@user_app.command("role", help=_("Give a user another role; ends all sessions of the user."))
def user_role(
    name: Name,
    role: Annotated[str, typer.Argument(help=_("agent, dispatcher, manager or admin."), show_default=False)],
    config: Config = None,
) -> None:
    from thirdring.commands.user import set_role

    typer.echo(asyncio.run(set_role(settings_of(config), name, _role(role))))


@user_app.command("delete", help=_("Delete a user: sessions and tokens end, open work goes back to the queue."))
def user_delete(name: Name, config: Config = None) -> None:
    from thirdring.commands.user import delete_user

    typer.echo("\n".join(asyncio.run(delete_user(settings_of(config), name))))


@user_app.command("list", help=_("List who signs in, and in which role."))
def user_list(config: Config = None) -> None:
    from thirdring.commands.user import list_users

    typer.echo("\n".join(asyncio.run(list_users(settings_of(config)))) or _("There is no user yet."))


def _role(text: str) -> Role:
    if text not in {*Role}:
        raise CommandError(_("There is no role {role}; there are {roles}.").format(role=text, roles=", ".join(Role)))
    return Role(text)
