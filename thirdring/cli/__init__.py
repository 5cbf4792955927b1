"""`./run VERB`. The file of a verb is imported when the verb is called, so that --help is there at once."""

import sys

import typer

from kit import i18n
from kit.i18n import _
from kit.version import __version__
from kit.wrong import SettingsError
from thirdring.cli.frame import start
from thirdring.cli.later import Later
from thirdring.commands import CommandError

i18n.use()  # before any help text is made

VERBS = {
    "serve": _("Measure the calls of the PBXs in the settings, until it is told to stop."),
    "relay": _("Hand Alertmanager's notices to the robots of WeCom and DingTalk groups."),
    "replay": _("Derive the calls of a recorded AMI stream (.gz too) and print their verdicts."),
    "doctor": _(
        "Ask the PBXs whether they can be measured, and say which line is missing where. "
        "Exit code: 0 no problem, 1 a problem, 2 a PBX that cannot be asked."
    ),
    "purge": _("Let go what has been kept for longer than `retention` in the settings says."),
    "backup": _("Write database and journal into one file, while the service runs. It refuses to overwrite."),
    "daily": _("Each day a backup, a purge, and old backups deleted; at once where the last day has none."),
    "restore": _("Put a backup into an empty place; the service is stopped meanwhile."),
    "sheet": _("Write the quality sheet of a month as a paper form, in A4."),
    "config": _("Settings: an example to begin with, and a check."),
    "db": _("The database's tables."),
    "token": _("Tokens of the HTTP API."),
    "user": _("Who signs in to the HTTP API by name and password."),
    "households": _("The households of the site, in and out as sheets."),
    "readings": _("What people read off for the quality sheet, in as sheets."),
    "surveys": _("Survey campaigns: links for households, answers from sheets."),
    "dashboards": _("The boards for Grafana."),
    "stack": _("The whole stack on this machine, with Asterisk, Prometheus and Alertmanager."),
}
"""What each does, in the order of --help. The file of a verb in thirdring.commands has its name."""

app = typer.Typer(
    name="thirdring",
    help=_("Measures every call of a service hotline: how many rings it took, who answered, and why it says so."),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _later() -> None: ...


for verb, help_ in VERBS.items():
    app.command(verb, cls=Later, help=help_)(_later)


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
