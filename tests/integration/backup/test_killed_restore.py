"""`restore` killed at each of its steps, and run again: whole. What it cannot do it says before it touches anything."""

import os
import signal
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from kit.database import site
from kit.database.embedded import EmbeddedPostgres
from kit.database.lock import lock
from kit.database.pool import DatabasePool, connect, open_pool
from tests.integration.backup.site import backed_up, empty_database, every_row
from thirdring.backup.mark import NAME as MARK

ROOT = Path(__file__).parents[3]
SETTINGS = """
data_dir = "{folder}/data"
[database]
url = "{url}"
[[pbx]]
secret = "hush-hush"
[[hotline]]
name = "service"
numbers = ["8001"]
"""
KILLED = """
import os, signal, sys
from pathlib import Path
import thirdring.backup.restoring as steps
from thirdring.cli import main

place, name, when, left = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
owner = {"steps": steps, "Path": Path, "os": os, "shutil": steps.shutil, "site": steps.site}[place]
real = getattr(owner, name)

def die():
    os.kill(os.getpid(), signal.SIGKILL)

def spied(*arguments, **more):
    global left
    left -= 1
    if left < 0 and when == "before":
        die()
    done = real(*arguments, **more)
    if left < 0 and not hasattr(done, "__await__"):
        die()
    return later(done) if hasattr(done, "__await__") else done

async def later(done):
    result = await done
    if left < 0:
        die()
    return result

setattr(owner, name, spied)
sys.argv[1:5] = []
main()
"""
STEPS = {
    # what it is at: (where, which, before or after, how often that was done before)
    "putting nothing aside yet": ("steps", "make_room", "before", 0),
    "the first file moved aside": ("Path", "rename", "after", 0),
    "the second file moved aside": ("Path", "rename", "after", 1),
    "room is made": ("steps", "make_room", "after", 0),
    "the journal is half written": ("shutil", "copyfileobj", "after", 0),
    "the journal is there": ("steps", "put_journal", "after", 0),
    "some tables are filled": ("steps", "copy_in", "after", 5),
    "all tables are filled and not committed": ("steps", "set_sequences", "after", 0),
    "the tables are committed": ("steps", "put_tables", "after", 0),
    "the folder knows its site": ("steps", "put_site", "after", 0),
}


class Place:
    """Where it is restored to. A site was there before."""

    def __init__(self, folder: Path, url: str) -> None:
        self.data = folder / "data"
        self.data.mkdir(parents=True)
        (self.data / "journal.sqlite").write_text("of before")
        (self.data / "journal.sqlite-wal").write_text("of before")
        self.config = folder / "thirdring.toml"
        self.config.write_text(SETTINGS.format(folder=folder, url=url))

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        environ = {**os.environ, "LANG": "C"}
        arguments = [sys.executable, *command, "--config", str(self.config)]
        return subprocess.run(
            arguments, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=120, check=False
        )

    def restore(self, file: Path, *options: str) -> "subprocess.CompletedProcess[str]":
        return self.run("-m", "thirdring", "restore", str(file), *options)

    def killed(self, file: Path, step: str) -> None:
        where, which, when, before = STEPS[step]
        done = self.run("-c", KILLED, where, which, when, str(before), "restore", str(file), "--force")
        assert done.returncode == -signal.SIGKILL, done.stderr


@pytest.fixture
async def backup(pool: DatabasePool, tmp_path: Path) -> Path:
    """Of a site with a word and some rows."""
    async with pool.acquire() as connection:
        await site.put(connection, "the-site")
        await connection.execute("insert into users (name, password_hash, role) values ('anna', 'x', 'admin')")
    folder = tmp_path / "source"
    folder.mkdir()
    with closing(sqlite3.connect(folder / "journal.sqlite")) as journal:
        journal.executescript(
            "create table batches (first_position, events);"
            "create table checkpoint (derived_position, resume_position);"
            "insert into checkpoint values (0, 0); insert into batches values (1, 3);"
        )
    await backed_up(pool, folder, tmp_path / "b.tar")
    return tmp_path / "b.tar"


@pytest.mark.parametrize("step", STEPS)
async def test_killed_at_any_step_it_is_run_again_and_whole(
    step: str, backup: Path, pool: DatabasePool, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    async with empty_database(postgres) as url:
        place = Place(tmp_path / "there", url)
        place.killed(backup, step)
        again = place.restore(backup, *(["--force"] if step == "putting nothing aside yet" else []))
        assert again.returncode == 0, again.stderr
        restored = await open_pool(url)
        assert await every_row(restored) == await every_row(pool)
        async with restored.acquire() as connection:
            identity = await connection.fetchval("select journal from fold")
        await restored.close()
    with closing(sqlite3.connect(place.data / "journal.sqlite")) as journal:
        assert journal.execute("select journal from identity").fetchone() == (identity,)
        assert journal.execute("select events from batches").fetchone() == (3,)
    assert site.read_file(place.data) == "the-site"
    [aside] = place.data.glob("before-restore-*")
    assert {file.name: file.read_text() for file in aside.iterdir()} == {
        "journal.sqlite": "of before",
        "journal.sqlite-wal": "of before",
    }
    assert not (place.data / MARK).exists()


def as_it_was(place: Place) -> bool:
    found = {file.name for file in place.data.iterdir()} - {"service.lock", "journal.lock"}
    return found == {"journal.sqlite", "journal.sqlite-wal"}


async def test_a_database_that_is_not_empty_is_refused_before_anything_is_touched(
    backup: Path, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    async with empty_database(postgres) as url:
        connection = await connect(url)
        await connection.execute("create table somebody_elses ()")
        place = Place(tmp_path / "there", url)
        refused = place.restore(backup, "--force")
        assert refused.returncode == 1
        assert "The database is not empty" in refused.stderr
        assert as_it_was(place)
        await connection.execute("drop table somebody_elses")
        assert place.restore(backup, "--force").returncode == 0
        await connection.close()


async def test_a_role_that_may_make_nothing_is_refused_before_anything_is_touched(
    backup: Path, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    async with empty_database(postgres) as url:
        connection = await connect(url)
        await connection.execute("create role weak login password 'weak'")
        weak = f"postgresql://weak:weak@{url.partition('@')[2]}"
        place = Place(tmp_path / "there", weak)
        refused = place.restore(backup, "--force")
        assert refused.returncode == 1
        assert "may not make tables" in refused.stderr
        assert as_it_was(place)
        await connection.execute("drop role weak")
        await connection.close()


async def test_a_service_on_the_database_is_named_and_nothing_is_touched(
    backup: Path, postgres: EmbeddedPostgres, tmp_path: Path
) -> None:
    async with empty_database(postgres) as url:
        serving = await connect(url, "thirdring serve 1234")
        await lock(serving, 0)
        place = Place(tmp_path / "there", url)
        refused = place.restore(backup, "--force")
        assert refused.returncode == 1
        assert "Another Third Ring stores in this database: thirdring serve 1234" in refused.stderr
        assert as_it_was(place)
        await serving.close()


async def test_a_disk_that_is_too_small_is_refused_before_anything_is_touched(backup: Path, tmp_path: Path) -> None:
    place = Place(tmp_path / "there", "embedded")
    mount = ["mount", "-t", "tmpfs", "-o", "size=20m", "tmpfs", str(place.data)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:  # noqa: ASYNC221 - nothing else runs here
        pytest.skip("needs the right to mount a small disk")
    try:
        refused = place.restore(backup)
        assert refused.returncode == 1
        assert "make room first" in refused.stderr
        assert {file.name for file in place.data.iterdir()} == {"service.lock", "journal.lock"}
    finally:
        subprocess.run(["umount", str(place.data)], check=True)  # noqa: ASYNC221 - nothing else runs here
