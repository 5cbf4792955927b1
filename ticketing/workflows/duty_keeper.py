"""Keeps the duty book as the database has it."""

import asyncio
from collections.abc import Callable

from kit.database.rounds import keep_on
from ticketing.shifts.duty_book import DutyBook
from ticketing.shifts.store import ShiftStore

ROUND_SECONDS = 30.0


class DutyKeeper:
    """Runs also in a service that stands by, which only reads."""

    def __init__(self, book: DutyBook, store: ShiftStore, now_us: Callable[[], int]) -> None:
        self._book, self._store, self._now_us = book, store, now_us

    async def run(self) -> None:
        """Never returns; a site without shifts has nothing to read."""
        if not self._book.has_shifts:
            await asyncio.Event().wait()
        await keep_on("who is on duty", self.look_around, ROUND_SECONDS)

    async def look_around(self) -> bool:
        """One round. Raises one of AWAY."""
        await self._store.read_into(self._book, self._now_us())
        return True
