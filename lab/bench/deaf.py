"""For `lab.bench.gaps`: a real Asterisk with its phones, two ears of one data_dir, and what makes them deaf."""

import asyncio
import contextlib
import json
import random
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator, Iterable
from itertools import count
from pathlib import Path

from telephony.ami.trusted import trusted
from telephony.calls.tracker import Tracker
from telephony.facts import Call, Fact, FactKind
from telephony.journal.file import JournalReader
from telephony.layout import Layout
from tests.pbx.lab import Lab
from tests.pbx.scene import Corner
from tests.pbx.truth import Truth

_EARS = 2
_SNAPSHOT_END = b"Event: CoreShowChannelsComplete\r\n"
_PATIENCE_SECONDS = 60.0


class Relay:
    """Between the ears and the PBX: it can be cut."""

    def __init__(self, pbx_port: int) -> None:
        self.port = 0
        self._pbx_port = pbx_port
        self._server: asyncio.Server | None = None
        self._open: set[asyncio.StreamWriter] = set()

    async def join(self) -> None:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in tuple(self._open):
            writer.transport.abort()

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            pbx_reader, pbx_writer = await asyncio.open_connection("127.0.0.1", self._pbx_port)
            self._open |= {writer, pbx_writer}
            await asyncio.gather(_copy(reader, pbx_writer), _copy(pbx_reader, writer), return_exceptions=True)
            self._open -= {writer, pbx_writer}


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    finally:
        writer.transport.abort()


class Ears:
    """Two `listen` as a site runs them: one writes the journal, the other stands by."""

    def __init__(self, lab: Lab, folder: Path, *, with_log: bool) -> None:
        self.folder = folder
        self.relay = Relay(lab.asterisk.ports.ami)
        self._lab = lab
        self._with_log = with_log
        self._processes: list[asyncio.subprocess.Process] = []
        self._snapshots = self._position = 0

    async def open(self) -> None:
        await self.relay.join()
        log = self._lab.asterisk.folder / "log"
        files = {"csv": log / "cel-custom" / "thirdring.csv"} | ({"log": log / "full"} if self._with_log else {})
        pbx = f'[[pbx]]\nname = "main"\nport = {self.relay.port}\nsecret = "{self._lab.asterisk.secret}"\n[pbx.cel]\n'
        told = "".join(f"{key} = {json.dumps(str(path))}\n" for key, path in files.items())
        (self.folder / "listen.toml").write_text(f"data_dir = {json.dumps(str(self.folder / 'data'))}\n{pbx}{told}")
        await self.hear()

    async def deafen(self, how: str) -> None:
        if how == "cut":
            self.relay.cut()
            return
        for process in self._processes:
            process.send_signal(signal.SIGKILL)
        for process in self._processes:
            await process.wait()
        self._processes.clear()

    async def hear(self) -> None:
        """Again, however they were deafened. Returns when the journal has the gap and what the PBX has now."""
        snapshots = self.count_snapshots()
        if self._processes:
            await self.relay.join()
        log = (self.folder / "listen.log").open("ab")
        command = (sys.executable, "-m", "thirdring", "listen", "--config", str(self.folder / "listen.toml"))
        while len(self._processes) < _EARS:
            self._processes.append(await asyncio.create_subprocess_exec(*command, stdout=log, stderr=log))
        log.close()
        await self.until_snapshot(snapshots)

    async def until_snapshot(self, after: int) -> None:
        async with asyncio.timeout(_PATIENCE_SECONDS):
            while self.count_snapshots() <= after:
                await asyncio.sleep(0.1)

    async def close(self) -> None:
        await self.deafen("kill")
        self.relay.cut()

    def count_snapshots(self) -> int:
        """How often the PBX has told what it has, after a link came up."""
        file = self.folder / "data" / "journal.sqlite"
        with contextlib.suppress(sqlite3.Error), contextlib.closing(JournalReader(file)) as journal:  # or none yet
            while entries := journal.read(self._position + 1, 10_000):
                self._snapshots += sum(entry.frame.startswith(_SNAPSHOT_END) for entry in entries)
                self._position = entries[-1].position
        return self._snapshots


def derived(folder: Path, layout: Layout) -> tuple[dict[str, Call], list[str]]:
    """The calls of a journal, and the linkedids that ended twice."""
    tracker, found, twice, position = Tracker("main", layout), dict[str, Call](), list[str](), 1
    with contextlib.closing(JournalReader(folder / "data" / "journal.sqlite")) as journal:
        while entries := journal.read(position, 10_000):
            for entry in entries:
                for told in tracker.step(trusted(entry.frame, entry.received_us, entry.position)):
                    if isinstance(told, Fact) and told.kind is FactKind.CALL_ENDED:
                        twice += [told.call.linkedid] if told.call.linkedid in found else []
                        found[told.call.linkedid] = told.call
            position = entries[-1].position + 1
    return found, twice


class Playing:
    """Plays the corners of a lab again and again, so many at once, until it is told to stop."""

    def __init__(self, lab: Lab, at_once: int) -> None:
        self.truths: list[Truth] = []
        self.failed: list[str] = []
        self._lab = lab
        self._limit = asyncio.Semaphore(at_once)
        self._stops = False

    @contextlib.asynccontextmanager
    async def going_on(self) -> AsyncIterator[None]:
        tasks = [asyncio.create_task(self._series(corner)) for corner in _mixed(self._lab.corners)]
        try:
            yield
        finally:
            self._stops = True
            await asyncio.gather(*tasks)

    async def _series(self, corner: Corner) -> None:
        for seed in count():
            async with self._limit:
                if self._stops:
                    return
                try:
                    self.truths += await self._lab.play(corner, seed)
                except (AssertionError, TimeoutError) as error:
                    self.failed.append(str(error).partition("\n")[0])


def _mixed(corners: Iterable[Corner]) -> list[Corner]:
    mixed = list(corners)
    random.Random(3).shuffle(mixed)
    return mixed
