"""How long after the process began it came to each point of its start."""

import time
from pathlib import Path

_points: dict[str, float] = {}


def reach(name: str) -> None:
    """The first time counts."""
    if name not in _points:
        _points[name] = round(process_seconds(), 3)


def reached() -> dict[str, float]:
    return dict(_points)


def process_seconds() -> float:
    """Since this process began; to the hundredth, as the kernel counts. 0 where nobody tells."""
    try:
        began_ticks = int(Path("/proc/self/stat").read_text().rpartition(")")[2].split()[19])
    except (OSError, ValueError, IndexError):
        return 0.0
    return time.clock_gettime(time.CLOCK_BOOTTIME) - began_ticks / 100
