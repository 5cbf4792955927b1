"""`thirdring config …`, as it is called."""

import typer

from kit import i18n
from kit.i18n import _
from thirdring.cli.options import Config, Language, require_pbx
from thirdring.settings import Settings, load

config_app = typer.Typer(help=_("Settings: an example to begin with, and a check."), no_args_is_help=True)


@config_app.command("example", help=_("Print a settings file with every key, its default and its meaning."))
def config_example(lang: Language = None) -> None:
    from thirdring.settings.table import example

    i18n.use(lang)
    typer.echo(example(Settings, _), nl=False)


@config_app.command("check", help=_("Say whether the settings are right."))
def config_check(lang: Language = None, config: Config = None) -> None:
    i18n.use(lang)
    require_pbx(load(config))
    typer.echo(_("The settings are right."))
