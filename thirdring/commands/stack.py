"""`thirdring stack prepare` and `admit`: what a stack needs before its service, and what it needs of the database."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from kit.database.errors import InUseError
from kit.database.migrate import upgrade
from kit.database.statements import read_statements
from kit.http.auth.roles import Role
from kit.http.auth.tokens import digest
from kit.http.auth.users import note, whoever_types
from kit.i18n import _
from thirdring.commands import CommandError
from thirdring.commands.database import database
from thirdring.commands.grafana_access import let_grafana_in
from thirdring.settings import Settings
from thirdring.stack import StackError
from thirdring.stack.places import COMPOSE, WAYS, Places, ways_of
from thirdring.stack.prepare import prepare

_FOLDERS = {"daily": "thirdring"}
"""Of a part that reads another's files."""
STATEMENTS = read_statements(Path(__file__).parents[1] / "stack" / "stack.sql")


def prepare_containers(deploy: Path, given: Path, made: Path, places: Places = COMPOSE) -> list[str]:
    """What was done, in lines; no secret is in them."""
    try:
        known = prepare(deploy, given, made, places)
    except StackError as error:
        raise CommandError(str(error)) from None
    lines = [_("The files of all parts are written below {folder}.").format(folder=made)]
    if not ways_of(known):
        text = _("None of {names} was given: alerts are shown, and reach nobody.")
        lines.append(text.format(names=", ".join(WAYS.values())))
    return lines


def stale_parts(made: Path, started: Sequence[str]) -> list[str]:
    """Of `PART=TIME`, those whose files have changed since, sorted. A part without files is never stale."""
    stale = []
    for part, _sign, time in (each.partition("=") for each in started):
        try:
            started_at = datetime.fromisoformat(time[:19]).replace(tzinfo=UTC).timestamp()
        except ValueError:
            text = _("{word} is no PART=TIME with a time such as 2026-11-28T21:45:00Z.")
            raise CommandError(text.format(word=f"{part}={time}")) from None
        files = [file for file in (made / _FOLDERS.get(part, part)).rglob("*") if file.is_file()]
        if any(file.stat().st_mtime >= started_at for file in files):
            stale.append(part)
    return sorted(stale)


async def admit(settings: Settings, secrets: Path) -> list[str]:
    """Prometheus and Grafana are let in by the secrets that `prepare` made; again changes nothing."""
    try:
        token = (secrets / "metrics_token").read_text("utf-8").strip()
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from None
    async with database(settings) as session:
        with suppress(InUseError):  # a service runs still, and its tables have what is needed here
            await upgrade(session)
        prometheus = _("Prometheus is let in by its token.")
        added = await session.fetchval(STATEMENTS["admit_metrics"], digest(token))
        if added is not None:
            await note(session, whoever_types(), "token_create", token=added, role=Role.METRICS, label="Prometheus")
        elif await session.fetchval(STATEMENTS["is_revoked"], digest(token)):
            text = _("Prometheus's token is revoked: delete {file} and start again, so that a new one is made.")
            prometheus = text.format(file=secrets / "metrics_token")
        await session.execute(await session.fetchval(STATEMENTS["local_times"], settings.timezone))
    return [
        prometheus,
        *await let_grafana_in(settings, secrets / "grafana_database_password"),
    ]
