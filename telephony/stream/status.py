"""What the forwarder says of itself, in a file of data_dir: for the checks, and for what may be deleted."""

import contextlib
import json
import os
from pathlib import Path
from typing import NamedTuple

NAME = "forward.json"
STALE_SECONDS = 15.0
_BYTES_MAX = 64 << 10
_NUMBER_MAX = 1 << 63


class Forwarded(NamedTuple):
    """`position`: up to here events of `journal` are in the stream. `at_us`: when this was said.

    `trouble` is for people, and empty while all goes on. `full`: because the stream has no room.
    """

    journal: str = ""
    position: int = 0
    trouble: str = ""
    full: bool = False
    size_bytes: int = 0
    size_bytes_max: int = 0
    servers: int = 0
    servers_ready: int = 0
    at_us: int = 0


def write(data_dir: Path, forwarded: Forwarded) -> None:
    """Writes the whole file or nothing. On a full disk the file stays as it was."""
    beside = data_dir / f"{NAME}.new"
    with contextlib.suppress(OSError):
        door = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(door, "w", encoding="utf-8") as file:
            json.dump(forwarded._asdict(), file)
        beside.replace(data_dir / NAME)


def read(data_dir: Path) -> Forwarded | None:
    """None where no forwarder has ever said anything, or nothing that can be understood."""
    try:
        with (data_dir / NAME).open("rb") as file:
            content = file.read(_BYTES_MAX + 1)
        said = Forwarded(**json.loads(content)) if len(content) <= _BYTES_MAX else None
    except (OSError, ValueError, TypeError, RecursionError):
        return None
    return said if said is not None and all(map(_is_like, said, Forwarded())) else None


def _is_like(value: object, default: object) -> bool:
    return type(value) is type(default) and (type(value) is not int or 0 <= value < _NUMBER_MAX)


def forwarded_position(data_dir: Path, journal: str) -> int:
    """0 where nothing of this journal is known to be in the stream."""
    said = read(data_dir)
    return said.position if said is not None and said.journal == journal else 0
