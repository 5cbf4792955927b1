"""A play of a bench in a folder of its own, which is deleted afterwards."""

import asyncio
import logging
import shutil
import sys
import tempfile
from collections.abc import Callable, Coroutine, Sequence
from pathlib import Path
from typing import Any, NoReturn, Protocol


class Report(Protocol):
    @property
    def wrong(self) -> Sequence[str]: ...


def play(name: str, run: Callable[[Path], Coroutine[Any, Any, Report]], *, keep: bool, mode: int = 0o700) -> NoReturn:
    """Prints the report and ends the process: with 1 where something was wrong."""
    logging.getLogger("asyncio").setLevel(logging.ERROR)  # what the PBX says to a link that is cut
    folder = Path(tempfile.mkdtemp(prefix=f"thirdring-{name}-"))
    folder.chmod(mode)
    try:
        report = asyncio.run(run(folder))
    finally:
        if keep:
            print(folder)
        else:
            shutil.rmtree(folder)
    print(report)
    sys.exit(bool(report.wrong))
