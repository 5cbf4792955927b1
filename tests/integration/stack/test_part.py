"""A part of the stack as a process: it is well, it ends, it does not want to end."""

import asyncio
import sys
from pathlib import Path

import aiohttp
import pytest

from lab.pbx import programs
from lab.stack.part import Part, running
from lab.stack.up import run_stack
from thirdring.commands import CommandError
from thirdring.stack import StackError


def part(tmp_path: Path, script: str, well_after: int = 1) -> Part:
    asked = 0

    async def health(_http: aiohttp.ClientSession) -> str:
        nonlocal asked
        asked += 1
        if asked < well_after:
            raise aiohttp.ClientConnectionError
        return "well"

    return Part("Played", [sys.executable, "-c", script], tmp_path / "log", health)


async def test_a_part_is_there_once_it_says_that_it_is_well_and_gone_afterwards(tmp_path: Path) -> None:
    async with (
        aiohttp.ClientSession() as http,
        running(part(tmp_path, "import time; time.sleep(60)", 3), http) as (process, said),
    ):
        assert said == "well"
        assert process.returncode is None
    assert process.returncode == -15


async def test_a_part_that_ends_at_once_is_told_with_its_last_words(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as http:
        with pytest.raises(StackError, match=r"(?s)Played does not run.*of this"):
            async with running(part(tmp_path, "raise SystemExit('of this')", 1_000), http):
                pass


async def test_a_part_that_is_cancelled_while_it_starts_is_gone(tmp_path: Path) -> None:
    async with aiohttp.ClientSession() as http:
        script = "import os, time; print(os.getpid(), flush=True); time.sleep(60)"
        starting = asyncio.create_task(_enter(part(tmp_path, script, 1_000), http))
        async with asyncio.timeout(60):
            while not (tmp_path / "log").exists() or not (tmp_path / "log").read_text():
                await asyncio.sleep(0.01)
        starting.cancel()
        await asyncio.wait([starting])
    assert not _lives((tmp_path / "log").read_text())


def _lives(pid: str) -> bool:
    return Path("/proc", pid.strip()).exists()


async def _enter(started: Part, http: aiohttp.ClientSession) -> None:
    async with running(started, http):
        pass


def test_where_it_cannot_run_it_says_why_and_what_runs_instead(monkeypatch: pytest.MonkeyPatch) -> None:
    from rich.console import Console

    monkeypatch.setattr(programs, "why_not", lambda: "only root can build the lab")
    monkeypatch.setattr("shutil.which", lambda _name: None)
    with pytest.raises(CommandError, match=r"only root.*asterisk, prometheus, alertmanager.*docker compose up"):
        run_stack(Console(quiet=True), 1, demo=False, any_port=True)
