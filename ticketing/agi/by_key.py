"""What callers say by key, a rating or that they want to be called: on the disk first, then carried out.

So it is kept while PostgreSQL is away, and when this process is killed in between. What is carried out twice does
nothing more.
"""

import asyncio
import contextlib
import json
from enum import Enum
from functools import partial
from pathlib import Path
from typing import NamedTuple

import structlog

from kit.database.pool import AWAY, DatabasePool, session
from kit.database.statements import read_statements
from kit.refusals import StaleError
from telephony.facts import CallRef
from ticketing.agi.spool import Spool
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause
from ticketing.notices import Arrived
from ticketing.tickets.amendments import rated
from ticketing.tickets.complaint import Heard
from ticketing.tickets.ticket import Asked
from ticketing.workflows.service_desk import ServiceDesk

STATEMENTS = read_statements(Path(__file__).with_name("agi.sql"))
THE_CALLER = "caller"
"""Who gave a rating by key."""

TRY_SECONDS = 1.0  # the caller waits for PostgreSQL so long, and then it is done later
RETRY_SECONDS = 1.0
ROUNDS_SOON = 30  # so often once a second: a call gets its ticket as soon as the desk comes to it
ROUND_SECONDS = 15.0
LOOK_SECONDS = 15.0  # a service that stands by in the same data_dir may have left something
ROUNDS_MAX = 240  # an hour: what cannot be carried out by then never will be
_STALE_TRIES = 3

log = structlog.get_logger()


class Said(NamedTuple):
    """`rating` None: they want to be called. `number` is '' where it is withheld."""

    pbx: str
    linkedid: str
    number: str
    at_us: int
    rating: int | None = None


def text_of(said: Said) -> str:
    return json.dumps(said._asdict())


class Taken(Enum):
    DONE = "done"
    KEPT = "kept"  # on the disk, for when PostgreSQL is back
    NO_TICKET = "no ticket"  # the call has none; kept for a while, since it may get one yet


class ByKey:
    def __init__(self, site: ServiceDesk, pool: DatabasePool, spool: Spool) -> None:
        self._site = site
        self._pool = pool
        self._spool = spool
        self._left = asyncio.Event()
        self._left.set()  # an earlier process may have left something
        self._rounds: dict[str, int] = {}

    async def take(self, said: Said) -> Taken:
        """Raises one of AWAY where neither the disk nor PostgreSQL takes it."""
        name = await self._keep(said)
        try:
            async with asyncio.timeout(TRY_SECONDS):
                done = await self.carry_out(said)
        except AWAY:
            if name is None:
                raise
            log.warning("what a caller said by key is kept until PostgreSQL is back")
            self._left.set()
            return Taken.KEPT
        if not done:
            self._left.set()
            return Taken.NO_TICKET
        if name is not None:
            await asyncio.to_thread(self._spool.remove, name)
        return Taken.DONE

    async def carry_out(self, said: Said) -> bool:
        """False: the call has no ticket to rate. Raises one of AWAY."""
        if said.rating is None:
            await self._ask(said)
            return True
        return await self._rate(said, said.rating)

    async def run(self) -> None:
        """Carries out what is left, as soon as PostgreSQL lets it."""
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._left.wait()
            self._left.clear()
            try:
                left = await self.look_through()
            except AWAY:
                left = 1
            if left:
                self._left.set()
                newest = min(self._rounds.values(), default=0)
                await asyncio.sleep(RETRY_SECONDS if newest < ROUNDS_SOON else ROUND_SECONDS)

    async def look_through(self) -> int:
        """How many are left, since their calls have no ticket yet. Raises one of AWAY."""
        names = await asyncio.to_thread(self._spool.names)
        self._rounds = {name: self._rounds.get(name, 0) for name in names}
        return sum([not await self._settle(name) for name in names])

    async def _settle(self, name: str) -> bool:
        text = await asyncio.to_thread(self._spool.read, name)
        if text is None:
            return True
        try:
            done = await self.carry_out(Said(**json.loads(text)))
        except AWAY:
            raise
        except Exception as error:
            log.exception("what a caller said by key cannot be carried out yet", why=type(error).__name__)
            done = False
        self._rounds[name] += 1  # not while PostgreSQL is away
        if not done and self._rounds[name] < ROUNDS_MAX:
            return False
        if not done:
            log.error("what a caller said by key is given up: the call has no ticket", name=name)
        await asyncio.to_thread(self._spool.remove, name)
        return True

    async def _keep(self, said: Said) -> str | None:
        try:
            return await asyncio.to_thread(self._spool.put, said.at_us, text_of(said))
        except OSError as error:
            log.warning("what a caller said by key cannot be kept on the disk", why=error.strerror)
            return None

    async def _rate(self, said: Said, rating: int) -> bool:
        async with session(self._pool) as connection:
            number = await connection.fetchval(STATEMENTS["ticket_of_call"], said.pbx, said.linkedid)
        if number is None:
            return False
        for left in reversed(range(_STALE_TRIES)):
            history = await self._site.tickets.history(number)
            if any((change.who, change.at_us) == (THE_CALLER, said.at_us) for change in history):
                return True
            asked = Asked(THE_CALLER, said.at_us, history[-1].version)
            decide = partial(rated, asked=asked, fields={"rating": rating}, by=Heard.KEY)
            try:
                await self._site.tickets.change(number, decide)
            except StaleError:  # an agent wrote at the same moment
                if not left:
                    raise
            else:
                return True
        return False

    async def _ask(self, said: Said) -> None:
        ticket, match = await self._site.notices.arrived(Arrived(said.pbx, said.linkedid, said.at_us, said.number))
        household = None if match is None else match.household
        cause = Cause(Reason.REQUESTED, said.at_us, said.number, household, ticket)
        await self._site.callbacks.ask_by_key(CallRef(said.pbx, said.linkedid), cause)
