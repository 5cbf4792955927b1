"""`./run doctor`: can the PBXs be measured? See `thirdring.doctor`."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from thirdring.commands.options import Config, Lang, settings_of
from thirdring.commands.required import require_pbx
from thirdring.doctor import examining
from thirdring.doctor.report import as_json, as_text, exit_code
from thirdring.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def run(
    listen: Annotated[float, typer.Option(help=_("Seconds to listen for events."), min=0, max=3600)] = 3.0,
    in_json: Annotated[bool, typer.Option("--json", help=_("Print JSON, for scripts."))] = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
    i18n.use(lang)
    settings = settings_of(config)
    require_pbx(settings)
    told, code = asyncio.run(examine(settings, config, listen, in_json))
    typer.echo(told)
    raise typer.Exit(code)


async def examine(
    settings: Settings, config: Path | None, listen_seconds: float, in_json: bool = False
) -> tuple[str, int]:
    """What to print, and the exit code: 0 nothing found, 1 a problem, 2 a PBX that cannot be asked."""
    examined = await examining.examine(settings, listen_seconds)
    found = examined.findings(examining.expected_of(settings, config.name if config is not None else "thirdring.toml"))
    told = as_json if in_json else as_text
    text = told(examined.seen, examined.unreachable, found, examined.services)
    return text, exit_code(examined.unreachable, found)
