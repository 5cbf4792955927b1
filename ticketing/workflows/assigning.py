"""Gives tickets that nobody of their trade takes to whoever is on duty there, where the site wants it."""

import asyncio
from collections.abc import Callable

from kit.database.pool import DatabasePool, session
from kit.database.rounds import keep_on
from ticketing.trades.store import on_duty
from ticketing.workflows.service_desk import ServiceDesk

ROUND_SECONDS = 5.0


class Assigning:
    def __init__(self, pool: DatabasePool, desk: ServiceDesk, now_us: Callable[[], int]) -> None:
        self._pool, self._desk, self._now_us = pool, desk, now_us

    async def run(self) -> None:
        """Never returns; a site without the rule has nothing to do."""
        if self._desk.rules.assign_after_us is None:
            await asyncio.Event().wait()
        await keep_on("assignment by load", self.look_around, ROUND_SECONDS)

    async def look_around(self) -> bool:
        """One round. Raises one of AWAY."""
        rules = self._desk.rules
        if rules.assign_after_us is None:
            return True
        async with session(self._pool) as connection:
            duty = await on_duty(connection)
            people = {trade: [name for name in names if name in duty] for trade, names in rules.trades.items()}
            there = {trade: names for trade, names in people.items() if names}
            if there:
                free = self._desk.free_tickets.on(connection)
                await free.give_by_rule(there, rules.assign_after_us, self._now_us())
        return True
