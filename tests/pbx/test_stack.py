"""`./run stack --demo` as a person starts it: all parts well, calls, tickets worked on, at the end nothing left."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import yaml

from lab.pbx.root import home
from tests.pbx.watching import DEPLOY

_PARTS = ["Asterisk", "Third Ring", "Alertmanager", "Prometheus", "Phones", "Desk", "Callers"]
_SEEN_SECONDS = 150
_SEEN = {
    'sum(thirdring_calls_total{hotline="服务热线"})': "no call was measured",
    'sum(max_over_time(thirdring_tickets{status!="open"}[5m]))': "the desk has worked on no ticket",
}


@pytest.fixture
def stack() -> Iterator["subprocess.Popen[str]"]:
    command = [sys.executable, "-m", "lab", "stack", "--demo", "--any-port", "--for", "240", "--lang", "en"]
    process = subprocess.Popen(
        command, cwd=DEPLOY.parent, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_plain()
    )
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGINT)
    process.communicate(timeout=60)


def _plain() -> dict[str, str]:
    return {**os.environ, "COLUMNS": "200"}


async def test_all_parts_are_well_and_the_demo_has_calls_and_a_desk(stack: "subprocess.Popen[str]") -> None:
    lines = await asyncio.to_thread(_until_started, stack)
    assert [name for name in _PARTS if f"● {name} " in lines] == _PARTS, lines
    found = re.search(r"● Prometheus +(\S+) .* (\d+) rules", lines)
    assert found, lines
    assert int(found[2]) == _rules()
    async with aiohttp.ClientSession(found[1]) as http:
        assert await _number(http, 'up{job="thirdring"}') == 1
        deadline = time.monotonic() + _SEEN_SECONDS
        for query, missing in _SEEN.items():
            while not await _number(http, query):
                assert time.monotonic() < deadline, missing
                await asyncio.sleep(1)
        assert await _number(http, "min(thirdring_link_up)") == 1
        assert await _number(http, "max(thirdring_store_trouble)") == 0
    left_before = _processes_of(stack.pid)
    stack.send_signal(signal.SIGINT)
    rest, _ = await asyncio.to_thread(stack.communicate, timeout=60)
    assert (stack.returncode, rest.strip().splitlines()[-1]) == (0, "All parts have ended.")
    assert len(left_before) >= 4
    assert _left(stack.pid, left_before) == []


def _until_started(stack: "subprocess.Popen[str]") -> str:
    lines = ""
    assert stack.stdout is not None
    for line in stack.stdout:
        lines += line
        if "● Callers" in line:
            break
    return lines


def _left(parent: int, processes: list[int]) -> list[str]:
    """What it has left behind: processes that run on (of a zombie only init has to take note), and folders."""
    states = [file.read_text() for pid in processes if (file := Path("/proc", str(pid), "stat")).exists()]
    running = [
        state for state in states if state.rpartition(")")[2].split()[0] != "Z"
    ]  # else init has only to take note
    return [*running, *map(str, home().glob(f"root/lab/tr-{parent}-*"))]


def _rules() -> int:
    files = (DEPLOY / "prometheus" / "rules").glob("*.yml")
    return sum(len(group["rules"]) for file in files for group in yaml.safe_load(file.read_text())["groups"])


async def _number(http: aiohttp.ClientSession, query: str) -> float:
    async with http.get("/api/v1/query", params={"query": query}) as answer:
        said: Any = await answer.json()
    return float(said["data"]["result"][0]["value"][1]) if said["data"]["result"] else 0.0


def _processes_of(parent: int) -> list[int]:
    """All that it has started, and what those have started."""
    found: list[int] = []
    for file in Path("/proc", str(parent), "task").glob("*/children"):
        for child in map(int, file.read_text().split()):
            found += [child, *_processes_of(child)]
    return found
