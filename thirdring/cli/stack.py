"""`thirdring stack …`, as it is called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit.i18n import _
from thirdring.cli.options import Config, settings_of
from thirdring.stack.places import NET, compose

stack_app = typer.Typer(help=_("The whole stack on this machine, with Asterisk, Prometheus and Alertmanager."))


@stack_app.command("prepare", help=_("Write the files and secrets of all containers; docker-compose.yml calls it."))
def stack_prepare(
    made: Annotated[Path, typer.Option("--to", metavar="FOLDER", help=_("Where they go."))],
    deploy: Annotated[Path, typer.Option("--from", metavar="FOLDER", help=_("The folder deploy."))] = Path("deploy"),
    given: Annotated[
        Path, typer.Option("--given", metavar="FOLDER", help=_("Secrets that are not to be made, a file each."))
    ] = Path("deploy/secrets"),
    net: Annotated[str, typer.Option("--net", metavar="A.B.C", help=_("First three numbers of their network."))] = NET,
    url: Annotated[str, typer.Option("--url", help=_("Where browsers reach Third Ring."))] = "http://127.0.0.1:8080",
) -> None:
    from thirdring.commands.stack import prepare_containers

    typer.echo("\n".join(prepare_containers(deploy, given, made, compose(net, url))))


@stack_app.command("stale", help=_("Name the parts whose files are younger than they are; deploy/apply asks."))
def stack_stale(
    made: Annotated[Path, typer.Option("--made", metavar="FOLDER", help=_("What prepare wrote."))],
    started: Annotated[list[str], typer.Argument(metavar="PART=TIME…", help=_("When each was started."))],
) -> None:
    from thirdring.commands.stack import stale_parts

    typer.echo("\n".join(stale_parts(made, started)))


@stack_app.command("admit", help=_("Let Prometheus and Grafana into service and database, by the secrets of prepare."))
def stack_admit(
    secrets: Annotated[Path, typer.Option("--secrets", metavar="FOLDER", help=_("The service's own."))],
    config: Config = None,
) -> None:
    from thirdring.commands.stack import admit

    typer.echo("\n".join(asyncio.run(admit(settings_of(config), secrets))))
