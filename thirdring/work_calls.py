"""Calls workmen through the PBX where nobody accepted what a message brought: the last step of a notice.

What is to be called about is found in the database, and each call is a row there before the PBX has the order. So a
service that was killed calls nobody twice at once: it finds the call, and counts it as one whose end nobody knows.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Collection, Mapping

import structlog
from pydantic import SecretStr

from kit.database.pool import DatabasePool, session
from kit.database.rounds import keep_on
from kit.instants import DAY_US, MINUTE_US, SECOND_US
from telephony.ami.actions import AmiError
from telephony.originate import Announcement, CannotCallError, Originator
from thirdring.settings.work import Work
from thirdring.settings.work_call import PHONE
from ticketing.trades.store import on_duty
from ticketing.work_links.call import Called, Numbers, Outcome, WorkCall
from ticketing.work_links.call_store import Waiting, Wanted, finish_lost_calls, recent_calls, tickets_to_call
from ticketing.workflows.calling_workmen import WorkmenCalls
from ticketing.workflows.service_desk import ServiceDesk

ROUND_SECONDS = 3.0
TALK_SECONDS = 90.0
"""Longer than the announcement may last: what is still on then was lost."""
SLACK_SECONDS = 10.0
AT_ONCE_MAX = 3
"""Lines of the trunk that calls to workmen take at most."""

log = structlog.get_logger(__name__)


class WorkCalls:
    def __init__(
        self,
        pool: DatabasePool,
        desk: ServiceDesk,
        settings: Work,
        originators: Mapping[str, Originator],
        now_us: Callable[[], int],
    ) -> None:
        self._pool, self._desk, self._now_us = pool, desk, now_us
        self._call, self._originators = settings.call, originators
        self._calls = WorkmenCalls(pool, desk)
        self._people = {**settings.sms.people, **settings.call.people}
        self._texted = set(settings.sms.people) if settings.sms.url is not None else set()
        self._on: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Never returns; where nobody is to be called there is nothing to do."""
        if not self._call.channel:
            await asyncio.Event().wait()
        await keep_on("calls to workmen", self.look_around, ROUND_SECONDS)

    async def close(self) -> None:
        on = list(self._on)
        for task in on:
            task.cancel()
        await asyncio.gather(*on, return_exceptions=True)

    async def look_around(self) -> bool:
        """One round. Raises one of AWAY."""
        now_us = self._now_us()
        lost_us = int((self._call.ring_seconds + TALK_SECONDS) * SECOND_US)
        async with session(self._pool) as connection:
            await finish_lost_calls(connection, now_us - lost_us, now_us)
            called, on = await recent_calls(connection, self._again_us(now_us))
            duty = [*await on_duty(connection)]
            waiting = await tickets_to_call(connection, self._wanted(now_us, self._numbers(called), duty))
        free = AT_ONCE_MAX - on
        for one in waiting:
            originator = next((each for each in self._originators.values() if each.up), None)
            if originator is None or free <= 0:
                break
            whom = await self._begin(one, self._numbers(called), duty, originator)
            if whom is not None:
                called.append(whom)
                free -= 1
        return True

    def _numbers(self, called: Collection[Called]) -> Numbers:
        """Everybody with one of these numbers is left out for a while, whatever their names are."""
        people, trades = self._people, self._call.trades
        resting = [self._number(each) for each in called]
        return Numbers(
            people,
            trades,
            self._desk.rules.trades,
            {name for name, number in people.items() if number in resting},
            {trade for trade, number in trades.items() if number in resting},
        )

    def _number(self, called: Called) -> SecretStr | None:
        return self._people.get(called.who) if called.who else self._call.trades.get(called.trade)

    def _again_us(self, now_us: int) -> int:
        return now_us - int(self._call.again_minutes * MINUTE_US)

    def _wanted(self, now_us: int, numbers: Numbers, duty: Collection[str]) -> Wanted:
        rules, call = self._desk.rules, self._call
        hours = call.hours.priorities(now_us, rules.site.zone)
        texted = [trade for trade, names in rules.trades.items() if self._texted & set(names)]
        return Wanted(
            until_us=now_us - int(call.after_minutes * MINUTE_US),
            since_us=now_us - DAY_US,
            people=numbers.free_people(),
            trades=numbers.free_trades(duty),
            texted_people=self._texted,
            texted_trades=texted,
            priorities=[each for each in hours if each in call.priorities],
            tries=call.tries,
            again_us=self._again_us(now_us),
        )

    async def _begin(
        self, waiting: Waiting, numbers: Numbers, duty: Collection[str], originator: Originator
    ) -> Called | None:
        """Who is called now. None: nobody can be called, or whoever could was called a moment ago."""
        ticket = await self._desk.tickets.get(waiting.number)
        whom = numbers.whom(ticket, duty, Counter(waiting.before))
        if whom is None:
            return None
        channel = f"thirdring-work-{secrets.token_hex(8)}"
        call = WorkCall(
            id=0,
            ticket=ticket.number,
            link=waiting.link,
            who=whom.who,
            trade=whom.trade,
            channel=channel,
            called_at_us=self._now_us(),
        )
        if await self._calls.begin(call) is None:
            return None
        task = asyncio.create_task(self._ring(call, originator), name="call to a workman")
        self._on.add(task)
        task.add_done_callback(self._on.discard)
        return whom

    async def _ring(self, call: WorkCall, originator: Originator) -> None:
        """What the script of the call tells comes first; this is for calls that nobody picks up."""
        try:
            outcome = await self._outcome(call, originator)
            if outcome is not None:
                await self._calls.over(call.channel, outcome, self._now_us())
        except Exception as error:  # noqa: BLE001  a later round finds the call
            log.warning("what became of a call to a workman is not known", why=type(error).__name__)

    async def _outcome(self, call: WorkCall, originator: Originator) -> Outcome | None:
        seconds = self._call.ring_seconds
        order = Announcement(self._dialled(call), self._call.context, call.channel, self._call.shown_number, seconds)
        try:
            async with asyncio.timeout(seconds + SLACK_SECONDS):
                return None if await (await originator.announce(order)) else Outcome.NO_ANSWER
        except CannotCallError as error:
            log.warning("the PBX did not call a workman", why=type(error).__name__)
            return Outcome.REFUSED
        except (AmiError, TimeoutError) as error:  # it may be ringing all the same
            log.warning("whether the PBX calls a workman is not known", why=type(error).__name__)
            return None

    def _dialled(self, call: WorkCall) -> str:
        number = self._people[call.who] if call.who else self._call.trades[call.trade]
        return self._call.channel.replace(PHONE, number.get_secret_value())
