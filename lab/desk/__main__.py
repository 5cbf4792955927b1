"""`python -m lab.desk`: plays the people of the desk on a service that runs elsewhere. docker-compose.yml starts it."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from kit.tasks import until_told
from lab.desk.playing import play_desk
from thirdring.commands.options import Config, Lang, settings_of


def desk(
    url: Annotated[str, typer.Option("--url", help=_("The address of the service."))] = "http://127.0.0.1:8080",
    mark: Annotated[
        Path | None, typer.Option("--mark", metavar="FILE", help=_("A file that is there while the desk is played."))
    ] = None,
    lang: Lang = None,
    config: Config = None,
) -> None:
    """Play the people of the desk on a running service: a demo of its tickets."""
    language = i18n.use(lang)
    asyncio.run(until_told(play_desk(settings_of(config), url, language, mark, typer.echo)))


if __name__ == "__main__":
    typer.run(desk)
