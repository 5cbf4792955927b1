"""Who closed all pages of the desk is paused after a while; never during a call, and nobody is made ready here.

| what they do as their time is up | what happens |
|---|---|
| ready | paused for `AWAY`; the audit log says so |
| talking, ringing, wrap-up | the time starts again when that is over |
| paused | nothing, and they are looked after no more: who is made ready by a feature code works without the page |
| phone not reachable, PBX not heard | it is waited for |
| in no queue | nothing: there is nothing to pause |

They are looked after again as soon as they open the desk. Who never opened it works with a phone alone.
"""

import asyncio
from collections.abc import Callable

import structlog

from kit.database.pool import AWAY as DATABASE_AWAY
from kit.database.pool import DatabasePool, session
from kit.http.attendance import Attendance
from kit.http.auth.users import note
from kit.refusals import RefusedError
from telephony.agents.states import State
from telephony.agents.switch import NotPermittedError
from telephony.ami.actions import AmiError
from ticketing.workflows.agent_control import AgentControl

EVERY_SECONDS = 5.0
THE_SERVICE = "thirdring"
_BUSY = frozenset({State.TALKING, State.RINGING, State.WRAP_UP})
_NOTHING_TO_DO = frozenset({State.PAUSED, State.REACHABLE})

log = structlog.get_logger(__name__)


class AwayAgents:
    """`limit_us` 0: nobody is paused for that."""

    def __init__(self, pool: DatabasePool, attendance: Attendance, agents: AgentControl, limit_us: int) -> None:
        self._pool, self._attendance, self._agents, self._limit_us = pool, attendance, agents, limit_us

    async def run(self, now_us: Callable[[], int]) -> None:
        """Never returns."""
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.look(now_us())
            except DATABASE_AWAY:
                continue
            except Exception as error:
                log.exception("who is away could not be paused", error=type(error).__name__)

    async def look(self, now_us: int) -> list[str]:
        """Returns who was paused."""
        if not self._limit_us:
            return []
        return [who for who in self._attendance.alone() if await self._look_at(who, now_us)]

    async def _look_at(self, who: str, now_us: int) -> bool:
        now = self._agents.board.of(who)
        if now is None:
            self._attendance.forget(who)
        elif now.state in _BUSY:
            self._attendance.put_off(who, now_us)
        elif self._attendance.alone_for_us(who, now_us) < self._limit_us:
            return False
        elif now.state in _NOTHING_TO_DO:
            self._attendance.forget(who)
        elif now.state is State.READY:
            return await self._pause(who)
        return False

    async def _pause(self, who: str) -> bool:
        try:
            await self._agents.send_away(who)
        except NotPermittedError:
            log.warning("the AMI user may not pause members of queues, so who is away stays ready")
            self._attendance.forget(who)
            return False
        except (AmiError, RefusedError):
            return False  # the next round tries again
        self._attendance.forget(who)
        minutes = f"{self._limit_us / 60_000_000:g}"
        why = f"no page of the desk was open for {minutes} minutes"
        async with session(self._pool) as connection:
            await note(connection, THE_SERVICE, "agent_paused", agent=who, why=why)
        return True
