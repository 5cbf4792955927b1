"""`./run stack …`: what a stack needs before its service, and what it needs of the database."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from kit.database.errors import InUseError
from kit.database.migrate import upgrade
from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.http.auth.tokens import digest
from kit.http.auth.users import note, whoever_types
from kit.i18n import _
from kit.roles import Role
from thirdring.commands import CommandError
from thirdring.commands.database import database
from thirdring.commands.grafana_access import let_grafana_in
from thirdring.commands.options import Config, settings_of
from thirdring.settings import Settings
from thirdring.stack import StackError
from thirdring.stack.places import COMPOSE, NET, RTP_ADDRESS, RTP_PORTS, WAYS, Places, compose, ways_of
from thirdring.stack.prepare import prepare

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("prepare", help=_("Write the files and secrets of all containers; used by docker-compose.yml."))
def stack_prepare(
    made: Annotated[Path, typer.Option("--to", metavar="FOLDER", help=_("The target folder."))],
    deploy: Annotated[Path, typer.Option("--from", metavar="FOLDER", help=_("The folder deploy."))] = Path("deploy"),
    given: Annotated[
        Path,
        typer.Option(
            "--given", metavar="FOLDER", help=_("Existing secrets, one file each, that must not be generated.")
        ),
    ] = Path("deploy/secrets"),
    net: Annotated[str, typer.Option("--net", metavar="A.B.C", help=_("First three numbers of their network."))] = NET,
    url: Annotated[
        str, typer.Option("--url", help=_("The address at which browsers reach Third Ring."))
    ] = "http://127.0.0.1:8080",
    rtp_ports: Annotated[
        str, typer.Option("--rtp-ports", metavar="FIRST-LAST", help=_("The ports of calls' sound."))
    ] = RTP_PORTS,
    rtp_address: Annotated[
        str, typer.Option("--rtp-address", help=_("The address of this machine at which browsers reach these ports."))
    ] = RTP_ADDRESS,
) -> None:
    try:
        places = compose(net, url, rtp_ports, rtp_address)
    except StackError as error:
        raise CommandError(str(error)) from None
    typer.echo("\n".join(prepare_containers(deploy, given, made, places)))


@app.command("stale", help=_("List the parts that were started before their files changed; used by deploy/apply."))
def stack_stale(
    made: Annotated[Path, typer.Option("--made", metavar="FOLDER", help=_("The folder that prepare wrote."))],
    started: Annotated[list[str], typer.Argument(metavar="PART=TIME…", help=_("When each part was started."))],
) -> None:
    typer.echo("\n".join(stale_parts(made, started)))


@app.command(
    "admit", help=_("Give Prometheus and Grafana access to service and database, with the secrets of prepare.")
)
def stack_admit(
    secrets: Annotated[
        Path, typer.Option("--secrets", metavar="FOLDER", help=_("The folder of the service's secrets."))
    ],
    config: Config = None,
) -> None:
    typer.echo("\n".join(asyncio.run(admit(settings_of(config), secrets))))


class Admitted(NamedTuple):
    """Another part, by the token that `prepare` made for it."""

    file: str
    role: Role
    label: str


ADMITTED = (Admitted("metrics_token", Role.METRICS, "Prometheus"), Admitted("relay_token", Role.RELAY, "relay"))
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
    """Prometheus, the relay and Grafana are let in by the secrets that `prepare` made; again changes nothing."""
    tokens = [(_token(secrets / part.file), part) for part in ADMITTED]
    async with database(settings) as session:
        with suppress(InUseError):  # a service runs still, and its tables have what is needed here
            await upgrade(session)
        lines = [await _let_in(session, token, part, secrets / part.file) for token, part in tokens]
        await session.execute(await session.fetchval(STATEMENTS["local_times"], settings.timezone))
    return [*lines, *await let_grafana_in(settings, secrets / "grafana_database_password")]


def _token(file: Path) -> str:
    try:
        return file.read_text("utf-8").strip()
    except OSError as error:
        raise CommandError(f"{error.filename}: {error.strerror}") from None


async def _let_in(session: Session, token: str, part: Admitted, file: Path) -> str:
    added = await session.fetchval(STATEMENTS["admit"], digest(token), part.role, part.label)
    if added is not None:
        await note(session, whoever_types(), "token_create", token=added, role=part.role, label=part.label)
    elif await session.fetchval(STATEMENTS["is_revoked"], digest(token)):
        text = _("The token of {part} is revoked: delete {file} and start again, so that a new one is made.")
        return text.format(part=part.label, file=file)
    return _("{part} is let in by its token.").format(part=part.label)
