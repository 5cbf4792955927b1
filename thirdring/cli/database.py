"""`thirdring db …` and `thirdring purge`, as they are called."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit.i18n import _
from thirdring.cli.options import Config, settings_of

db_app = typer.Typer(help=_("The database's tables."), no_args_is_help=True)
keeping_app = typer.Typer()


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


@db_app.command("adopt", help=_("Take the database for this site's own, after its data_dir was lost or made anew."))
def db_adopt(config: Config = None) -> None:
    from thirdring.commands.database import db_adopt

    typer.echo("\n".join(asyncio.run(db_adopt(settings_of(config)))))


@db_app.command("grafana", help=_("Let Grafana read its views, and nothing else, with a password from a file."))
def db_grafana(
    password_file: Annotated[
        Path, typer.Option(help=_("A file whose first line is the password."), show_default=False)
    ],
    config: Config = None,
) -> None:
    from thirdring.commands.grafana_access import let_grafana_in

    typer.echo("\n".join(asyncio.run(let_grafana_in(settings_of(config), password_file))))


@keeping_app.command(help=_("Let go what has been kept for longer than `retention` in the settings says."))
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help=_("Only say what would go."))] = False,
    config: Config = None,
) -> None:
    from thirdring.commands.purge import purge_now

    typer.echo("\n".join(asyncio.run(purge_now(settings_of(config), dry_run))))
