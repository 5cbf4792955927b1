"""`thirdring db grafana`: the role that Grafana reads the views as."""

from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

from kit.database.embedded import USER
from kit.database.errors import InUseError
from kit.database.grafana import ROLE, STATEMENTS, NotAllowedError, let_in
from kit.database.migrate import upgrade
from kit.i18n import _
from thirdring.commands import CommandError
from thirdring.commands.database import database
from thirdring.settings import Settings

_SHORTEST = 12


async def let_grafana_in(settings: Settings, password_file: Path) -> list[str]:
    password = read_password(password_file)
    async with database(settings) as session:
        with suppress(InUseError):  # the service that runs has its views
            await upgrade(session)
        us = await session.fetchrow(STATEMENTS["where"])
        try:
            await let_in(session, password)
        except NotAllowedError:
            raise CommandError(_not_allowed(us["role"] if us else "")) from None
        name = us["database"] if us else ""
    return [_("{role} may log in, and sees the views of the schema wall.").format(role=ROLE), _where(settings, name)]


def read_password(file: Path) -> str:
    """The first line of the file. Raises CommandError."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
    except OSError as error:
        text = _("The password cannot be read from {file}: {reason}. To make one: openssl rand -hex 24 > {file}")
        raise CommandError(text.format(file=file, reason=error.strerror)) from None
    except UnicodeDecodeError:
        lines = []
    password = lines[0].strip() if lines else ""
    if len(password) < _SHORTEST or not password.isprintable():
        text = _("The first line of {file} is no password of at least {count} letters, digits and signs.")
        raise CommandError(text.format(file=file, count=_SHORTEST))
    return password


def _not_allowed(role: str) -> str:
    text = _(
        "{role} may not change roles in this PostgreSQL. An administrator types, once: "
        "ALTER ROLE {role} CREATEROLE; or, where {grafana} is there already: "
        "GRANT {grafana} TO {role} WITH ADMIN OPTION;"
    )
    return text.format(role=role, grafana=ROLE)


def database_at(settings: Settings) -> tuple[str, str]:
    """Host and port, and the database's name, without who logs in; no host where nobody else can reach it."""
    if settings.database.embedded:
        return str(settings.database.embedded_listen or ""), USER
    address = urlsplit(settings.database.url.get_secret_value())
    return address.netloc.rpartition("@")[2] or "localhost", address.path.strip("/")


def _where(settings: Settings, name: str) -> str:
    host, _name = database_at(settings)
    if not host:
        return _(
            "The embedded PostgreSQL is heard on its own socket only: set database.embedded_listen, such as "
            "127.0.0.1:5433, and start the service again."
        )
    return _("Grafana reaches it at {host}, database {name}.").format(host=host, name=name)
