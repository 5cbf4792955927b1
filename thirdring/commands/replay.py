"""`./run replay FILE`: the calls of a recorded AMI stream, with their verdicts."""

import gzip
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from kit import i18n
from kit.i18n import _, ngettext
from metrics.calls.receipt import Language, Story, sentence
from metrics.calls.service_level import judge
from telephony import replay
from telephony.ami.greeting import TooOldError
from telephony.replay import Tally
from thirdring.commands import CommandError
from thirdring.commands.options import Config, Lang, settings_of
from thirdring.commands.replay_table import Judged, json_line, print_table
from thirdring.settings import Settings

app = typer.Typer(add_completion=False)


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help=_("The recording."), show_default=False)],
    number: Annotated[list[str] | None, typer.Option(help=_("A number of the hotline."))] = None,
    queue: Annotated[list[str] | None, typer.Option(help=_("A queue of the hotline."))] = None,
    explain: Annotated[
        bool, typer.Option("--explain", help=_("Print a sentence for each call that explains its verdict."))
    ] = False,
    in_json: Annotated[
        bool, typer.Option("--json", help=_("Print a line of JSON for each call, as in the API."))
    ] = False,
    lang: Lang = None,
    config: Config = None,
) -> None:
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


def judged_calls(
    file: Path, settings: Settings, numbers: Sequence[str], queues: Sequence[str], tally: replay.Tally
) -> Iterator[Judged]:
    """Of the hotlines that the settings or the options tell; where none do, each queue of the recording is one."""
    try:
        if settings.hotline and not (numbers or queues):
            site = settings.layout()
        else:
            site = replay.inferred(replay.seen(replay.events(replay.chunks(file), everything=True)), numbers, queues)
        policy = settings.service_level()
        for call in replay.calls(replay.events(replay.chunks(file)), site, tally=tally):
            yield Judged(call, judge(call, policy))
    except TooOldError as error:
        raise CommandError(f"{file}: {error}") from None
    except (OSError, EOFError, gzip.BadGzipFile) as error:
        raise CommandError(
            _("{file} cannot be read: {why}").format(file=file, why=getattr(error, "strerror", None) or error)
        ) from None


def line(item: Judged, settings: Settings, language: Language) -> str:
    call, verdict = item
    arrived = datetime.fromtimestamp(call.arrived_at_us / 1_000_000, settings.zone)
    mark = {True: "✓", False: "✗", None: "·"}[verdict.within_target]
    story = Story.of(call, verdict, settings.service_level().limit_us)
    when = f"{arrived:%Y-%m-%d %H:%M:%S}" if call.stamped else _("without a time")
    head = f"{mark} {when} {call.hotline or call.direction} {call.caller_raw or '–'} → {call.dialled}"
    return f"{head}: {sentence(story, language, settings.zone)}"


def summary(judged: Sequence[Judged], tally: replay.Tally) -> str:
    counted = [item.verdict.within_target for item in judged if item.verdict.within_target is not None]
    parts = [
        ngettext("{count} call", "{count} calls", len(judged)).format(count=len(judged)),
        _("{within} of {counted} counted calls within target").format(within=sum(counted), counted=len(counted)),
        ngettext("{count} event", "{count} events", tally.events).format(count=tally.events),
        _("{count} of them unexpected").format(count=sum(tally.unexpected.values())),
    ]
    if tally.unstamped:
        parts.append(
            _(
                "Warning: {count} events have no time, so there is no verdict on their calls: "
                "write timestampevents = yes below [general] in manager.conf, and record again"
            ).format(count=tally.unstamped)
        )
    if tally.live:
        parts.append(_("{count} still under way at the end of the recording").format(count=len(tally.live)))
    return " · ".join(parts)


def hint(file: Path) -> str:
    """For a recording that gave no call. Raises CommandError where the file is no recording at all."""
    if next(iter(replay.events(replay.chunks(file), everything=True)), None) is None:
        raise CommandError(_("{file} holds no AMI event: record what the manager interface sends.").format(file=file))
    dialled = replay.seen(replay.events(replay.chunks(file), everything=True)).numbers
    text = _("No call came to a hotline. Say which number or queue it is: --number, --queue. Dialled most: {numbers}")
    return text.format(numbers=", ".join(dialled) or "–")
