"""How soon the service hears the PBX, and how soon it is whole, after its process began.

`./run bench start` starts it again and again on a site that has a database, while a simulated PBX has calls. It prints
when each point of the start was reached, and what the imports cost. What Python compiles was compiled before.
"""

import argparse
import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median

import aiohttp

from lab.bench.kill import AGENTS, HABITS, SEED
from lab.bench.victim import Victim
from lab.sim.server import SimulatedPbx
from lab.sim.site import site
from lab.sim.traffic import Traffic

REACHES = {"first event journaled": 0.5, "ready": 1.5}
_READY_MOST_SECONDS = 120.0
_IMPORTS_SHOWN = 16
_IMPORT_LINE = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s+([\w.]+)")


def _environment() -> dict[str, str]:
    """Without what keeps Python from remembering what it compiled."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


class Starting(Victim):
    """It tells of its start in its log."""

    environment = _environment()
    level = "info"

    def said(self) -> dict[str, object] | None:
        lines = (self.folder / "service.log").read_text(errors="replace").splitlines()
        told = [json.loads(line) for line in lines if line.startswith("{")]
        return next((line for line in told if line["event"] == "serving"), None)

    async def points(self) -> dict[str, float]:
        """Seconds after the process began."""
        (self.folder / "service.log").unlink(missing_ok=True)
        began = time.monotonic()
        await self.start()
        async with asyncio.timeout(_READY_MOST_SECONDS), aiohttp.ClientSession() as client:
            while (said := self.said()) is None:
                await asyncio.sleep(0.01)
            while not await _ready(client, str(said["address"])):
                await asyncio.sleep(0.01)
        reached = said["seconds"]
        assert isinstance(reached, dict)
        return {**reached, "ready": round(time.monotonic() - began, 3)}


async def _ready(client: aiohttp.ClientSession, address: str) -> bool:
    async with client.get(f"http://{address}/readyz") as answer:
        return answer.status == 200


async def measure(starts: int, folder: Path) -> list[dict[str, float]]:
    place = site(AGENTS)
    traffic = Traffic(place, time.time_ns() // 1000, 5.0, SEED, None, HABITS)
    found = []
    async with SimulatedPbx(traffic.calls(), place.members) as pbx:
        victim = Starting(place, folder, pbx.port)
        for number in range(starts + 1):
            try:
                points = await victim.points()
            finally:
                await victim.end(signal.SIGTERM)
            if number:  # the first made the database, and compiled
                found.append(points)
    return found


def import_costs(module: str) -> Iterator[tuple[str, float]]:
    """Milliseconds by top-level package, the dearest first."""
    command = [sys.executable, "-X", "importtime", "-c", f"import {module}"]
    said = subprocess.run(command, env=_environment(), capture_output=True, text=True, check=True).stderr
    costs: Counter[str] = Counter()
    for took_us, name in _IMPORT_LINE.findall(said):
        costs[name.partition(".")[0]] += int(took_us)
    yield from ((name, took_us / 1000) for name, took_us in costs.most_common())


def report(found: Sequence[dict[str, float]]) -> bool:
    """Whether all is within reach."""
    print(f"seconds after the process began, of {len(found)} starts: median, most")
    medians = {name: median(points[name] for points in found) for name in found[-1]}
    for name, middle in sorted(medians.items(), key=lambda item: item[1]):
        reach = f"   (reach: {REACHES[name]})" if name in REACHES else ""
        print(f"  {name:24}{middle:7.2f}{max(points[name] for points in found):7.2f}{reach}")
    for what, module in (("all of serve", "thirdring.commands.serving"), ("the ear", "thirdring.listening.early")):
        list(import_costs(module))  # compiles
        costs = list(import_costs(module))
        dearest = ", ".join(f"{name} {took:.0f}" for name, took in costs[:_IMPORTS_SHOWN])
        print(f"imports of {what}, {sum(took for _, took in costs):.0f} ms: {dearest}")
    print(f"load of the machine {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    return all(medians[name] <= reach for name, reach in REACHES.items())


def main(arguments: Sequence[str] | None = None) -> None:
    options = argparse.ArgumentParser(prog="./run bench start", description=__doc__)
    options.add_argument("--starts", type=int, default=10)
    options.add_argument("--short", action="store_true", help="2 starts")
    chosen = options.parse_args(arguments)
    folder = Path(tempfile.mkdtemp(prefix="thirdring-start-"))
    try:
        found = asyncio.run(measure(2 if chosen.short else chosen.starts, folder))
    finally:
        shutil.rmtree(folder)
    sys.exit(not report(found))


if __name__ == "__main__":
    main()
