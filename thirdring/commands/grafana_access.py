"""`thirdring db grafana`: the role that Grafana reads the views as."""

from pathlib import Path
from urllib.parse import urlsplit

from thirdring.commands import CommandError
from thirdring.commands.database import database
from thirdring.database.grafana import ROLE, STATEMENTS, NotAllowedError, let_in
from thirdring.database.migrate import upgrade
from thirdring.i18n import _
from thirdring.settings import Settings

_SHORTEST = 12


async def let_grafana_in(settings: Settings, password_file: Path) -> list[str]:
    password = read_password(password_file)
    async with database(settings) as session:
        await upgrade(session)
        us = await session.fetchrow(STATEMENTS["where"])
        try:
            await let_in(session, password)
        except NotAllowedError:
            raise CommandError(_not_allowed(us["role"] if us else "")) from None
        name = us["database"] if us else ""
    return [_("{role} may log in, and sees the views of the schema wall.").format(role=ROLE), _where(settings, name)]


def read_password(file: Path) -> str:
    """Its first line; raises CommandError."""
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


def _where(settings: Settings, name: str) -> str:
    listen = settings.database.embedded_listen
    if settings.database.embedded and listen is None:
        return _(
            "The embedded PostgreSQL is heard on its own socket only: set database.embedded_listen, such as "
            "127.0.0.1:5433, and start the service again."
        )
    host = str(listen) if settings.database.embedded else _host(settings.database.url.get_secret_value())
    return _("Grafana reaches it at {host}, database {name}.").format(host=host, name=name)


def _host(url: str) -> str:
    """Host and port of an address, without who logs in."""
    return urlsplit(url).netloc.rpartition("@")[2] or "localhost"
