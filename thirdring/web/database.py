"""A connection for reading; whatever shows that the database is not there becomes StoreAway."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from thirdring.database.pool import AWAY, DatabasePool, Session, session
from thirdring.web.repository import StoreAway


@contextmanager
def away() -> Iterator[None]:
    try:
        yield
    except AWAY as error:
        raise StoreAway from error


@asynccontextmanager
async def reading(pool: DatabasePool) -> AsyncIterator[Session]:
    with away():
        async with session(pool) as connection:
            yield connection
