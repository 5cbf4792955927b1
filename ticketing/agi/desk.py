"""What scripts ask of the desk and tell it."""

from collections.abc import Mapping
from typing import NamedTuple

from kit.database.pool import DatabasePool, session
from ticketing.agi.by_key import STATEMENTS, ByKey, Said, Taken
from ticketing.agi.introduction import Introduction
from ticketing.notices import Arrived
from ticketing.workflows.calling_workmen import WorkmenCalls
from ticketing.workflows.service_desk import ServiceDesk


class Caller(NamedTuple):
    pbx: str
    linkedid: str
    number: str  # as the switch has it; '' where it is withheld
    at_us: int


class AgiDesk:
    """`devices`: of each agent, to ring a housekeeper at."""

    def __init__(
        self, site: ServiceDesk, pool: DatabasePool, by_key: ByKey, devices: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._site = site
        self._pool = pool
        self._by_key = by_key
        self._devices = devices
        self.workmen = WorkmenCalls(pool, site)

    async def introduce(self, caller: Caller) -> Introduction:
        """Opens the call's ticket where it has none yet."""
        number = self._site.rules.numbering.of_caller(caller.number)
        opened, match = await self._site.notices.open(Arrived(caller.pbx, caller.linkedid, caller.at_us, number))
        others = opened.others
        if others is None:
            household = None if match is None else match.household
            async with session(self._pool) as connection:
                others = await connection.fetchval(STATEMENTS["open_tickets"], household, number, opened.number)
        housekeeper = "" if match is None else match.housekeeper or ""
        return Introduction(opened.number, match, others, self._devices.get(housekeeper, ()))

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
