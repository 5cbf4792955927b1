"""Work that is done again and again on the database, whatever becomes of one round."""

import asyncio
from collections.abc import Awaitable, Callable

import structlog

from kit.database.pool import AWAY, explain

START_SECONDS = 1.0

log = structlog.get_logger(__name__)

Round = Callable[[], Awaitable[bool]]
"""False while it does not have yet what it needs; raises one of AWAY where PostgreSQL does not answer."""
Sleep = Callable[[float], Awaitable[None]]


async def keep_on(
    what: str, work: Round, every_seconds: float, give_up_seconds: float | None = 20.0, sleep: Sleep = asyncio.sleep
) -> None:
    """Each second until a round has had what it needs, from then on less often. `what` names the work in the log.

    A PostgreSQL that is away is told once, and not while the service starts: others tell that.
    """
    trouble, ready = "", False
    while True:
        told, trouble = trouble, ""
        try:
            async with asyncio.timeout(give_up_seconds):
                ready = await work() or ready
        except AWAY as error:
            trouble = explain(error)
        except Exception:
            log.exception("a round failed", of=what)
        if ready and trouble not in ("", told):
            log.warning("a round is left out: PostgreSQL does not answer", of=what, reason=trouble)
        await sleep(every_seconds if ready else START_SECONDS)
