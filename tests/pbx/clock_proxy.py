"""Between Asterisk and whoever listens to it: gives the PBX another clock, by rewriting every time it tells."""

import asyncio
import contextlib
import re
from types import TracebackType
from typing import Self

_STAMP = re.compile(rb"(?m)^(Timestamp: )(\d+)(\.\d+)?\r$")


class ClockProxy:
    """`ahead_seconds` is the clock's. `wrong_once` is added to one stamp of the event named in `wrong_event`."""

    def __init__(self, port: int) -> None:
        self.ahead_seconds = 0
        self.wrong_once = 0
        self.wrong_event = b"Newstate"
        self.port = 0
        self._pbx_port = port
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._meet, "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None
    ) -> None:
        if self._server is not None:
            self._server.close()
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _meet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        pbx_reader, pbx_writer = await asyncio.open_connection("127.0.0.1", self._pbx_port)
        asking = asyncio.create_task(_copy(reader, pbx_writer))
        try:
            await self._tell(pbx_reader, writer)
        finally:
            asking.cancel()
            for each in (writer, pbx_writer):
                each.close()

    async def _tell(self, pbx: asyncio.StreamReader, client: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, asyncio.IncompleteReadError):
            client.write(await pbx.readuntil(b"\r\n"))
            while True:
                client.write(self._changed(await pbx.readuntil(b"\r\n\r\n")))
                await client.drain()

    def _changed(self, frame: bytes) -> bytes:
        more = self.ahead_seconds
        if self.wrong_once and frame.startswith(b"Event: " + self.wrong_event + b"\r\n"):
            more, self.wrong_once = more + self.wrong_once, 0
        if not more:
            return frame
        return _STAMP.sub(lambda found: b"%s%d%s\r" % (found[1], int(found[2]) + more, found[3] or b""), frame)


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while data := await reader.read(1 << 16):
            writer.write(data)
            await writer.drain()
