"""What scripts ask of the desk and tell it."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import thirdring.desk
from thirdring.database.pool import DatabasePool, session
from thirdring.database.statements import read_statements
from thirdring.desk.site_desk import SiteDesk
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.merging import Cause
from ticketing.desk import Arrived
from ticketing.introduction import Introduction
from ticketing.tickets.amendments import amend
from ticketing.tickets.changes import Changed
from ticketing.tickets.refusals import StaleError
from ticketing.tickets.ticket import Asked, Ticket

STATEMENTS = read_statements(Path(thirdring.desk.__file__).parent / "sql" / "agi.sql")
THE_CALLER = "caller"
"""Who gave a rating by key."""

_TRIES = 3


class Caller(NamedTuple):
    pbx: str
    linkedid: str
    number: str  # as the switch has it; '' where it is withheld
    at_us: int


class AgiDesk:
    """`devices`: of each agent, to ring a housekeeper at."""

    def __init__(self, site: SiteDesk, pool: DatabasePool, devices: Mapping[str, tuple[str, ...]]) -> None:
        self._site = site
        self._pool = pool
        self._devices = devices

    async def introduce(self, caller: Caller) -> Introduction:
        """Opens the call's ticket where it has none yet."""
        number = self._site.rules.numbering.of_caller(caller.number)
        ticket, match = await self._site.desk.arrived(Arrived(caller.pbx, caller.linkedid, caller.at_us, number))
        household = None if match is None else match.household
        async with session(self._pool) as connection:
            others = await connection.fetchval(STATEMENTS["open_tickets"], household, number, ticket)
        housekeeper = "" if match is None else match.housekeeper or ""
        return Introduction(ticket, match, others, self._devices.get(housekeeper, ()))

    async def rate(self, caller: Caller, rating: int) -> bool:
        """Whether the call has a ticket to rate."""
        async with session(self._pool) as connection:
            number = await connection.fetchval(STATEMENTS["ticket_of_call"], caller.pbx, caller.linkedid)
        if number is None:
            return False

        def rated(ticket: Ticket) -> Changed:
            return amend(ticket, Asked(THE_CALLER, caller.at_us, ticket.version), {"rating": rating})

        for _ in range(_TRIES - 1):
            try:
                await self._site.tickets.change(number, rated)
            except StaleError:  # an agent wrote at the same moment
                continue
            return True
        await self._site.tickets.change(number, rated)
        return True

    async def request_callback(self, caller: Caller) -> Callback | None:
        """None: nobody can be called back at a withheld number."""
        number = self._site.rules.numbering.of_caller(caller.number)
        if not number:
            return None
        ticket, match = await self._site.desk.arrived(Arrived(caller.pbx, caller.linkedid, caller.at_us, number))
        household = None if match is None else match.household
        cause = Cause(Reason.REQUESTED, caller.at_us, number, household, ticket)
        return (await self._site.callbacks.bear(cause)).callback
