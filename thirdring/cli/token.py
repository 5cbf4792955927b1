"""`thirdring token …`, as it is called."""

import asyncio
from typing import Annotated

import typer

from kit.i18n import _
from thirdring.cli.options import Config, settings_of
from thirdring.commands import CommandError

token_app = typer.Typer(help=_("Tokens of the HTTP API."), no_args_is_help=True)


@token_app.command("create", help=_("Make a token for the HTTP API and print it, alone on the last line."))
def token_create(
    role: Annotated[str, typer.Option(help=_("What the token may: agent, manager, admin or metrics."))],
    label: Annotated[str, typer.Option(help=_("Whose it is, to find it again."))] = "",
    days: Annotated[
        int | None, typer.Option(min=1, max=36500, help=_("Ends by itself after so many days."), show_default=False)
    ] = None,
    config: Config = None,
) -> None:
    from kit.http.auth.roles import Role
    from thirdring.commands.token import create_token

    if role not in {*Role}:
        raise CommandError(_("There is no role {role}; there are {roles}.").format(role=role, roles=", ".join(Role)))
    token = asyncio.run(create_token(settings_of(config), Role(role), label, days))
    typer.echo(_("A token for the role {role}. It is shown only now:").format(role=role))
    typer.echo(token)


@token_app.command("list", help=_("List the tokens there are, by their numbers; never their text."))
def token_list(config: Config = None) -> None:
    from thirdring.commands.token import list_tokens

    typer.echo("\n".join(asyncio.run(list_tokens(settings_of(config)))) or _("There is no token yet."))


@token_app.command("revoke", help=_("End a token, or all of them; it opens nothing more within ten seconds."))
def token_revoke(
    number: Annotated[int | None, typer.Argument(help=_("Its number in the list."), show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("All tokens, and all sessions."))] = False,
    config: Config = None,
) -> None:
    from thirdring.commands.token import end_all_tokens, end_token

    if everything is (number is not None):
        raise CommandError(_("Name the token by its number, or say --all."))
    if number is None:
        count = asyncio.run(end_all_tokens(settings_of(config)))
        typer.echo(_("{count} tokens and sessions are revoked.").format(count=count))
        return
    asyncio.run(end_token(settings_of(config), number))
    typer.echo(_("Token {number} is revoked.").format(number=number))
