"""`./run db …`: the database's tables, whose they are, and who may read them."""

import asyncio
from pathlib import Path
from typing import Annotated

import typer

from kit.database import site
from kit.database.lock import ADOPT, lock
from kit.database.migrate import applied_versions, read_migrations, upgrade
from kit.i18n import _
from kit.tasks import hold_alone
from thirdring.commands.database import database
from thirdring.commands.grafana_access import let_grafana_in
from thirdring.commands.options import Config, settings_of
from thirdring.settings import Settings

app = typer.Typer(add_completion=False, no_args_is_help=True)


@app.command("upgrade", help=_("Upgrade the database to this version, if needed."))
def upgrade_tables(config: Config = None) -> None:
    done = asyncio.run(db_upgrade(settings_of(config)))
    typer.echo("\n".join(done) or _("The database is up to date."))


@app.command("status", help=_("List the migrations and whether each is applied. Exit code 1 if one is not."))
def status(config: Config = None) -> None:
    migrations = asyncio.run(db_status(settings_of(config)))
    for name, done in migrations:
        typer.echo(f"{_('done') if done else _('missing')}  {name}")
    raise typer.Exit(0 if all(done for _name, done in migrations) else 1)


@app.command("adopt", help=_("Assign the database to this site again, after its data_dir was lost."))
def adopt(config: Config = None) -> None:
    typer.echo("\n".join(asyncio.run(db_adopt(settings_of(config)))))


@app.command("grafana", help=_("Let Grafana read only its views, with a password from a file."))
def grafana(
    password_file: Annotated[
        Path, typer.Option(help=_("A file whose first line is the password."), show_default=False)
    ],
    config: Config = None,
) -> None:
    typer.echo("\n".join(asyncio.run(let_grafana_in(settings_of(config), password_file))))


async def db_adopt(settings: Settings) -> list[str]:
    """The data folder is from now on that of the site whose database this is."""
    with hold_alone(settings.data_dir):
        async with database(settings, alone=True, adopting=True, name=ADOPT) as session:
            await lock(session, 0)
            await upgrade(session)
            known = await site.of_database(session) or site.read_file(settings.data_dir) or site.new_id()
            await site.put(session, known)
            site.write_file(settings.data_dir, known)
    return [
        _("{folder} is the folder of the database's site now.").format(folder=settings.data_dir),
        _("A journal that the database does not know is read from its beginning at the next start."),
    ]


async def db_upgrade(settings: Settings) -> list[str]:
    async with database(settings) as session:
        done = await upgrade(session)
    return [f"{migration.version} {migration.name}" for migration in done]


async def db_status(settings: Settings) -> list[tuple[str, bool]]:
    async with database(settings) as session:
        applied = await applied_versions(session)
    return [(f"{migration.version} {migration.name}", migration.version in applied) for migration in read_migrations()]
