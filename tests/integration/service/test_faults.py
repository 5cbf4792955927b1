"""A disk that is full, a folder that cannot be written, too few files: said, nothing lost, mended by itself."""

import asyncio
import os
import resource
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kit.http.health import disk_check, files_check
from telephony.journal.file import JournalFile
from telephony.journal.sqlite import SqliteJournal
from tests.integration.service.test_service import played, ready, settings
from tests.integration.small_site import small_site
from thirdring.service import running
from thirdring.settings import Settings

NOWHERE = "postgresql://nobody@/none?host=/nowhere"


@contextmanager
def small_disk(folder: Path, size: str, *options: str) -> Iterator[Path]:
    folder.mkdir(exist_ok=True)
    mount = ["mount", "-t", "tmpfs", "-o", ",".join((f"size={size}", *options)), "tmpfs", str(folder)]
    if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("needs the right to mount a small disk")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(folder: Path) -> Path:
    ballast = folder / "ballast"
    with ballast.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(b"\0" * 65_536)
        except OSError:
            pass
    return ballast


async def until(holds: Callable[[], bool], seconds: float) -> None:
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.05)


def small_journal(wanted: Settings) -> SqliteJournal:
    """Without the room that a journal keeps for itself, so that a full disk is felt at once."""
    return SqliteJournal(wanted.data_dir / "journal.sqlite", opener=partial(JournalFile, reserve_bytes=0))


async def test_a_full_disk_loses_no_event_and_is_written_when_there_is_room_though_nothing_more_comes(
    tmp_path: Path, database_url: str, pool: Any
) -> None:
    with small_disk(tmp_path / "data", "4m") as data:
        async with played(30) as pbx:
            async with running(settings(data, database_url, pbx.port), make_journal=small_journal) as service:
                ballast = fill(data)
                await until(lambda: bool(service.ears.journal.health.trouble), 60)
                async with asyncio.timeout(60):
                    checks = await ready(service)
                assert "make room on the disk of data_dir" in checks["journal"]["reason"]
                assert "make room on that disk" in checks["disk"]["reason"]
                await asyncio.wait_for(pbx.finished.wait(), 120)
                waiting = service.ears.journal.health.unsaved_events
                assert waiting > 0
                ballast.unlink()
                await until(lambda: not service.ears.journal.health.trouble, 5)
                assert service.ears.journal.health.unsaved_events == 0
            expected = {truth.linkedid for truth in pbx.truths if truth.recorded}
        async with pool.acquire() as connection:
            stored = await connection.fetch("select linkedid from calls where ended_at is not null")
        assert {row[0] for row in stored} == expected


def started(data: Path, folder: Path, files: int | None = None) -> "subprocess.CompletedProcess[str]":
    def limit() -> None:
        if files is not None:
            resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))

    return small_site(folder, NOWHERE, data).run("serve", seconds=150, first=limit)


def test_a_start_on_a_read_only_disk_says_so_in_a_sentence(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8m", "ro") as disk:
        done = started(disk / "data", tmp_path)
        assert done.returncode == 1
        assert "mounted read-only: mount it writable, or set data_dir" in done.stderr
        assert "Traceback" not in done.stderr


def test_a_start_on_a_full_disk_says_so_in_a_sentence(tmp_path: Path) -> None:
    with small_disk(tmp_path / "data", "1m") as data:
        fill(data)
        done = started(data, tmp_path)
        assert done.returncode == 1
        assert "make room on that disk" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("files", [20, 63])
def test_a_start_with_too_few_files_says_so_in_a_sentence(files: int, tmp_path: Path) -> None:
    done = started(tmp_path / "data", tmp_path, files)
    assert done.returncode == 1
    assert "LimitNOFILE" in done.stderr
    assert "Traceback" not in done.stderr


def test_readiness_knows_a_folder_that_cannot_be_written_and_files_that_run_out(tmp_path: Path) -> None:
    with small_disk(tmp_path / "disk", "8m", "ro") as disk:
        assert "cannot be written: mount it writable" in disk_check(disk).reason
    assert files_check().ok
    (tmp_path / "fd").mkdir()
    soft, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft <= 10_000:
        for number in range(soft):
            (tmp_path / "fd" / str(number)).touch()
        assert "raise LimitNOFILE" in files_check(tmp_path / "fd").reason
    assert "can open no more files" in files_check(tmp_path / "nowhere").reason
