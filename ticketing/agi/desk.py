"""What scripts ask of the desk and tell it."""

from collections.abc import Callable
from typing import NamedTuple

from kit.database.pool import DatabasePool, session
from ticketing.agi.by_key import STATEMENTS, ByKey, Said, Taken
from ticketing.agi.housekeepers import Housekeepers
from ticketing.agi.introduction import Introduction
from ticketing.households.lookup import Match
from ticketing.notices import Arrived, Opened
from ticketing.workflows.calling_workmen import WorkmenCalls
from ticketing.workflows.service_desk import ServiceDesk


class Caller(NamedTuple):
    pbx: str
    linkedid: str
    number: str  # as the switch has it; '' where it is withheld
    at_us: int


class AgiDesk:
    """`stands_by`: another service is in charge, and opens the tickets."""

    def __init__(
        self,
        site: ServiceDesk,
        pool: DatabasePool,
        by_key: ByKey,
        housekeepers: Housekeepers,
        stands_by: Callable[[], bool] = lambda: False,
    ) -> None:
        self._site = site
        self._pool = pool
        self._by_key = by_key
        self._housekeepers = housekeepers
        self._stands_by = stands_by
        self.workmen = WorkmenCalls(pool, site)

    async def introduce(self, caller: Caller) -> Introduction:
        """Opens the call's ticket where it has none yet and we may."""
        number = self._site.rules.numbering.of_caller(caller.number)
        opened, match = await self._opened(Arrived(caller.pbx, caller.linkedid, caller.at_us, number))
        others = opened.others
        if others is None:
            household = None if match is None else match.household
            async with session(self._pool) as connection:
                others = await connection.fetchval(STATEMENTS["open_tickets"], household, number, opened.number)
        housekeeper = "" if match is None else match.housekeeper or ""
        return Introduction(opened.number, match, others, self._housekeepers.rung_first(housekeeper, caller.at_us))

    async def _opened(self, news: Arrived) -> tuple[Opened, Match | None]:
        if not self._stands_by():
            return await self._site.notices.open(news)
        async with session(self._pool) as connection:
            ticket = await connection.fetchval(STATEMENTS["ticket_of_call"], news.pbx, news.linkedid)
        return Opened(ticket or "", new=False), await self._site.notices.match(news.number)

    async def rate(self, caller: Caller, rating: int) -> bool:
        """Whether it is, or will be, on the call's ticket."""
        return await self._by_key.take(Said(*caller, rating)) is not Taken.NO_TICKET

    async def request_callback(self, caller: Caller) -> bool:
        """False: nobody can be called back at a withheld number."""
        number = self._site.rules.numbering.of_caller(caller.number)
        if not number:
            return False
        await self._by_key.take(Said(caller.pbx, caller.linkedid, number, caller.at_us))
        return True
