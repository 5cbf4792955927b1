"""A look for words. Who may not see numbers looks through masked text: what is hidden is not found by pieces."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kit.database.pool import Session
from ticketing.desk.searched import mask_some
from ticketing.front.ask import Ask, connected

_AT_ONCE = 200
"""What was written since the desk last masked; after an upgrade there is more, and it is found once that is done."""


@asynccontextmanager
async def searching(ask: Ask, text: str | None) -> AsyncIterator[Session]:
    async with connected(ask) as connection:
        if text is not None and not ask.viewer.sees_all():
            await mask_some(connection, _AT_ONCE)
        yield connection
