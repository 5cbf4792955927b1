"""`thirdring dashboards …`, as it is called."""

from pathlib import Path
from typing import Annotated

import typer

from thirdring import i18n
from thirdring.cli.options import Config, Language
from thirdring.i18n import _
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
    typer.echo("\n".join(build_boards(folder, load(config).service_level())))
