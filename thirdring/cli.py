"""The commands. Each imports its part when it runs, so that --help and short commands start at once."""

import asyncio
import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from thirdring import __version__, i18n
from thirdring.cli_user import user_app
from thirdring.commands import CommandError
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
db_app = typer.Typer(help=_("The database's tables."), no_args_is_help=True)
token_app = typer.Typer(help=_("Tokens of the HTTP API."), no_args_is_help=True)
app.add_typer(config_app, name="config")
app.add_typer(db_app, name="db")
app.add_typer(token_app, name="token")
dashboards_app = typer.Typer(help=_("The boards for Grafana."), no_args_is_help=True)
app.add_typer(dashboards_app, name="dashboards")
app.add_typer(user_app, name="user")
households_app = typer.Typer(help=_("The households of the site, in and out as sheets."), no_args_is_help=True)
app.add_typer(households_app, name="households")

Config = Annotated[
    Path | None,
    typer.Option(
        "--config", "-c", envvar="THIRDRING_CONFIG", help=_("The settings file, in TOML."), show_default=False
    ),
]

Language = Annotated[
    i18n.Language | None,
    typer.Option("--lang", help=_("The language; by default that of the locale."), show_default=False),
]


def settings_of(config: Path | None) -> Settings:
    from thirdring import log

    settings = load(config)
    log.set_up(settings.log.level, settings.log.format)
    return settings


def require_pbx(settings: Settings) -> None:
    if not settings.pbx:
        raise SettingsError(
            _("There is no [[pbx]], so there is nothing to listen to: `./run config example` shows one.")
        )


@app.command(help=_("Show it all on a simulated hotline, live in this terminal; nothing is kept."))
def demo(
    seconds: Annotated[
        float | None,
        typer.Option("--for", min=1, metavar="SECONDS", help=_("End by itself after so long."), show_default=False),
    ] = None,
    pbx: Annotated[
        Literal["simulated", "asterisk"], typer.Option(help=_("Calls by the simulation or a real Asterisk."))
    ] = "simulated",
    lang: Language = None,
) -> None:
    from thirdring import demo

    i18n.use(lang)
    demo.run(seconds, pbx)


@app.command(help=_("Measure the calls of the PBXs in the settings, until it is told to stop."))
def serve(config: Config = None) -> None:
    from thirdring.commands.serve import serve

    settings = settings_of(config)
    require_pbx(settings)
    asyncio.run(serve(settings))


@config_app.command("example", help=_("Print a settings file with every key, its default and its meaning."))
def config_example() -> None:
    from thirdring.settings.table import example

    typer.echo(example(Settings), nl=False)


@config_app.command("check", help=_("Say whether the settings are right."))
def config_check(config: Config = None) -> None:
    require_pbx(load(config))
    typer.echo(_("The settings are right."))


@db_app.command("upgrade", help=_("Bring the database to this version; does nothing where it is there."))
def db_upgrade(config: Config = None) -> None:
    from thirdring.commands.database import db_upgrade

    done = asyncio.run(db_upgrade(settings_of(config)))
    typer.echo("\n".join(done) or _("The database is up to date."))


@db_app.command("status", help=_("List the migrations and whether each is done; exit code 1 if one is not."))
def db_status(config: Config = None) -> None:
    from thirdring.commands.database import db_status

    status = asyncio.run(db_status(settings_of(config)))
    for name, done in status:
        typer.echo(f"{_('done') if done else _('missing')}  {name}")
    raise typer.Exit(0 if all(done for _name, done in status) else 1)


@app.command(help=_("Let go what has been kept for longer than `retention` in the settings says."))
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would go."))] = False,
    config: Config = None,
) -> None:
    from thirdring.commands.purge import purge_now

    typer.echo("\n".join(asyncio.run(purge_now(settings_of(config), dry_run))))


@token_app.command("create", help=_("Make a token for the HTTP API and print it, alone on the last line."))
def token_create(
    role: Annotated[str, typer.Option(help=_("What the token may: agent, manager, admin or metrics."))],
    label: Annotated[str, typer.Option(help=_("Whose it is, to find it again."))] = "",
    days: Annotated[
        int | None, typer.Option(min=1, max=36500, help=_("Ends by itself after so many days."), show_default=False)
    ] = None,
    config: Config = None,
) -> None:
    from thirdring.commands.token import create_token
    from thirdring.web.auth.roles import Role

    if role not in {*Role}:
        raise CommandError(_("There is no role {role}; there are {roles}.").format(role=role, roles=", ".join(Role)))
    token = asyncio.run(create_token(settings_of(config), Role(role), label, days))
    typer.echo(_("A token for the role {role}. It is shown only now:").format(role=role))
    typer.echo(token)


@token_app.command("list", help=_("List the tokens there are, by their numbers; never their text."))
def token_list(config: Config = None) -> None:
    from thirdring.commands.token import list_tokens

    typer.echo("\n".join(asyncio.run(list_tokens(settings_of(config)))) or _("There is no token yet."))


@token_app.command("revoke", help=_("End a token; it opens nothing more within ten seconds."))
def token_revoke(
    number: Annotated[int, typer.Argument(help=_("Its number in the list."), show_default=False)], config: Config = None
) -> None:
    from thirdring.commands.token import end_token

    asyncio.run(end_token(settings_of(config), number))
    typer.echo(_("Token {number} is revoked.").format(number=number))


@households_app.command("import", help=_("Read households from a CSV or xlsx; the same sheet twice changes nothing."))
def households_import(
    file: Annotated[Path, typer.Argument(help=_("The sheet."), show_default=False)],
    estate: Annotated[str, typer.Option(help=_("The estate of rows that name none."))] = "",
    column: Annotated[
        list[str] | None, typer.Option(metavar="HEADER=COLUMN", help=_("What a column is, where its header says not."))
    ] = None,
    all_or_nothing: Annotated[bool, typer.Option("--all-or-nothing", help=_("Import only if no row is bad."))] = False,
    preview: Annotated[bool, typer.Option("--preview", help=_("Only say what would be imported."))] = False,
    lang: Language = None,
    config: Config = None,
) -> None:
    from rich.console import Console

    from thirdring.commands.households import Asked, import_households, named_columns

    language = i18n.use(lang)
    asked = Asked(file, estate, named_columns(column or []), all_or_nothing, preview)
    typer.echo("\n".join(import_households(settings_of(config), asked, language, Console(stderr=True))))


@households_app.command("export", help=_("Write all households to a CSV or xlsx that can be imported again."))
def households_export(
    file: Annotated[Path, typer.Argument(help=_("The sheet; its end, .csv or .xlsx, says which."), show_default=False)],
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.households import export_households

    language = i18n.use(lang)
    typer.echo(asyncio.run(export_households(settings_of(config), file, language)))


@dashboards_app.command(
    "build", help=_("Write the boards as files for Grafana, for the rings that the settings promise.")
)
def dashboards_build(
    folder: Annotated[Path, typer.Option("--to", metavar="FOLDER", help=_("Where they go."))] = Path(
        "deploy/grafana/dashboards"
    ),
    lang: Language = None,
    config: Config = None,
) -> None:
    from thirdring.commands.dashboards import build_boards

    i18n.use(lang)
    typer.echo("\n".join(build_boards(folder, load(config).service_level())))


@app.command(help=_("Derive the calls of a recorded AMI stream (.gz too) and print their verdicts."))
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


@app.command(
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


@app.command(help=_("Print the version."))
def version() -> None:
    typer.echo(__version__)


def main() -> None:
    try:
        app(prog_name="./run")
    except SettingsError as error:
        typer.echo(str(error), err=True)
        sys.exit(2)
    except CommandError as error:
        typer.echo(str(error), err=True)
        sys.exit(1)
