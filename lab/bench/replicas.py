"""Two PostgreSQL servers, one of which follows the other by streaming, for benches and tests that kill the first."""

import asyncio
import contextlib
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from pathlib import Path

from kit.database import postmaster
from kit.database.embedded import USER, EmbeddedPostgres
from kit.database.pool import connect

SETTINGS: Mapping[str, str] = {"wal_keep_size": "256MB", "max_connections": "60"}
_EVERYBODY = "alter system set synchronous_standby_names = '*'"
_STREAMS = "select count(*) from pg_stat_replication where state = 'streaming'"


class Servers:
    """Blocks, but for what is asked in SQL. `first` takes writes."""

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        folder.chmod(0o711)
        self._settings = {**SETTINGS, **(settings or {})}
        self.first, self.second = (EmbeddedPostgres(folder / name, self._settings) for name in ("one", "two"))
        self.first.reserve()
        self.second.reserve()
        (self.second.home / "password").write_bytes((self.first.home / "password").read_bytes())
        self._url = _of_both(self.first.url(), self.second.url())

    def url(self) -> str:
        return self._url

    def begin(self) -> None:
        self.first.start()
        self.follow()

    def follow(self) -> None:
        """The second one is made anew, and follows."""
        self.second.stop()
        self.second.reserve()
        shutil.rmtree(self.second.data, ignore_errors=True)
        first, second = self.first, self.second
        program, account = first._binary("pg_basebackup"), second._known_account()  # noqa: SLF001 - only lab copies one
        place = first._socket_folder()  # noqa: SLF001
        done = subprocess.run(
            [str(program), "-D", str(second.data), "-R", "-X", "stream", "-c", "fast", "-h", place, "-U", USER],
            env={"PATH": "/usr/bin:/bin", "PGPASSWORD": (first.home / "password").read_text().strip()},
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **account.options(),
        )
        if done.returncode:
            raise RuntimeError(done.stderr)
        self.second.start()

    async def synchronous(self) -> None:
        """From now on nothing is stored that the second one does not have as well."""
        connection = await connect(self.first.url())
        await connection.execute(_EVERYBODY)
        await connection.execute("select pg_reload_conf()")
        sync = "select count(*) from pg_stat_replication where sync_state = 'sync'"
        while not await connection.fetchval(sync):
            await asyncio.sleep(0.02)
        await connection.close()

    async def streams(self) -> bool:
        connection = await connect(self.first.url())
        try:
            return bool(await connection.fetchval(_STREAMS))
        finally:
            await connection.close()

    async def caught_up(self) -> None:
        first, second = await connect(self.first.url()), await connect(self.second.url())
        try:
            written = await first.fetchval("select pg_current_wal_lsn()::text")
            while not await second.fetchval("select pg_last_wal_replay_lsn() >= $1::text::pg_lsn", written):
                await asyncio.sleep(0.02)
        finally:
            await first.close()
            await second.close()

    async def lag(self) -> None:
        """From now on the second one receives nothing."""
        connection = await connect(self.second.url())
        try:
            await connection.execute("alter system set primary_conninfo = ''")
            await connection.execute("select pg_reload_conf()")
            while await connection.fetchval("select count(*) from pg_stat_wal_receiver"):
                await asyncio.sleep(0.02)
        finally:
            await connection.close()

    async def promote(self) -> None:
        connection = await connect(self.second.url())
        await connection.fetchval("select pg_promote()")
        await connection.close()
        self.first, self.second = self.second, self.first

    def kill(self) -> None:
        running = postmaster.read_postmaster(self.first.data)
        if running is not None:
            for pid in (running.pid, *_children(self.first)):
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)

    def end(self) -> None:
        self.second.stop()
        self.first.stop()


def _children(server: EmbeddedPostgres) -> list[int]:
    running = postmaster.read_postmaster(server.data)
    if running is None:
        return []
    return [int(pid) for pid in Path(f"/proc/{running.pid}/task/{running.pid}/children").read_text().split()]


def _of_both(first: str, second: str) -> str:
    return f"{first},{second.partition('host=')[2]}"
