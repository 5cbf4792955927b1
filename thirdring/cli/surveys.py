"""`thirdring surveys …`, as it is called."""

import asyncio
import time
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import AllOrNothing, Config, Language, NewSheet, Preview, Sheet, settings_of

surveys_app = typer.Typer(help=_("Survey campaigns: links for households, answers from sheets."), no_args_is_help=True)

Number = Annotated[int, typer.Argument(help=_("The survey's id, as the API has it."), show_default=False)]


@surveys_app.command("import", help=_("Read answers from a CSV or xlsx; who has answered before keeps that answer."))
def surveys_import(
    survey: Number,
    file: Sheet,
    all_or_nothing: AllOrNothing = False,
    preview: Preview = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.surveys import Asked, import_answers

    language = i18n.use(lang)
    asked = Asked(survey, file, all_or_nothing, preview)
    done = import_answers(settings_of(config), asked, language, time.time_ns() // 1000)
    typer.echo("\n".join(asyncio.run(done)))


@surveys_app.command("links", help=_("Make a new link for each household that has not answered, and write them down."))
def surveys_links(
    survey: Number,
    file: NewSheet,
    address: Annotated[
        str,
        typer.Option(help=_("What residents' browsers reach this service by, such as https://survey.example.")),
    ] = "",
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.surveys import write_links

    language = i18n.use(lang)
    typer.echo(asyncio.run(write_links(settings_of(config), survey, file, address, language)))
