"""The settings of the demo: a folder of its own, a free port, and the hotline of the PBX it plays on."""

import os
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time
from pathlib import Path
from zoneinfo import ZoneInfo

from kit.i18n import language
from lab.desk import estate, shifts
from lab.desk.workmen import trades
from telephony.layout import Agent, Hotline
from thirdring.settings import Settings
from ticketing.households.household import Household

PREFERRED_PORT = 8080
_PORTS_TRIED = 20


AT_ANY_HOUR = {
    "quiet_until": time.min,
    "quiet_from": time.max,
    "latest_same_day": time.max,
    "different_hours": False,
    "distance_minutes": 3,
    "busy_distance_minutes": 1,
}
"""Customers are called whenever it is, and soon again: a demo is short. Its few agents call more than any others."""


@dataclass(frozen=True, slots=True)
class Switch:
    """A PBX that is ready to be listened to."""

    name: str
    note: str  # what is not real about it
    port: int
    username: str
    secret: str
    hotline: Hotline
    agents: tuple[Agent, ...]
    dial: Callable[[str, str], bool]
    """An agent dials a number by hand. False: that agent is busy."""
    residents: tuple[Household, ...]  # who calls here
    caught_up: Callable[[], bool] = lambda: True
    """A past that it plays first, as fast as it can, is over."""


@contextmanager
def folder() -> Iterator[Path]:
    """For the journal and PostgreSQL; gone with the demo."""
    path = Path(tempfile.mkdtemp(prefix="thirdring-demo-"))
    path.chmod(0o711)  # root's PostgreSQL runs as somebody else and has to pass
    try:
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)


def free_port(preferred: int = PREFERRED_PORT) -> int:
    """The preferred one or the next that is free; any free one where many are taken."""
    for port in (*range(preferred, preferred + _PORTS_TRIED), 0):
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return int(probe.getsockname()[1])
    raise OSError("no TCP port is free on 127.0.0.1")


def local_zone() -> str:
    """The machine's time zone by name, so that the clock in the picture is the one on the wall."""
    linked = os.path.realpath("/etc/localtime").partition("zoneinfo/")[2]
    for name in (os.environ.get("TZ", "").lstrip(":"), linked):
        if name and _is_zone(name):
            return name
    return "UTC"


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ValueError, OSError, KeyError):
        return False
    return True


def settings(switch: Switch, data_dir: Path, port: int) -> Settings:
    hotline = {"name": switch.hotline.name, "numbers": switch.hotline.numbers, "queues": switch.hotline.queues}
    pbx = {"port": switch.port, "username": switch.username, "secret": switch.secret}
    return Settings.model_validate(
        {
            "timezone": local_zone(),
            "data_dir": data_dir,
            "web": {"listen": f"127.0.0.1:{port}", "requests_per_second": 1_000, "burst": 2_000},
            "agi": {"enabled": False},
            "desk": {
                "since": estate.MOVED_IN,
                "callbacks": AT_ANY_HOUR,
                "numbers_per_day": 100_000,
                "trades": trades(language()),
                "assign_after_minutes": 0,
            },
            "pbx": {"0": pbx},
            "hotline": {"0": hotline},
            "shifts": {"shift": shifts.SHIFTS},
            "agent": {str(n): {"name": a.name, "devices": a.devices} for n, a in enumerate(switch.agents)},
        }
    )
