"""Sessions that nobody uses end; never of who is in a call, or ready to take one: its card has to come to them."""

import asyncio
from collections.abc import Callable, Iterable

import structlog

from kit.database.pool import AWAY, DatabasePool, session
from kit.http.auth.activity import Activity
from kit.http.auth.book import TokenBook
from kit.http.auth.streams import OpenStreams
from kit.http.auth.users import STATEMENTS, note
from kit.http.wire import instant
from telephony.agents.board import AgentBoard
from telephony.agents.states import State
from telephony.facts import Call

EVERY_SECONDS = 30.0
_ON_DUTY = frozenset({State.TALKING, State.RINGING, State.WRAP_UP, State.READY})

log = structlog.get_logger(__name__)


def in_calls(calls: Iterable[Call]) -> set[str]:
    """Agents whose phone rings, or who talk. Pure."""
    found: set[str] = set()
    for call in calls:
        if call.ended_at_us is None:
            found |= {attempt.agent for attempt in call.attempts if attempt.ended_at_us is None}
            found |= {call.agent} if call.agent is not None else set()
    return found


def on_duty(board: AgentBoard) -> set[str]:
    """Agents who take calls now: who goes away for long is paused, and this ends with the pause."""
    found = {name: board.of(name) for name in board.names}
    return {name for name, now in found.items() if now is not None and now.state in _ON_DUTY}


class IdleSessions:
    """`limit_us` 0: no session ends for that. `busy`: who is in a call now, or ready for one."""

    def __init__(
        self,
        pool: DatabasePool,
        activity: Activity,
        book: TokenBook,
        streams: OpenStreams,
        limit_us: int,
        busy: Callable[[], set[str]],
    ) -> None:
        self._pool, self._activity, self._book, self._streams = pool, activity, book, streams
        self._limit_us, self._busy = limit_us, busy

    async def run(self, now_us: Callable[[], int]) -> None:
        """Never returns."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look(now_us())
            except AWAY:
                continue
            except Exception as error:
                log.exception("unused sessions could not be ended", error=type(error).__name__)

    async def look(self, now_us: int) -> int:
        """How many sessions ended. Raises one of `pool.AWAY`."""
        used = self._activity.taken()
        async with session(self._pool) as connection, connection.transaction():
            await connection.execute(STATEMENTS["used"], list(used), [instant(at_us) for at_us in used.values()])
            if not self._limit_us:
                return 0
            await connection.execute(STATEMENTS["busy"], sorted(self._busy()), instant(now_us))
            ended = await connection.fetch(STATEMENTS["end_idle"], instant(now_us - self._limit_us))
            for row in ended:
                await note(connection, row["user_name"], "sign_out_idle")
        for row in ended:
            self._book.forget_id(row["id"])
        if ended:
            self._streams.check_soon()
        return len(ended)
