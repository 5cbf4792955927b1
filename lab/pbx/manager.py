"""A plain AMI client for the lab: it keeps the bytes as they came, and sends actions for a scenario."""

import asyncio
import contextlib
from collections.abc import Callable


class ManagerError(Exception):
    """The PBX refused, or the connection is gone."""


class Manager:
    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.raw = bytearray()  # everything heard, from the banner on
        self._reader, self._writer = reader, writer
        self.frames: list[bytes] = []
        self._news = asyncio.Event()
        self._task = asyncio.get_running_loop().create_task(self._listen())
        self._rest = b""
        self._action_id = 0

    @classmethod
    async def connect(cls, port: int, user: str, secret: str) -> "Manager":
        manager = cls(*await asyncio.open_connection("127.0.0.1", port))
        await manager.act(Action="Login", Username=user, Secret=secret)
        return manager

    async def act(self, **headers: str) -> bytes:
        """The response frame. Raises ManagerError when it is no Success."""
        self._action_id += 1
        mark = f"ActionID: lab-{self._action_id}"
        lines = [f"{key}: {value}\r\n" for key, value in headers.items()]
        self._writer.write("".join([*lines, f"{mark}\r\n\r\n"]).encode())
        answer = await self.until(
            lambda frame: frame.startswith(b"Response: ") and mark.encode() in frame.split(b"\r\n")
        )
        if not answer.startswith((b"Response: Success", b"Response: Goodbye")):
            raise ManagerError(f"{headers.get('Action')}: {answer.decode(errors='replace')}")
        return answer

    async def until(self, wanted: Callable[[bytes], bool], since: int = 0) -> bytes:
        """The first frame like that, heard already or still to come."""
        seen = since
        while True:
            while seen < len(self.frames):
                seen += 1
                if wanted(self.frames[seen - 1]):
                    return self.frames[seen - 1]
            if self._task.done():
                raise ManagerError("the PBX closed the connection")
            self._news.clear()
            await self._news.wait()

    async def snapshot(self) -> None:
        """Asks for what a link asks for when it comes up."""
        for action in ("Status", "CoreShowChannels", "QueueStatus"):
            since = self.heard
            await self.act(Action=action)
            await self.until(_begins(f"Event: {action}Complete".encode()), since)

    @property
    def heard(self) -> int:
        """How many frames so far: a place to look from."""
        return len(self.frames)

    async def close(self) -> None:
        self._task.cancel()
        self._writer.close()
        with contextlib.suppress(OSError, asyncio.CancelledError):
            await self._writer.wait_closed()

    async def _listen(self) -> None:
        try:
            while data := await self._reader.read(65536):
                self.raw += data
                *frames, self._rest = (self._rest + data).split(b"\r\n\r\n")
                self.frames += [_without_banner(frame) for frame in frames]
                self._news.set()
        except OSError:
            pass
        finally:
            self._news.set()


def _begins(start: bytes) -> Callable[[bytes], bool]:
    return lambda frame: frame.startswith(start)


def _without_banner(frame: bytes) -> bytes:
    """The PBX's greeting is a line of its own before the first frame."""
    return frame.partition(b"\r\n")[2] if frame.startswith(b"Asterisk Call Manager/") else frame
