"""An ear that is a process of its own, and services that come and go beside it."""

import asyncio
import os
import signal
import socket
import struct
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from lab.bench.harms import Harm
from lab.bench.kill import run
from lab.sim.server import SimulatedPbx
from telephony.journal.door import NAME, StrangerError, knocked, refuse_stranger
from telephony.journal.ear import Ear
from telephony.journal.followed import FollowedJournal
from telephony.journal.sqlite import SqliteJournal
from telephony.journal.telling import Listener, Telling
from tests.integration.service.test_service import played, ready, settings
from thirdring.links import ear_keys_of
from thirdring.listening.alone import listen, notify
from thirdring.listening.early import heard_first
from thirdring.listening.turns import listening
from thirdring.service import running
from thirdring.settings import Settings

MEMORY_KB_MAX = 35_000
HEAVY = ("aiohttp", "asyncpg", "babel", "jinja2", "pydantic", "pymysql", "rich", "structlog", "typer")


class Said:
    def __init__(self) -> None:
        self.events: list[str] = []

    def info(self, event: str, **details: Any) -> None:
        self.events.append(event)

    warning = info


@asynccontextmanager
async def heard(wanted: Settings) -> AsyncIterator[None]:
    async with listening(ear_keys_of(wanted), Said()):
        yield


async def recorded(pool: Any) -> list[tuple[str, str]]:
    async with pool.acquire() as connection:
        return sorted(
            (row[0], row[1])
            for row in await connection.fetch("select linkedid, measurement from calls where ended_at is not null")
        )


def truths(pbx: SimulatedPbx) -> list[tuple[str, str]]:
    return sorted((truth.linkedid, "measured") for truth in pbx.truths if truth.recorded)


async def until_recorded(pool: Any, pbx: SimulatedPbx) -> None:
    async with asyncio.timeout(60):
        while await recorded(pool) != truths(pbx):
            await asyncio.sleep(0.1)


async def derived(journal_of: Path, service: Any) -> None:
    """All that is on disk is derived."""
    journal = FollowedJournal(journal_of)
    async with asyncio.timeout(60):
        while await journal.read(service.measured.derivation.position + 1, 1):
            await asyncio.sleep(0.05)
    await journal.close()


async def test_a_service_that_comes_and_goes_beside_an_ear_misses_nothing_and_estimates_nothing(
    data_dir: Path, database_url: str, pool: Any
) -> None:
    async with played(40) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with heard(wanted):
            for _ in range(3):
                async with running(wanted) as service:
                    assert service.followed is not None
                    await asyncio.sleep(0.2)
                await asyncio.sleep(0.1)
            await pbx.finished.wait()
            async with running(wanted) as service:
                await until_recorded(pool, pbx)
                checks = await ready(service)
                assert checks["listen"]["ok"], checks


async def test_what_is_heard_while_the_service_runs_reaches_it_at_once(data_dir: Path, database_url: str) -> None:
    async with played(20) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with heard(wanted), running(wanted) as service:
            await pbx.finished.wait()
            await derived(data_dir, service)
            assert service.measured.recorder.measured.total() > 0
            assert service.measured.derivation.position == service.ears.journal.next_position - 1


async def test_how_far_the_service_is_is_in_the_journal_when_the_ear_ends(data_dir: Path, database_url: str) -> None:
    async with played(20) as pbx:
        wanted = settings(data_dir, database_url, pbx.port)
        async with heard(wanted), running(wanted) as service:
            await pbx.finished.wait()
            await derived(data_dir, service)
            position = service.measured.derivation.position
            await asyncio.sleep(0.3)
    journal = SqliteJournal(data_dir / "journal.sqlite")
    assert journal.checkpoint.derived_position >= position
    await journal.close()


async def test_only_one_process_writes_the_journal(data_dir: Path, database_url: str) -> None:
    wanted = settings(data_dir, database_url)
    log = Said()
    async with running(wanted):
        ear = asyncio.create_task(listen(ear_keys_of(wanted), log))
        async with asyncio.timeout(60):
            while "standing by" not in log.events:
                await asyncio.sleep(0.01)
        assert "listening" not in log.events
    async with asyncio.timeout(60):
        while "listening" not in log.events:
            await asyncio.sleep(0.01)
    async with heard_first(ear_keys_of(wanted)) as early:
        assert early is None
    ear.cancel()
    await asyncio.wait([ear])


async def test_the_socket_is_its_owners_alone_and_goes_with_the_ear(data_dir: Path, database_url: str) -> None:
    async with heard(settings(data_dir, database_url)):
        assert (data_dir / NAME).stat().st_mode & 0o777 == 0o600
        wire = knocked(data_dir)
        assert wire is not None
        wire.close()
    assert knocked(data_dir) is None


class OfAnotherUser(socket.socket):
    def getsockopt(self, level: int, option: int, size: int = 0) -> Any:
        return struct.pack("3i", 1, os.getuid() + 1, 1) if option == socket.SO_PEERCRED else b""


def test_a_process_of_another_user_is_refused() -> None:
    with OfAnotherUser() as stranger, pytest.raises(StrangerError, match="run both as one user"):
        refuse_stranger(stranger)


async def test_whoever_is_refused_at_the_socket_is_told_nothing(data_dir: Path, database_url: str) -> None:
    def refuse(_wire: socket.socket) -> None:
        raise StrangerError

    journal = SqliteJournal(data_dir / "journal.sqlite")
    telling = Telling(Ear(journal), journal, dict)
    ours, theirs = socket.socketpair()
    ours.setblocking(False)
    await asyncio.get_running_loop().create_connection(lambda: Listener(telling, refuse), sock=ours)
    assert await asyncio.to_thread(theirs.recv, 99) == b""
    assert telling.listeners == set()
    theirs.close()
    await journal.close()


async def test_as_a_process_it_is_small_and_ends_when_told(data_dir: Path, tmp_path: Path) -> None:
    async with played(10) as pbx:
        config = tmp_path / "site.toml"
        config.write_text(f'data_dir = "{data_dir}"\n[[pbx]]\nport = {pbx.port}\nsecret = "simulated"\n')
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "thirdring", "listen", "--config", str(config)
        )
        try:
            await pbx.finished.wait()
            status = await asyncio.to_thread(Path(f"/proc/{process.pid}/status").read_text)
            assert int(status.partition("VmHWM:")[2].split()[0]) <= MEMORY_KB_MAX
        finally:
            process.send_signal(signal.SIGTERM)
        assert await process.wait() == 0
    journal = SqliteJournal(data_dir / "journal.sqlite")
    assert journal.health.last_position > 100
    await journal.close()


async def test_a_service_killed_again_and_again_beside_an_ear_loses_and_estimates_no_call(tmp_path: Path) -> None:
    """The short form of `./run bench kill --apart`."""
    report = await run(calls=150, kills=5, folder=tmp_path, pace=6.0, calls_a_second=15.0, harm=Harm.APART)
    assert report.wrong == []
    assert report.kills == 5
    assert report.same == report.calls > 50


@pytest.mark.parametrize("is_abstract", [False, True], ids=["a file", "a name"])
def test_systemd_hears_that_it_is_ready_and_alive_and_a_container_sees_it(tmp_path: Path, is_abstract: bool) -> None:
    mark, name = tmp_path / "alive", f"thirdring-{tmp_path.name}" if is_abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind(f"\0{name}" if is_abstract else name)
        environ = {"NOTIFY_SOCKET": f"@{name}" if is_abstract else name, "THIRDRING_ALIVE_MARK": str(mark)}
        notify("WATCHDOG=1", environ)
        assert (systemd.recv(99), mark.exists()) == (b"WATCHDOG=1", False)
        notify("READY=1\nSTATUS=Hears.", environ)
        assert (systemd.recv(99), mark.exists()) == (b"READY=1\nSTATUS=Hears.", True)
        os.utime(mark, (1, 1))
        notify("WATCHDOG=1", environ)
        assert (systemd.recv(99), mark.stat().st_mtime > 1) == (b"WATCHDOG=1", True)
    notify("WATCHDOG=1", environ)  # nobody is there any more


def test_it_imports_nothing_large() -> None:
    asked = "import sys, thirdring.commands.heard_first; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert [name for name in HEAVY if name in done.stdout.split()] == []


def test_settings_that_are_wrong_are_said_in_words(tmp_path: Path) -> None:
    config = tmp_path / "site.toml"
    config.write_text("[[pbx]]\nport = 5038\n")
    command = [sys.executable, "-m", "thirdring", "listen", "--config", str(config)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})
    assert done.returncode == 2
    assert "pbx[0].secret is missing" in done.stderr
