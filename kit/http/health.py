"""Is the service alive, and is it ready: one check for each thing that it stands on."""

import os
import resource
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from pydantic import Field

from kit.http.out import Out


class CheckOut(Out):
    name: str
    ok: bool
    reason: str = Field(description="If not ok: what is wrong and what to do")
    figures: dict[str, float]


class ReadyOut(Out):
    ready: bool
    checks: list[CheckOut]


class InChargeOut(Out):
    in_charge: bool


class AliveOut(Out):
    alive: Literal[True] = True


DISK_FREE_BYTES_MIN = 256 * 1024 * 1024
FILES_USED_RATIO_MAX = 0.9
OPEN_FILES = Path("/proc/self/fd")


@dataclass(frozen=True, slots=True)
class Check:
    """`reason` says, where it is not ok, what is wrong and what to do; `figures` have their units in their names."""

    name: str
    ok: bool
    reason: str = ""
    figures: Mapping[str, float] = field(default_factory=dict)


def disk_check(folder: Path, free_bytes_min: int = DISK_FREE_BYTES_MIN) -> Check:
    try:
        free_bytes = shutil.disk_usage(folder).free
    except OSError as error:
        return Check("disk", False, f"data_dir cannot be looked at ({error.strerror}): make it readable.")
    if not os.access(folder, os.W_OK):
        reason = "data_dir cannot be written: mount it writable, and let it belong to the user of the service."
        return Check("disk", False, reason, {"free_bytes": float(free_bytes)})
    ok = free_bytes >= free_bytes_min
    reason = "" if ok else f"Less than {free_bytes_min // 2**20} MiB are free under data_dir: make room on that disk."
    return Check("disk", ok, reason, {"free_bytes": float(free_bytes)})


def files_check(folder: Path = OPEN_FILES) -> Check:
    limit, _hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    advice = "raise LimitNOFILE, or look who opens so many connections."
    try:
        used = sum(1 for _file in folder.iterdir())
    except OSError as error:
        return Check("files", False, f"The process can open no more files ({error.strerror}): {advice}")
    ok = used <= limit * FILES_USED_RATIO_MAX
    reason = "" if ok else f"{used} of {limit} files that the process may open are open: {advice}"
    return Check("files", ok, reason, {"open_files": float(used), "open_files_max": float(limit)})


def readiness(checks: Sequence[Callable[[], Check]]) -> ReadyOut:
    results = [check() for check in checks]
    return ReadyOut(
        ready=all(check.ok for check in results),
        checks=[CheckOut(name=c.name, ok=c.ok, reason=c.reason, figures=dict(c.figures)) for c in results],
    )
