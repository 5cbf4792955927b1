"""A running PostgreSQL server as its data folder shows it: is it there, does it answer, how to end it."""

import os
import signal
import socket
import struct
import time
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

PORT = 5432
_SSL_REQUEST = struct.pack("!ii", 8, 80877103)  # every server answers it with one byte, before any login
_STATUS_LINE = 7
_POLL_SECONDS = 0.01


class Postmaster(NamedTuple):
    pid: int
    status: str  # starting, ready, stopping …


def read_postmaster(data: Path) -> Postmaster | None:
    """What `postmaster.pid` says; None where there is none or it is half written."""
    try:
        lines = (data / "postmaster.pid").read_text().splitlines()
        return Postmaster(int(lines[0]), lines[_STATUS_LINE].strip())
    except (OSError, ValueError, IndexError):
        return None


def cluster_name(data: Path) -> str:
    """A word on the server's command line by which it is known again: the identity of its data folder."""
    status = data.stat()
    return f"thirdring-{status.st_dev}-{status.st_ino}"


def runs_in(data: Path, pid: int) -> bool:
    """Is `pid` the server of `data`? A number that another program has got since is not."""
    try:
        command_line = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False
    return f"cluster_name={cluster_name(data)}\0".encode() in command_line


def disown(data: Path, pid: int) -> None:
    """For a `postmaster.pid` that was left behind and names another program's process by now.

    A new server would take that for a living one. It passes over the number of its own parent, so we write ours;
    whether somebody still has the old server's memory open it finds by another line. Some PostgreSQL's number stays.
    """
    if _program(pid) == "postgres":
        return
    file = data / "postmaster.pid"
    _, _, rest = file.read_text().partition("\n")
    file.write_text(f"{os.getpid()}\n{rest}")


def _program(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def lingers(pid: int) -> bool:
    """Has it ended without its parent having noticed? A new server takes the number for a living one."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, IndexError):
        return False


def socket_name(port: int = PORT) -> str:
    """A server has one port, and its socket is named after it also where it listens on nothing else."""
    return f".s.PGSQL.{port}"


def answers(socket_folder: str, port: int = PORT) -> bool:
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.settimeout(2)
            probe.connect(f"{socket_folder}/{socket_name(port)}")
            probe.sendall(_SSL_REQUEST)
            return probe.recv(1) in (b"N", b"S")
    except OSError:
        return False


def end(pid: int, alive: Callable[[], bool], *, fast_seconds: float = 10, forced_seconds: float = 3) -> None:
    """Stop the server: cleanly, else at once (its write-ahead log repairs that at the next start), else by force."""
    for how, seconds in (
        (signal.SIGINT, fast_seconds),
        (signal.SIGQUIT, forced_seconds),
        (signal.SIGKILL, forced_seconds),
    ):
        try:
            os.kill(pid, how)
        except ProcessLookupError:
            return
        if wait_for(lambda: not alive(), seconds):
            return


def wait_for(condition: Callable[[], bool], seconds: float) -> bool:
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True
