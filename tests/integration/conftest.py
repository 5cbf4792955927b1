"""A PostgreSQL for the tests: the embedded one, started once, with a template that each test gets its own copy of."""

import asyncio
import os
import shutil
import socket
import tempfile
from collections.abc import AsyncIterator, Iterator
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from argon2 import PasswordHasher

from kit.database.embedded import EmbeddedPostgres
from kit.database.migrate import upgrade
from kit.database.pool import DatabasePool, connect, ensure_database, open_pool
from kit.http.auth import passwords
from tests.integration.problems_in_chinese import every_problem_is_said_in_chinese
from thirdring.settings import Settings


@pytest.fixture(autouse=True)
def _problems_in_chinese(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with every_problem_is_said_in_chinese(monkeypatch):
        yield


@pytest.fixture(scope="session", autouse=True)
def quick_hashes() -> Iterator[None]:
    """Passwords that nobody has to guess. What a hash takes is the matter of unit tests."""
    hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_hasher", hasher)
        patch.setattr(passwords, "NOBODYS", hasher.hash("nobody's"))
        yield


UNSAFE_AND_QUICK = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_wal_size": "256MB"}
_MEMORY, _MEMORY_BYTES = Path("/dev/shm"), 2_000_000_000
_numbers = count(1)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EmbeddedPostgres]:
    """In memory where this machine has it: a copy of the template is 600 files, five times the work on a disk."""
    folder = _in_memory() or tmp_path_factory.mktemp("postgres")
    server = EmbeddedPostgres(folder, UNSAFE_AND_QUICK)
    server.start()
    yield server
    server.stop()
    shutil.rmtree(folder)


def _in_memory() -> Path | None:
    if not os.access(_MEMORY, os.W_OK) or shutil.disk_usage(_MEMORY).free < _MEMORY_BYTES:
        return None
    for left in _MEMORY.glob("thirdring-tests-*"):  # of runs that were killed
        if not Path("/proc", left.name.split("-")[2]).exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"thirdring-tests-{os.getpid()}-", dir=_MEMORY))  # numbers come again
    folder.chmod(0o711)
    return folder


@pytest.fixture(scope="session")
def template(postgres: EmbeddedPostgres) -> str:
    asyncio.run(make_template(postgres.url("template_site")))
    return "template_site"


async def make_template(url: str) -> None:
    await ensure_database(url)
    connection = await connect(url)
    await upgrade(connection)
    await connection.close()


@pytest.fixture
async def database_url(postgres: EmbeddedPostgres, template: str) -> AsyncIterator[str]:
    """An empty, upgraded database of this test alone."""
    url = postgres.url(f"test_{next(_numbers)}")
    name = urlsplit(url).path.lstrip("/")
    connection = await connect(postgres.url("postgres"))
    await connection.execute(f'create database "{name}" template "{template}" strategy file_copy')
    yield url
    await connection.execute(f'drop database "{name}" with (force)')
    await connection.close()


@pytest.fixture
def settings(database_url: str, data_dir: Path) -> Settings:
    """Of a command on a database of its own."""
    return Settings.model_validate({"data_dir": str(data_dir), "database": {"url": database_url}})


@pytest.fixture
async def pool(database_url: str) -> AsyncIterator[DatabasePool]:
    pool = await open_pool(database_url)
    yield pool
    await pool.close()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
