"""A transaction, and what it has to tell: handed over once it is committed, and not at all where it is undone."""

from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import TypeVar

import structlog

from kit.database.pool import Session, Sessions, session

T = TypeVar("T")

log = structlog.get_logger()


@asynccontextmanager
async def changing(pool: Sessions, hear: Callable[[T], None]) -> AsyncIterator[tuple[Session, list[T]]]:
    """`hear` gets what was put into the list, in its order, before the connection goes back to the pool."""
    async with session(pool) as connection:
        told: list[T] = []
        async with connection.transaction():
            yield connection, told
        hand_over(told, hear)


def hand_over(told: Iterable[T], hear: Callable[[T], None]) -> None:
    """After the commit: who cannot hear does not undo it, nor keep the others from hearing."""
    for each in told:
        try:
            hear(each)
        except Exception as error:
            log.exception("a change is stored but could not be told", why=type(error).__name__)
