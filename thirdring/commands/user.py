"""`thirdring user …`: who signs in."""

from zoneinfo import ZoneInfo

from thirdring.commands import CommandError
from thirdring.commands.database import database
from thirdring.database.migrate import upgrade
from thirdring.i18n import _
from thirdring.settings import Settings
from thirdring.web.auth.passwords import LENGTH_MIN, hashed
from thirdring.web.auth.roles import Role
from thirdring.web.auth.users import User, change_password, note, users
from thirdring.web.auth.users import create_user as stored_user

ACTOR = "command line"


async def create_user(settings: Settings, name: str, role: Role, password: str) -> None:
    if role is Role.METRICS:
        raise CommandError(_("Nobody signs in as metrics: make a token of that role instead."))
    password_hash = _hashed(password)
    async with database(settings) as session:
        await upgrade(session)
        if not await stored_user(session, name, password_hash, role):
            raise CommandError(_("There is a user {name} already.").format(name=name))
        await note(session, ACTOR, "user_create", user=name, role=role)


async def set_password(settings: Settings, name: str, password: str) -> None:
    password_hash = _hashed(password)
    async with database(settings) as session:
        await upgrade(session)
        if not await change_password(session, name, password_hash):
            raise CommandError(_("There is no user {name}: see `./run user list`.").format(name=name))
        await note(session, ACTOR, "user_passwd", user=name)


async def list_users(settings: Settings) -> list[str]:
    async with database(settings) as session:
        await upgrade(session)
        return [_line(user, settings.zone) for user in await users(session)]


def _line(user: User, zone: ZoneInfo) -> str:
    made = _("made {day}").format(day=f"{user.created_at.astimezone(zone):%Y-%m-%d}")
    return f"{user.role:10}  {made}  {user.name}"


def _hashed(password: str) -> str:
    if len(password) < LENGTH_MIN:
        raise CommandError(_("A password has {count} characters at least.").format(count=LENGTH_MIN))
    return hashed(password)
