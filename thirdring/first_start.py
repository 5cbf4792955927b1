"""Where nobody can sign in yet, the log says how the first admin is made."""

import asyncio

import structlog

from kit.database.pool import AWAY, DatabasePool, session
from kit.http.auth.first_start import FirstStart
from kit.http.auth.users import STATEMENTS

_AGAIN_SECONDS = 2.0

log = structlog.get_logger(__name__)


async def announce(pool: DatabasePool, first_start: FirstStart, address: tuple[str, int]) -> None:
    """Waits until the database answers. Ends then."""
    while True:
        try:
            async with session(pool) as connection:
                if await connection.fetchval(STATEMENTS["anybody"]):
                    return
            break
        except AWAY:
            await asyncio.sleep(_AGAIN_SECONDS)
    code = first_start.open()
    log.warning(
        "there is no user yet: open this page and create the first admin with this code, which ends with the process",
        page="http://{}:{}/first-start".format(*address),
        code=code,
    )
