"""`./run VERB`. The file of a verb is imported when the verb is called, so that --help is there at once."""

import typer

from kit import i18n
from kit.i18n import _
from kit.version import __version__
from thirdring.cli.frame import start
from thirdring.cli.later import Later

i18n.use()  # before any help text is made

VERBS = {
    "serve": _("Measure the calls of the PBXs in the settings, until stopped."),
    "listen": _("Only hear the PBXs and write the journal, so that `serve` may be restarted at any time."),
    "forward": _("Send the journal to a NATS cluster, so that a service on another host can derive the calls."),
    "relay": _("Forward Alertmanager's notifications to WeCom and DingTalk groups."),
    "replay": _("Derive the calls of a recorded AMI stream (.gz too) and print their verdicts."),
    "doctor": _(
        "Check whether the PBXs can be measured, and name each missing line. "
        "Exit code: 0 no problem, 1 a problem, 2 a PBX cannot be reached."
    ),
    "purge": _("Delete data that was kept for longer than `retention` in the settings says."),
    "backup": _("Back up the database and the journal to one file while the service runs. Never overwrites a file."),
    "daily": _("Back up and purge every day, and delete old backups. Starts at once if the last day has no backup."),
    "restore": _("Restore a backup into an empty place. Stop the service first."),
    "sheet": _("Write the quality sheet of a month as an A4 form."),
    "config": _("Settings: print an example, or check a file."),
    "db": _("The tables of the database."),
    "token": _("Tokens of the HTTP API."),
    "user": _("Users of the HTTP API, with name and password."),
    "households": _("Import and export households as sheets."),
    "places": _("Import places that are no flats, such as lifts, from sheets."),
    "files": _("Photos and papers: move them into a bucket, or back."),
    "readings": _("Import readings for the quality sheet."),
    "surveys": _("Surveys: create links for households, import answers from sheets."),
    "dashboards": _("Build and publish the Grafana boards."),
    "stack": _("Run the whole stack on this machine, with Asterisk, Prometheus and Alertmanager."),
}
"""What each does, in the order of --help. The file of a verb in thirdring.commands has its name."""

app = typer.Typer(
    name="thirdring",
    help=_("Measures every call of a service hotline: how often it rang, who answered, and the proof of it."),
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
    start(app)
