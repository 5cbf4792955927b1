"""An older version leaves a newer database alone, whichever part it is."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kit.database.pool import DatabasePool, session
from tests.integration.small_site import small_site
from thirdring.cli import app
from thirdring.commands import CommandError

NEWER = "29990101000001"
HOME = Path(__file__).parents[3]
ROOMS = ("kit", "telephony", "ticketing", "metrics", "dashboards", "console", "thirdring")
PARTS = (
    "serve",
    "db upgrade",
    "db status",
    "db adopt",
    "db grafana --password-file {folder}/password",
    "purge",
    "purge --dry-run",
    "backup {folder}/b.tar",
    "token create --role manager",
    "token list",
    "token revoke 1",
    "user list",
    "user create anna --role agent",
    "user passwd anna",
    "user link anna",
    "households export {folder}/all.csv",
    "readings import {folder}/sheet.csv",
    "places import {folder}/places.csv",
    "surveys links 1 {folder}/links.csv --address https://survey.example",
    "sheet {folder}/sheet.pdf --month 2026-10",
    "stack admit --secrets {folder}",
)


@pytest.fixture
async def older(pool: DatabasePool, database_url: str, tmp_path: Path) -> Path:
    """The folder of a site whose database has been upgraded by a version that is not ours."""
    async with session(pool) as connection:
        await connection.execute("insert into schema_migrations values ($1)", NEWER)
    small_site(tmp_path, database_url)
    (tmp_path / "password").write_text("correct-horse-battery\n")
    for name in ("metrics_token", "relay_token"):
        (tmp_path / name).write_text("t" * 40)
    (tmp_path / "grafana_database_password").write_text("correct-horse-battery\n")
    (tmp_path / "sheet.csv").write_text("objective,day,met,total\n")
    (tmp_path / "places.csv").write_text("name,kind\nlift 1,lift\n")
    return tmp_path


@pytest.mark.parametrize("part", PARTS)
def test_every_part_refuses_and_names_the_version(part: str, older: Path) -> None:
    arguments = [*part.format(folder=older).split(), "--config", str(older / "thirdring.toml")]
    done = CliRunner().invoke(app, arguments, input="a-long-enough-password\na-long-enough-password\n")
    assert isinstance(done.exception, CommandError), done.output
    assert re.search(rf"newer Third Ring.*{NEWER}", str(done.exception))


def test_there_are_few_doors_to_the_database_and_each_of_them_looks() -> None:
    """Who connects by itself passes neither the check of the version nor that of the site."""
    doors = {
        str(file.relative_to(HOME))
        for room in ROOMS
        for file in (HOME / room).rglob("*.py")
        if re.search(r"\b(connect|open_pool)\(\s*(self\._url|self\.url|url|access\.url)", file.read_text())
    }
    assert doors == {
        "thirdring/commands/database.py",
        "thirdring/access.py",
        "kit/database/pool.py",
        "kit/database/tenure.py",
        "kit/database/others.py",  # to a database that is not ours
    }
