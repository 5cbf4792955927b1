"""`./run token …`: tokens of the HTTP API."""

import asyncio
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from kit.database.migrate import upgrade
from kit.http.auth.store import Known, add_token, known_tokens, revoke_all, revoke_token
from kit.http.auth.tokens import new_token
from kit.http.auth.users import whoever_types
from kit.i18n import _
from kit.roles import Role
from thirdring.commands import CommandError
from thirdring.commands.database import database
from thirdring.commands.options import Config, settings_of
from thirdring.settings import Settings

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("create", help=_("Create a token for the HTTP API and print it on the last line."))
def token_create(
    role: Annotated[str, typer.Option(help=_("The role: agent, dispatcher, manager, admin, metrics, wall or relay."))],
    label: Annotated[str, typer.Option(help=_("The owner or purpose, for the list of tokens."))] = "",
    days: Annotated[
        int | None,
        typer.Option(min=1, max=36500, help=_("The token expires after this many days."), show_default=False),
    ] = None,
    config: Config = None,
) -> None:
    if role not in {*Role}:
        raise CommandError(_("There is no role {role}; there are {roles}.").format(role=role, roles=", ".join(Role)))
    token = asyncio.run(create_token(settings_of(config), Role(role), label, days))
    typer.echo(_("A token for the role {role}. It is shown only now:").format(role=role))
    typer.echo(token)


@app.command("list", help=_("List the tokens with their numbers, never their text."))
def token_list(config: Config = None) -> None:
    typer.echo("\n".join(asyncio.run(list_tokens(settings_of(config)))) or _("There is no token yet."))


@app.command("revoke", help=_("Revoke a token, or all of them, within ten seconds."))
def token_revoke(
    number: Annotated[int | None, typer.Argument(help=_("The number in the list."), show_default=False)] = None,
    everything: Annotated[bool, typer.Option("--all", help=_("All tokens and all sessions."))] = False,
    config: Config = None,
) -> None:
    if everything is (number is not None):
        raise CommandError(_("Name the token by its number, or say --all."))
    if number is None:
        count = asyncio.run(end_all_tokens(settings_of(config)))
        typer.echo(_("{count} tokens and sessions are revoked.").format(count=count))
        return
    asyncio.run(end_token(settings_of(config), number))
    typer.echo(_("Token {number} is revoked.").format(number=number))


async def create_token(settings: Settings, role: Role, label: str, days: int | None) -> str:
    text = new_token()
    async with database(settings) as session:
        await upgrade(session)
        await add_token(session, text, role, label, days, actor=whoever_types())
    return text


async def list_tokens(settings: Settings) -> list[str]:
    async with database(settings) as session:
        await upgrade(session)
        return [_line(token, settings.zone) for token in await known_tokens(session)]


def _line(token: Known, zone: ZoneInfo) -> str:
    state = _("made {day}").format(day=f"{token.created_at.astimezone(zone):%Y-%m-%d}")
    if token.expires_at is not None:
        state = _("until {day}").format(day=f"{token.expires_at.astimezone(zone):%Y-%m-%d}")
    if token.revoked_at is not None:
        state = _("revoked {day}").format(day=f"{token.revoked_at.astimezone(zone):%Y-%m-%d}")
    return f"{token.id:4}  {token.role:8}  {state}  {token.label}".rstrip()


async def end_token(settings: Settings, number: int) -> None:
    async with database(settings) as session:
        await upgrade(session)
        if not await revoke_token(session, number, whoever_types()):
            raise CommandError(
                _("There is no token {number}, or it is revoked: see `./run token list`.").format(number=number)
            )


async def end_all_tokens(settings: Settings) -> int:
    """How many tokens and sessions ended."""
    async with database(settings) as session:
        await upgrade(session)
        return await revoke_all(session, whoever_types())
