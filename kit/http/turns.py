"""Limits parallel requests per user, so that many requests of one user do not delay others."""

import asyncio
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager


class _Line:
    def __init__(self, at_once: int) -> None:
        self.turns = asyncio.Semaphore(at_once)
        self.people = 0


class Turns:
    def __init__(self, at_once: int) -> None:
        self._at_once = at_once
        self._lines: dict[Hashable, _Line] = {}

    def __len__(self) -> int:
        """The number of owners with open requests."""
        return len(self._lines)

    @asynccontextmanager
    async def of(self, owner: Hashable) -> AsyncIterator[None]:
        """Waits, in order of arrival, until fewer than `at_once` requests of this owner are being answered."""
        line = self._lines.setdefault(owner, _Line(self._at_once))
        line.people += 1
        try:
            async with line.turns:
                yield
        finally:
            line.people -= 1
            if not line.people:
                del self._lines[owner]
