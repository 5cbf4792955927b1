"""`thirdring dashboards …`, as it is called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import Config, Language
from thirdring.settings import load

dashboards_app = typer.Typer(help=_("The boards for Grafana."), no_args_is_help=True)


@dashboards_app.command(
    "build", help=_("Write the boards as files for Grafana, for the rings that the settings promise.")
)
def dashboards_build(
    folder: Annotated[Path, typer.Option("--to", metavar="FOLDER", help=_("Where they go."))] = Path(
        "deploy/grafana/dashboards"
    ),
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.dashboards import build_boards

    i18n.use(lang)
    settings = load(config)
    values = settings.grafana.board_values(settings.timezone)
    typer.echo("\n".join(build_boards(folder, settings.service_level(), values)))


@dashboards_app.command(
    "publish", help=_("Bring folder, data sources and boards into the Grafana of the settings; twice changes nothing.")
)
def dashboards_publish(
    folder: Annotated[Path, typer.Option("--from", metavar="FOLDER", help=_("Where the boards are."))] = Path(
        "deploy/grafana/dashboards"
    ),
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would change."))] = False,
    secrets_again: Annotated[
        bool, typer.Option("--passwords", help=_("Send the database's password again, after it was changed."))
    ] = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.publish import publish

    i18n.use(lang)
    settings = load(config)

    async def tell() -> None:
        async for line in publish(settings, folder, dry_run, secrets_again):
            typer.echo(line)

    asyncio.run(tell())
