"""The demo as it is started: the whole service for a few seconds."""

import asyncio
import fcntl
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

import aiohttp
import pytest

from lab.demo import site

ROOT = Path(__file__).parents[3]


def started(*options: str, environ: Mapping[str, str] | None = None) -> "subprocess.Popen[str]":
    """One at a time on this machine, until it has ended: all of them prefer one port."""
    command = [sys.executable, "-P", "-m", "lab", "demo", *options]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8", **(environ or {})}
    with (Path(tempfile.gettempdir()) / f"thirdring-demo-{os.getuid()}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=env, pass_fds=[lock.fileno()]
        )


def around_noon() -> dict[str, str]:
    """A zone in which it is about noon: the demo's past begins before midnight where it is just after it."""
    return {"TZ": f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"}


def read_until(demo: "subprocess.Popen[str]", *patterns: str) -> str:
    """Ended once each was said, so that it takes no longer than the play needs; all that it said."""
    assert demo.stdout is not None
    told, missing = "", set(patterns)
    for line in demo.stdout:
        told += line
        missing = {pattern for pattern in missing if not re.search(pattern, line)}
        if not missing:
            demo.send_signal(signal.SIGINT)
            break
    return told + demo.communicate(timeout=180)[0]


def test_it_shows_calls_and_leaves_nothing(tmp_path: Path) -> None:
    demo = started("--for", "150", "--lang", "en", environ={"TMPDIR": str(tmp_path), **around_noon()})
    said = read_until(demo, "begins to ring", "within 3 rings")

    assert demo.returncode == 0, said
    assert "All calls are simulated" in said
    assert "begins to ring" in said
    assert "within 3 rings" in said
    assert "The 21 objectives today: " in said
    assert list(tmp_path.iterdir()) == []


def test_ended_while_its_postgresql_starts_it_leaves_nothing(tmp_path: Path) -> None:
    demo = started("--for", "1", "--lang", "en", environ={"TMPDIR": str(tmp_path)})
    said, _ = demo.communicate(timeout=180)

    assert demo.returncode == 0, said
    assert list(tmp_path.iterdir()) == []


def test_agents_of_the_desk_resolve_call_back_and_are_rated() -> None:
    demo = started("--for", "150", "--lang", "en", environ=around_noon())
    proven = r"☎ \S+ #\d{4}  10\d\d calls back: reached, talked \d+ s \(proven by"
    answered = r"✓ \d-\d-\d+ \S+ #\d{4}  10\d\d answers in ring \d"
    said = read_until(demo, proven, answered)

    assert demo.returncode == 0, said
    assert re.search(proven, said)
    assert re.search(answered, said)
    assert re.search(r"[1-9]\d* tickets, \d+ open, 0 overdue; \d+ callbacks waiting", said)
    assert "6 files kept" not in said  # that one is met


def test_in_chinese() -> None:
    demo = started("--for", "2", environ={"LC_ALL": "zh_CN.UTF-8"})
    said, _ = demo.communicate(timeout=180)

    assert demo.returncode == 0, said
    assert said.splitlines()[-1] == "演示结束，未保留任何数据。"


def test_an_interrupt_ends_it_cleanly() -> None:
    demo = started("--lang", "en")
    assert demo.stdout is not None
    for line in demo.stdout:
        if "curl" in line:
            break
    demo.send_signal(signal.SIGINT)
    rest, _ = demo.communicate(timeout=120)

    assert demo.returncode == 0, rest
    assert "The demo is over" in rest
    assert "Traceback" not in rest


async def test_the_line_to_copy_works() -> None:
    demo = started("--lang", "en", "--for", "150")
    assert demo.stdout is not None
    try:
        lines = []
        for line in demo.stdout:
            lines.append(line.strip())
            if "limit=5" in line:
                break
        token, url = lines[-2].split("Bearer ")[1].split('"')[0], lines[-1].strip('"')
        async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}) as session, asyncio.timeout(100):
            while "service" not in [call["hotline"] for call in await calls_at(session, url)]:  # others are callbacks
                await asyncio.sleep(0.2)
    finally:
        demo.send_signal(signal.SIGINT)
        demo.communicate(timeout=120)


async def calls_at(session: aiohttp.ClientSession, url: str) -> list[dict[str, object]]:
    async with session.get(url) as response:
        if response.status != 200:
            return []
        items: list[dict[str, object]] = (await response.json())["items"]
        return items


def test_a_port_that_is_taken_is_passed_over() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        assert site.free_port(port) != port


def test_a_free_port_is_taken_as_preferred() -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]

    assert site.free_port(port) == port


def test_the_time_zone_is_the_machines(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Madrid")

    assert site.local_zone() == "Europe/Madrid"


def test_an_unknown_time_zone_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Nowhere/Near")

    assert site.local_zone() != "Nowhere/Near"
