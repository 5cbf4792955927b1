"""A connection for reading; whatever shows that the database is not there becomes StoreAway."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from kit.database.pool import AWAY, DatabasePool, Session, session


class StoreAway(Exception):  # noqa: N818 - a state of the store, not an error of ours
    """The database does not answer."""


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
