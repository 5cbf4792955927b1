"""`./run doctor`: can the PBXs be measured? See `thirdring.doctor`."""

import asyncio
import time
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _
from telephony.ami.actions import AmiError
from thirdring.commands.options import Config, Lang, require_pbx, settings_of
from thirdring.doctor.asking import Asking
from thirdring.doctor.report import as_json, as_text, exit_code
from thirdring.doctor.rules import Expected, findings
from thirdring.doctor.seen import Seen
from thirdring.links import target_of
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
    report, code = asyncio.run(examine(settings, config, listen, in_json))
    typer.echo(report)
    raise typer.Exit(code)


async def examine(
    settings: Settings, config: Path | None, listen_seconds: float, in_json: bool = False
) -> tuple[str, int]:
    """What to print, and the exit code: 0 nothing found, 1 a problem, 2 a PBX that cannot be asked."""
    numbers = [number for hotline in settings.hotline for number in hotline.numbers]
    answers = await asyncio.gather(
        *(
            Asking(target_of(pbx), lambda: time.time_ns() // 1000).see(pbx.name, numbers, listen_seconds)
            for pbx in settings.pbx
        ),
        return_exceptions=True,
    )
    seen: list[Seen] = []
    unreachable: dict[str, str] = {}
    for pbx, answer in zip(settings.pbx, answers, strict=True):
        if isinstance(answer, Seen):
            seen.append(answer)
        elif isinstance(answer, AmiError | OSError):
            unreachable[pbx.name] = str(answer) or type(answer).__name__
        else:
            raise answer
    found = findings(seen, expected_of(settings, config), all_seen=not unreachable)
    report = as_json if in_json else as_text
    return report(seen, unreachable, found), exit_code(unreachable, found)


def expected_of(settings: Settings, config: Path | None) -> Expected:
    return Expected(
        tuple(hotline.as_layout() for hotline in settings.hotline),
        tuple(agent.as_layout() for agent in settings.agent),
        settings.service_level().limit_us // 1_000_000,
        config.name if config is not None else "thirdring.toml",
    )
