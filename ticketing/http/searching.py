"""A look for words. Who may not see numbers looks through masked text: what is hidden is not found by pieces. Pinyin
is made from that text as well."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from kit.database.pool import Session
from kit.pinyin import asked
from ticketing.http.ask import Ask, connected
from ticketing.workflows.searched import mask_some

_AT_ONCE = 200
"""What was written since the desk last masked; after an upgrade there is more, and it is found once that is done."""


@asynccontextmanager
async def searching(ask: Ask, text: str | None) -> AsyncIterator[Session]:
    async with connected(ask) as connection:
        if text is not None and (not ask.viewer.sees_all() or asked(text) is not None):
            await mask_some(connection, _AT_ONCE)
        yield connection
