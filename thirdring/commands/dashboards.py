"""`./run dashboards …`: boards for the site's own policy, and what publishing them found and did."""

import asyncio
import json
from collections.abc import AsyncIterator, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any

import typer

from dashboards.grafana import GrafanaError, Wrong, grafana_at
from dashboards.publish import carry_out, planned
from dashboards.publishing import Do, Step, Thing, Wanted, for_site, shortly
from dashboards.sources import Addresses, sources
from kit import i18n
from kit.i18n import _
from kit.wrong import marked
from metrics.calls.service_level import Policy
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.objective import Objective
from thirdring.commands import CommandError
from thirdring.commands.grafana_access import database_at, read_password
from thirdring.commands.options import Config, Lang
from thirdring.settings import Settings, load

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("build", help=_("Write the boards as files for Grafana, for the rings promised in the settings."))
def dashboards_build(
    folder: Annotated[Path, typer.Option("--to", metavar="FOLDER", help=_("The target folder."))] = Path(
        "deploy/grafana/dashboards"
    ),
    lang: Lang = None,
    config: Config = None,
) -> None:
    i18n.use(lang)
    settings = load(config)
    values = settings.grafana.board_values(settings.timezone)
    typer.echo("\n".join(build_boards(folder, settings.service_level(), values, settings.objectives())))


@app.command(
    "publish",
    help=_("Publish folder, data sources and boards to the Grafana of the settings. Running it again changes nothing."),
)
def dashboards_publish(
    folder: Annotated[Path, typer.Option("--from", metavar="FOLDER", help=_("Where the boards are."))] = Path(
        "deploy/grafana/dashboards"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only show what would change."))] = False,
    secrets_again: Annotated[
        bool, typer.Option("--passwords", help=_("Send the database password again, after a change."))
    ] = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
    i18n.use(lang)
    settings = load(config)

    async def tell() -> None:
        async for line in publish(settings, folder, dry_run, secrets_again):
            typer.echo(line)

    asyncio.run(tell())


def build_boards(
    folder: Path,
    policy: Policy,
    values: Mapping[str, str] = MappingProxyType({}),
    objectives: Sequence[Objective] = OBJECTIVES,
) -> list[str]:
    """What was done, a line a file that changed. `values` are the site's own, of the boards' text variables."""
    if find_spec("grafana_foundation_sdk") is None:
        raise CommandError(_("Boards are built with a package that is not installed: ./run setup dev installs it."))
    from dashboards import build

    texts = build.files(policy, values, objectives)
    try:
        changed = build.write(folder, texts)
    except OSError as error:
        raise CommandError(
            _("The boards cannot be written to {folder}: {reason}.").format(folder=folder, reason=error.strerror)
        ) from None
    written = [_("{file} is written.").format(file=folder / name) for name in changed]
    return written or [_("All {count} boards are as they should be.").format(count=len(texts))]


_THINGS: Mapping[Thing, str] = {
    Thing.FOLDER: marked("folder"),
    Thing.SOURCE: marked("data source"),
    Thing.BOARD: marked("board"),
}
_WRONG: Mapping[Wrong, str] = {
    Wrong.UNREACHABLE: marked("Grafana is not reached at {what} ({said}). Does it run, and is grafana.url right?"),
    Wrong.NOT_GRAFANA: marked(
        "What answers at {url} is not Grafana's API ({said}). Is grafana.url whole, its sub-path too?"
    ),
    Wrong.TOKEN: marked("Grafana does not know the token ({said}). Make one: Administration, Service accounts."),
    Wrong.FORBIDDEN: marked(
        "The token may not do this: {what} ({said}). Its service account needs the role Admin, for the data sources."
    ),
    Wrong.OLD: marked("Grafana is {what}, and the boards need {said} or newer: upgrade Grafana."),
    Wrong.MEANWHILE: marked("Somebody else has just changed {what} ({said}). Start again."),
    Wrong.TAKEN: marked("There is another of the name {what} ({said}). Rename or delete it, then start again."),
    Wrong.REFUSED: marked("Grafana refuses {what} ({said})."),
    Wrong.BROKEN: marked("Grafana is in trouble itself ({said}) at {what}; its own log says more. Start again later."),
}


async def publish(settings: Settings, folder: Path, dry_run: bool, secrets_again: bool) -> AsyncIterator[str]:
    """A line for each step as it is done; raises CommandError."""
    site = settings.grafana
    if not site.url or site.token is None:
        raise CommandError(_("Set grafana.url and grafana.token_file in the settings: where to publish, and as whom."))
    wanted = Wanted(sources(_addresses(settings)), _boards(settings, folder))
    try:
        async with grafana_at(site.url, site.token.get_secret_value()) as grafana:
            plan = await planned(grafana, wanted, secrets_again)
            for step in plan:
                if not dry_run:
                    await carry_out(grafana, step)
                yield _line(step, dry_run)
    except GrafanaError as error:
        raise CommandError(_(_WRONG[error.wrong]).format(what=error.what, said=error.said, url=site.url)) from None
    if not plan:
        yield _("All is as it should be: {count} boards.").format(count=len(wanted.boards))


def _line(step: Step, dry_run: bool) -> str:
    said = {
        Do.MAKE: _("{thing} {title}: would be made") if dry_run else _("{thing} {title}: made"),
        Do.CHANGE: _("{thing} {title}: would change ({what})") if dry_run else _("{thing} {title}: changed ({what})"),
        Do.LEAVE: _("{thing} {title}: differs ({what}), and is left: Grafana has it from a file, change that"),
    }[step.do]
    return said.format(thing=_(_THINGS[step.thing]), title=step.title, what=shortly(step.differences))


def _addresses(settings: Settings) -> Addresses:
    site = settings.grafana
    host, name = database_at(settings)
    password = read_password(site.database_password_file) if site.database_password_file else ""
    return Addresses(site.prometheus_url, site.alertmanager_url, site.database_host or host, name, password)


def _boards(settings: Settings, folder: Path) -> list[dict[str, Any]]:
    files = sorted(folder.glob("thirdring-*.json"))
    if not files:
        text = _("There are no boards in {folder}: `./run dashboards build --to {folder}` writes them.")
        raise CommandError(text.format(folder=folder))
    values = settings.grafana.board_values(settings.timezone)
    try:
        return [for_site(json.loads(file.read_text(encoding="utf-8")), values) for file in files]
    except (OSError, ValueError, KeyError, TypeError) as error:
        text = _("The boards in {folder} cannot be read ({reason}): write them again with `./run dashboards build`.")
        raise CommandError(text.format(folder=folder, reason=type(error).__name__)) from None
