"""What all boards show at a site that has run for 90 days: recorded, since nobody waits so long."""

import asyncio
import shutil
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from lab.bench.boards import prometheus, record, rows
from lab.bench.history import DAY, Reach
from tests.pbx.screens import Reader, Screens
from tests.pbx.serving import zone_at_noon
from tests.pbx.watching import Toolbox

DAYS, CALLS_A_DAY = 90, 30
_HOUR_SECONDS = 3600
_SCRAPE_SECONDS, _RECORDED_SECONDS = 120, 240  # under the five minutes that Prometheus looks back


class Later(NamedTuple):
    screens: Screens
    hours: float  # of today


def after_90_days() -> Later:
    folder = Path(tempfile.mkdtemp(prefix="thirdring-later-"))
    box = Toolbox()
    try:
        return asyncio.run(_read(box, folder))
    finally:
        box.remove()
        shutil.rmtree(folder, ignore_errors=True)


async def _read(box: Toolbox, folder: Path) -> Later:
    until = int(time.time()) // _HOUR_SECONDS * _HOUR_SECONDS
    reach = Reach(until - DAYS * DAY, until, until - DAY, _SCRAPE_SECONDS, DAY, _RECORDED_SECONDS)
    record(box, reach)
    async with prometheus(box) as http, rows(folder, DAYS, CALLS_A_DAY) as database:
        at = until - _SCRAPE_SECONDS  # its last sample
        screens = await Reader(http, database, zone_at_noon(), _SCRAPE_SECONDS).screens(at)
    return Later(screens, 12 - _SCRAPE_SECONDS / _HOUR_SECONDS)
