"""`thirdring stack …`, as it is called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from thirdring.cli.options import Config, settings_of
from thirdring.i18n import _

stack_app = typer.Typer(
    help=_("The whole stack, beside Asterisk, Prometheus, Alertmanager and Grafana."), no_args_is_help=True
)


@stack_app.command("prepare", help=_("Write the files and secrets of all containers; docker-compose.yml calls it."))
def stack_prepare(
    made: Annotated[Path, typer.Option("--to", metavar="FOLDER", help=_("Where they go."))],
    deploy: Annotated[Path, typer.Option("--from", metavar="FOLDER", help=_("The folder deploy."))] = Path("deploy"),
    given: Annotated[
        Path, typer.Option("--given", metavar="FOLDER", help=_("Secrets that are not to be made, a file each."))
    ] = Path("deploy/secrets"),
) -> None:
    from thirdring.commands.stack import prepare_containers

    typer.echo("\n".join(prepare_containers(deploy, given, made)))


@stack_app.command("admit", help=_("Let Prometheus and Grafana into service and database, by the secrets of prepare."))
def stack_admit(
    secrets: Annotated[Path, typer.Option("--secrets", metavar="FOLDER", help=_("The service's own."))],
    config: Config = None,
) -> None:
    from thirdring.commands.stack import admit

    typer.echo("\n".join(asyncio.run(admit(settings_of(config), secrets))))
