"""`thirdring token …`."""

from zoneinfo import ZoneInfo

from kit.database.migrate import upgrade
from kit.http.auth.roles import Role
from kit.http.auth.store import Known, add_token, known_tokens, revoke_all, revoke_token
from kit.http.auth.tokens import new_token
from kit.http.auth.users import whoever_types
from kit.i18n import _
from thirdring.commands import CommandError
from thirdring.commands.database import database
from thirdring.settings import Settings


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
