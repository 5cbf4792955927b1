"""The commands. Each imports its part when it runs, so that --help and short commands start at once."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from thirdring import __version__, i18n
from thirdring.i18n import _
from thirdring.settings import Settings, SettingsError, load

i18n.use()

app = typer.Typer(
    name="thirdring",
    help=_("Measures every call of a service hotline: how many rings it took, who answered, and why it says so."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
config_app = typer.Typer(help=_("Settings: an example to begin with, and a check."), no_args_is_help=True)
app.add_typer(config_app, name="config")

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", envvar="THIRDRING_CONFIG", help=_("The settings file, in TOML."), show_default=False
    ),
]


def settings_of(config: Path | None) -> Settings:
    from thirdring import log

    settings = load(config)
    log.set_up(settings.log.level, settings.log.format)
    return settings


@config_app.command("example", help=_("Print a settings file with every key, its default and its meaning."))
def config_example() -> None:
    from thirdring.settings.table import example

    typer.echo(example(Settings), nl=False)


@config_app.command("check", help=_("Say whether the settings are right."))
def config_check(config: Config = None) -> None:
    settings = load(config)
    if not settings.pbx:
        raise SettingsError(_("There is no [[pbx]], so there is nothing to listen to."))
    typer.echo(_("The settings are right."))


@app.command(help=_("Print the version."))
def version() -> None:
    typer.echo(__version__)


def main() -> None:
    try:
        app(prog_name="thirdring")
    except SettingsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
