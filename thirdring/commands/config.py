"""`./run config …`: an example of the settings, and their check."""

import typer

from kit import i18n
from kit.i18n import _
from thirdring.commands.options import Config, Lang
from thirdring.commands.required import require_pbx, require_robot
from thirdring.settings import Settings, load
from thirdring.settings.table import example

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("example", help=_("Print a settings file with every key, its default and its meaning."))
def config_example(lang: Lang = None) -> None:
    i18n.use(lang)
    typer.echo(example(Settings, _), nl=False)


@app.command("check", help=_("Check the settings."))
def config_check(lang: Lang = None, config: Config = None) -> None:
    i18n.use(lang)
    settings = load(config)
    if settings.is_of_relay_alone:
        require_robot(settings)
        typer.echo(_("These are settings of the relay, and they are right."))
        return
    require_pbx(settings)
    typer.echo(_("The settings are right."))
