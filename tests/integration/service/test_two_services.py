"""Two services as processes on one database: one of them stores."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.integration.database.test_tenure import end_lock_session
from thirdring.database import site
from thirdring.database.pool import connect

ROOT = Path(__file__).parents[3]
SETTINGS = """
data_dir = "{folder}/data"
[database]
url = "{url}"
[web]
listen = "127.0.0.1:0"
[agi]
enabled = false
[[pbx]]
secret = "hush-hush"
port = 1
[[hotline]]
name = "service"
numbers = ["8001"]
"""
COMMAND = (sys.executable, "-m", "thirdring", "serve", "--config")


def new_site(folder: Path, url: str, word: str = "one-site") -> Path:
    """Its settings."""
    (folder / "data").mkdir(parents=True)
    site.write_file(folder / "data", word)
    config = folder / "thirdring.toml"
    config.write_text(SETTINGS.format(folder=folder, url=url))
    return config


@contextmanager
def served(config: Path) -> Iterator["subprocess.Popen[str]"]:
    """It serves."""
    environ = {**os.environ, "LANG": "C"}
    process = subprocess.Popen([*COMMAND, str(config)], cwd=ROOT, env=environ, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        assert any(json.loads(line)["event"] == "serving" for line in process.stderr)
        yield process
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)


def refused(config: Path) -> str:
    """What it says."""
    environ = {**os.environ, "LANG": "C"}
    command = [*COMMAND, str(config)]
    done = subprocess.run(command, cwd=ROOT, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1, done.stderr
    return done.stderr


def test_the_second_names_the_first_and_has_touched_nothing(database_url: str, tmp_path: Path) -> None:
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url)
    with served(first) as process:
        text = refused(second)
        assert f"process {process.pid}, data_dir {tmp_path}/a/data" in text
        assert "Stop that one first" in text
        assert {file.name for file in (tmp_path / "b" / "data").iterdir()} == {"service.lock", site.FILE}


def test_two_sites_are_refused_also_one_after_the_other(database_url: str, tmp_path: Path) -> None:
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url, "another")
    with served(first):
        pass
    assert "belongs to another site" in refused(second)


def test_after_a_kill_the_next_starts_at_once(database_url: str, tmp_path: Path) -> None:
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url)
    with served(first) as process:
        process.kill()
        process.wait()
        with served(second):  # it would be refused after three seconds of waiting
            pass


async def test_a_first_that_lost_the_lock_to_the_second_writes_nothing_more(database_url: str, tmp_path: Path) -> None:
    """Stopped like a machine that stands still, it wakes up when another has taken over."""
    first, second = new_site(tmp_path / "a", database_url), new_site(tmp_path / "b", database_url)
    with served(first) as process:
        process.send_signal(signal.SIGSTOP)
        await end_lock_session(database_url)
        with served(second):
            process.send_signal(signal.SIGCONT)
            time.sleep(3)  # noqa: ASYNC251 - it may do now what it wants to
            connection = await connect(database_url)
            names = await connection.fetch(
                "select distinct application_name from pg_stat_activity where application_name like 'thirdring serve%' "
                "and datname = current_database()"
            )
            holder = await connection.fetchrow("select 'thirdring serve ' || instance, data_dir, epoch from tenure")
            await connection.close()
            assert holder is not None
            assert tuple(holder)[1:] == (str(tmp_path / "b" / "data"), 2)
            assert holder[0] in {row[0] for row in names}
