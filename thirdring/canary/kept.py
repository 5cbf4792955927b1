"""Stores the last result of each PBX in a file of data_dir, where the doctor reads it."""

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

from thirdring.canary.rules import Fault, Result

NAME = "canary.json"
_BYTES_MAX = 64 * 1024

Keep = Callable[[Result], None]


def keeping(data_dir: Path) -> Keep:
    """A full disk loses the file alone: the metrics show the result from memory."""

    def keep(result: Result) -> None:
        results = {each.pbx: each for each in (*last(data_dir), result)}
        beside = data_dir / f"{NAME}.new"
        with suppress(OSError):
            beside.write_text(json.dumps([each._asdict() for each in results.values()]), encoding="utf-8")
            beside.replace(data_dir / NAME)

    return keep


def last(data_dir: Path) -> list[Result]:
    """Empty if there is no such file, or if it cannot be read."""
    try:
        with (data_dir / NAME).open(encoding="utf-8") as file:
            return list(_read(json.loads(file.read(_BYTES_MAX))))
    except (OSError, ValueError, TypeError, KeyError, RecursionError):
        return []


def _read(told: list[dict[str, object]]) -> Iterator[Result]:
    for each in told:
        faults = each["faults"]
        error_us = each["error_us"]
        yield Result(
            str(each["pbx"]),
            int(str(each["at_us"])),
            int(str(each["ring_us"])),
            None if error_us is None else int(str(error_us)),
            tuple(Fault(str(one)) for one in faults) if isinstance(faults, list) else (),
        )
