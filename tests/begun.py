"""What takes seconds to begin is begun once for all tests of a process, and copied: a PostgreSQL, spoken prompts."""

import asyncio
import atexit
import shutil
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from pathlib import Path

from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import upgrade
from kit.database.pool import connect, ensure_database

_MAKE_PROMPTS = Path(__file__).parents[1] / "deploy" / "asterisk" / "make-prompts"


def begin_postgres(data_dir: Path) -> None:
    """The embedded PostgreSQL of this data_dir has been started once, with tables and nothing in them."""
    data_dir.mkdir(parents=True, exist_ok=True)
    _copy(_postgres(), data_dir)


def speak_prompts(sounds: Path) -> None:
    _copy(_prompts(), sounds)


@cache
def _postgres() -> Path:
    folder = _folder()
    server = EmbeddedPostgres(folder, {"fsync": "off"})
    server.start()
    try:
        with ThreadPoolExecutor(1) as thread:  # a test's own loop may be running here
            thread.submit(asyncio.run, _upgrade(server.url())).result()
    finally:
        server.stop()
    (server.home / "owner.lock").unlink()
    return folder


async def _upgrade(url: str) -> None:
    await ensure_database(url)
    connection = await connect(url)
    await upgrade(connection)
    await connection.close()


@cache
def _prompts() -> Path:
    folder = _folder()
    subprocess.run([str(_MAKE_PROMPTS), str(folder)], check=True)
    return folder


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="thirdring-begun-"))
    folder.chmod(0o711)
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _copy(source: Path, target: Path) -> None:
    """All that is in it, with owners and modes."""
    subprocess.run(["cp", "--archive", *map(str, source.iterdir()), str(target)], check=True)
