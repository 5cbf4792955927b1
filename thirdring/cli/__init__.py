"""The commands, a file for each group. Each imports its part when it runs, so that --help starts at once."""

import sys

import typer

from kit.i18n import _
from kit.version import __version__
from thirdring.cli.backup import backup_app
from thirdring.cli.config import config_app
from thirdring.cli.dashboards import dashboards_app
from thirdring.cli.database import db_app, keeping_app
from thirdring.cli.frame import start
from thirdring.cli.households import households_app
from thirdring.cli.measuring import measuring_app
from thirdring.cli.readings import readings_app
from thirdring.cli.sheet import sheet_app
from thirdring.cli.stack import stack_app
from thirdring.cli.surveys import surveys_app
from thirdring.cli.token import token_app
from thirdring.cli.user import user_app
from thirdring.commands import CommandError
from thirdring.settings import SettingsError

app = typer.Typer(
    name="thirdring",
    help=_("Measures every call of a service hotline: how many rings it took, who answered, and why it says so."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.add_typer(measuring_app)
app.add_typer(keeping_app)
app.add_typer(backup_app)
app.add_typer(sheet_app)
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")
app.add_typer(token_app, name="token")
app.add_typer(user_app, name="user")
app.add_typer(households_app, name="households")
app.add_typer(readings_app, name="readings")
app.add_typer(surveys_app, name="surveys")
app.add_typer(dashboards_app, name="dashboards")
app.add_typer(stack_app, name="stack")


@app.command(help=_("Print the version."))
def version() -> None:
    typer.echo(__version__)


def main() -> None:
    try:
        start(app)
    except SettingsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except CommandError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
