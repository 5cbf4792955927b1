"""For the benches that kill or start it: the service as an operator runs it."""

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from kit.database import postmaster
from kit.tasks import is_held
from lab.bench.unheard import Gaps
from lab.sim.site import Site
from telephony.journal.door import knocked

STANDS_BY, SERVICE_STANDS_BY = "stands-by-main.lock", "service-stands-by-main.lock"


class Victim:
    """The service as an operator runs it: a process of its own with a settings file. `more` are further settings."""

    environment: Mapping[str, str] = os.environ
    level = "warning"

    def __init__(self, place: Site, folder: Path, port: int, more: str = "") -> None:
        self.folder = folder
        self.process: asyncio.subprocess.Process | None = None
        self.ears: list[asyncio.subprocess.Process] = []
        hotline, names = (
            place.hotline,
            [f"[[agent]]\nname = {a.name!r}\ndevices = {list(a.devices)}" for a in place.agents],
        )
        (folder / "site.toml").write_text(
            f"data_dir = '{folder}'\n[web]\nlisten = '127.0.0.1:0'\n[log]\nlevel = '{self.level}'\n"
            f"[[pbx]]\nname = 'main'\nport = {port}\nusername = 'thirdring'\nsecret = 'simulated'\n"
            "clock_bound_seconds = 1e9\n"
            f"[[hotline]]\nname = {hotline.name!r}\nnumbers = {list(hotline.numbers)}\n"
            f"queues = {list(hotline.queues)}\n{more}" + "\n".join(names)
        )

    async def start(self) -> None:
        log = (self.folder / "service.log").open("ab")
        command = (sys.executable, "-m", "thirdring", "serve", "--config", str(self.folder / "site.toml"))
        self.process = await asyncio.create_subprocess_exec(*command, env=self.environment, stdout=log, stderr=log)
        log.close()

    async def start_ear(self, patience_seconds: float = 60.0) -> None:
        """`listen`, which stays while the service is killed. Returns when it listens: first come holds the journal."""
        await self.new_ear()
        async with asyncio.timeout(patience_seconds):
            while (wire := knocked(self.folder)) is None:
                await asyncio.sleep(0.05)
        wire.close()

    async def add_ear(self, patience_seconds: float = 60.0) -> None:
        """Another `listen`. Returns when it stands by and could go on without a gap."""
        await self.until_free(STANDS_BY, patience_seconds)  # the one before it has gone on
        await self.new_ear()
        await self.until_held(STANDS_BY, patience_seconds)

    async def until_held(self, lock: str, patience_seconds: float = 60.0) -> None:
        async with asyncio.timeout(patience_seconds):
            while not is_held(self.folder, lock):
                await asyncio.sleep(0.05)

    async def until_free(self, lock: str, patience_seconds: float = 60.0) -> None:
        async with asyncio.timeout(patience_seconds):
            while is_held(self.folder, lock):
                await asyncio.sleep(0.01)

    async def new_ear(self) -> None:
        log = (self.folder / "listen.log").open("ab")
        command = (sys.executable, "-m", "thirdring", "listen", "--config", str(self.folder / "site.toml"))
        process = await asyncio.create_subprocess_exec(*command, env=self.environment, stdout=log, stderr=log)
        self.ears.append(process)
        log.close()

    async def end_ear(self, how: signal.Signals = signal.SIGTERM) -> None:
        """The one that writes the journal, which is the oldest."""
        if self.ears:
            ear = self.ears.pop(0)
            ear.send_signal(how)
            await ear.wait()

    async def until_linked(self, gaps: Gaps) -> None:
        """Raises AssertionError where the service ended by itself: nothing would ever be linked then."""
        assert self.process is not None
        ended = asyncio.create_task(self.process.wait())
        linked = asyncio.create_task(gaps.linked.wait())
        try:
            first, _ = await asyncio.wait((ended, linked), return_when=asyncio.FIRST_COMPLETED)
        finally:
            ended.cancel()
            linked.cancel()
        if linked not in first:
            last = (self.folder / "service.log").read_text(errors="replace").splitlines()[-3:]
            raise AssertionError("the service ended by itself: " + " / ".join(last))

    async def end(self, how: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            self.process.send_signal(how)
            await self.process.wait()

    def stop_postgres(self, how: signal.Signals) -> bool:
        running = postmaster.read_postmaster(self.folder / "postgresql" / "data")
        with contextlib.suppress(ProcessLookupError):
            if running is not None:
                os.kill(running.pid, how)
                return True
        return False
