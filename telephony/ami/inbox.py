"""Events that the link received and the service has not taken yet.

Bounded by back-pressure: when `limit_frames` wait, the link stops reading its socket until half of them are taken.
Nothing is dropped here. If the service stays that slow, the PBX's own send buffer fills and it cuts the connection:
then there is a LinkDown, a new LinkUp and a snapshot, and the gap is visible in the stream.
"""

import asyncio
from collections.abc import Callable, Iterable

Received = tuple[bytes, int]
"""A frame, and the microsecond it was received."""


class Inbox:
    def __init__(self, limit_frames: int = 20_000, batch_frames: int = 5_000) -> None:
        self.limit_frames = limit_frames
        self.on_full: Callable[[], None] | None = None
        self.on_room: Callable[[], None] | None = None
        self._batch_frames = batch_frames
        self._waiting: list[Received] = []
        self._news = asyncio.Event()
        self._full = False

    @property
    def depth(self) -> int:
        return len(self._waiting)

    @property
    def full(self) -> bool:
        return self._full

    def oldest_us(self) -> int | None:
        """When the oldest waiting frame was received."""
        return self._waiting[0][1] if self._waiting else None

    def lag_seconds(self, now_us: int) -> float:
        oldest_us = self.oldest_us()
        return 0.0 if oldest_us is None else max(now_us - oldest_us, 0) / 1e6

    def put(self, frames: Iterable[bytes], received_us: int) -> None:
        self._waiting += [(frame, received_us) for frame in frames]
        if not self._waiting:
            return
        self._news.set()
        if not self._full and len(self._waiting) >= self.limit_frames:
            self._full = True
            if self.on_full is not None:
                self.on_full()

    async def get(self) -> list[Received]:
        """The waiting frames in order, up to a batch. Waits for the first one. For one consumer."""
        await self._news.wait()
        batch, self._waiting = self._waiting[: self._batch_frames], self._waiting[self._batch_frames :]
        if not self._waiting:
            self._news.clear()
        if self._full and len(self._waiting) <= self.limit_frames // 2:
            self._full = False
            if self.on_room is not None:
                self.on_room()
        return batch
