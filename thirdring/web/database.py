"""A connection for reading; whatever shows that the database is not there becomes StoreAway."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from thirdring.database.pool import AWAY, DatabasePool, Session, session
from thirdring.web.repository import StoreAway


@asynccontextmanager
async def reading(pool: DatabasePool) -> AsyncIterator[Session]:
    try:
        async with session(pool) as connection:
            yield connection
    except AWAY as error:
        raise StoreAway from error
