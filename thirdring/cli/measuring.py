"""`thirdring serve`, `relay`, `replay` and `doctor`, as they are called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import Config, Language, require_pbx, settings_of

measuring_app = typer.Typer()


@measuring_app.command(help=_("Measure the calls of the PBXs in the settings, until it is told to stop."))
def serve(config: Config = None) -> None:
    from thirdring.commands.serve import serve

    settings = settings_of(config)
    require_pbx(settings)
    asyncio.run(serve(settings))


@measuring_app.command(help=_("Hand Alertmanager's notices to the robots of WeCom and DingTalk groups."))
def relay(config: Config = None) -> None:
    from thirdring.commands.relay import relay

    asyncio.run(relay(settings_of(config)))


@measuring_app.command(help=_("Derive the calls of a recorded AMI stream (.gz too) and print their verdicts."))
def replay(
    file: Annotated[Path, typer.Argument(help=_("The recording."), show_default=False)],
    number: Annotated[list[str] | None, typer.Option(help=_("A dialled number that is the hotline."))] = None,
    queue: Annotated[list[str] | None, typer.Option(help=_("A queue that is the hotline."))] = None,
    explain: Annotated[bool, typer.Option("--explain", help=_("A sentence a call: why it has its verdict."))] = False,
    in_json: Annotated[bool, typer.Option("--json", help=_("A line of JSON a call, as the API shows it."))] = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from telephony.replay import Tally
    from thirdring.commands.replay import hint, judged_calls, line, summary
    from thirdring.commands.replay_table import json_line, print_table

    language = i18n.use(lang)
    settings, tally, judged = settings_of(config), Tally(), []
    for item in judged_calls(file, settings, number or [], queue or [], tally):
        if in_json or explain:
            typer.echo(json_line(item, settings) if in_json else line(item, settings, language))
        judged.append(item)
    if judged and not in_json and not explain:
        print_table(judged, settings.zone)
    if not judged:
        typer.echo(hint(file), err=in_json)
    typer.echo(summary(judged, tally), err=in_json)


@measuring_app.command(
    help=_(
        "Ask the PBXs whether they can be measured, and say which line is missing where. "
        "Exit code: 0 no problem, 1 a problem, 2 a PBX that cannot be asked."
    )
)
def doctor(
    listen: Annotated[float, typer.Option(help=_("Seconds to listen for events."), min=0, max=3600)] = 3.0,
    in_json: Annotated[bool, typer.Option("--json", help=_("Say it as JSON, for scripts."))] = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.doctor import examine

    i18n.use(lang)
    settings = settings_of(config)
    require_pbx(settings)
    report, code = asyncio.run(examine(settings, config, listen, in_json))
    typer.echo(report)
    raise typer.Exit(code)
