"""Shows the running service until the time is over or somebody ends it."""

import asyncio
import signal
import time
from collections.abc import Awaitable, Callable
from datetime import datetime

from rich.console import Console
from rich.live import Live

from lab.demo import lines
from lab.demo.model import Place, View
from lab.demo.picture import picture
from lab.demo.stored import Reader
from lab.demo.view import view
from thirdring.assembly import Service

FRAME_SECONDS = 0.2
READ_SECONDS = 0.5
STANDING_SECONDS = 10.0
START_SECONDS = 20.0  # PostgreSQL may take so long before anything is said of it


class Show:
    def __init__(
        self, service: Service, place: Place, caught_up: Callable[[], bool], for_seconds: float | None
    ) -> None:
        self._service = service
        self._place = place
        self._caught_up = caught_up
        self._past = True
        self._began = time.monotonic()
        self._until = None if for_seconds is None else time.monotonic() + for_seconds
        self._reader = Reader(service)
        self._stop = asyncio.Event()

    def stop(self) -> None:
        self._stop.set()

    async def run(self, console: Console) -> View:
        """The last view."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self.stop)
        reader = asyncio.create_task(self._read(), name="demo reads")
        try:
            await (
                self._draw(console) if console.is_terminal and not console.is_dumb_terminal else self._print(console)
            )
        finally:
            reader.cancel()
        await self._reader.read_all(self._now())
        return self._view()

    def _now(self) -> datetime:
        return datetime.now(self._service.settings.zone)

    def _view(self) -> View:
        settings = self._service.settings
        links = self._service.ears.links.values()
        if self._past:
            self._past = not (self._caught_up() and not any(link.inbox.depth for link in links))
        return view(
            self._place,
            self._service.live_calls(),
            self._reader.stored,
            settings.service_level(),
            time.time_ns() // 1000,
            settings.zone,
            all(link.up for link in links),
            self._past,
            self._trouble(),
        )

    def _trouble(self) -> str:
        patient = time.monotonic() - self._began < START_SECONDS
        return "" if self._reader.stored.ready or patient else self._service.measured.fold.status.trouble

    async def _read(self) -> None:
        while True:
            await self._reader.read(self._now())
            await asyncio.sleep(READ_SECONDS if self._reader.stored.ready else FRAME_SECONDS)

    async def _draw(self, console: Console) -> None:
        with Live(console=console, screen=True, auto_refresh=False, transient=True) as screen:

            async def frame() -> None:
                screen.update(picture(self._view(), console.width, console.height, self._seconds_left()), refresh=True)

            await self._each_frame(frame)

    async def _print(self, console: Console) -> None:
        for line in lines.beginning(self._place):
            console.print(line, highlight=False, markup=False, soft_wrap=True)
        before: View | None = None
        told = time.monotonic()

        async def frame() -> None:
            nonlocal before, told
            after = self._view()
            for line in lines.news(before, after):
                console.print(line, highlight=False, markup=False, soft_wrap=True)
            if time.monotonic() - told >= STANDING_SECONDS:
                told = time.monotonic()
                console.print(lines.standing(after), highlight=False, markup=False, soft_wrap=True)
            before = after

        await self._each_frame(frame)

    async def _each_frame(self, frame: Callable[[], Awaitable[None]]) -> None:
        """Until stopped, the time is over, or the service cannot go on (then it raises why)."""
        over = asyncio.create_task(self._service.tasks.until(self._stop.wait()))
        try:
            while not over.done() and (self._seconds_left() or 1) > 0:
                await frame()
                await asyncio.wait((over,), timeout=FRAME_SECONDS)
            if over.done():
                over.result()
        finally:
            over.cancel()

    def _seconds_left(self) -> float | None:
        return None if self._until is None else self._until - time.monotonic()
