"""Callbacks in PostgreSQL. What is decided about one person is decided in one transaction at a time."""

import contextlib
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from kit.database.changing import changing, hand_over
from kit.database.instants import stored
from kit.database.pool import DatabasePool, Record, Session, session
from telephony.facts import CallRef
from ticketing.callbacks.access import (
    STATEMENTS,
    any_hour,
    callback_by_id,
    freed,
    lock_person,
    people,
    require_only_one,
    save_callback,
    with_attempts,
)
from ticketing.callbacks.assigning import passed_on, released_by
from ticketing.callbacks.callback import Callback, Reason
from ticketing.callbacks.changes import (
    ClaimedError,
    SettledError,
    claim,
    require_calling_hours,
)
from ticketing.callbacks.merging import Cause, joined
from ticketing.callbacks.policy import callable_from_us, due_at_us, may_call
from ticketing.callbacks.proving import proof_by_word, proofs_of
from ticketing.callbacks.rows import CALLBACK
from ticketing.callbacks.sightings import Sighting
from ticketing.callbacks.states import OPEN
from ticketing.news import CallbackNews, Hearer, Item, nobody
from ticketing.site_rules import SiteRules

_TRIED_AT_ONCE = 32


class Created(NamedTuple):
    callback: Callback
    new: bool  # False: one that was open stands for this as well


AfterCall = Callable[[Session, Sighting], Awaitable[Sequence[Item]]]
"""What else an ended call means, in its own transaction."""


async def _nothing_else(*_: object) -> Sequence[Item]:
    return ()


class CallbackStore:
    """What is called `…_within` runs in the caller's transaction, who tells of it once it is committed."""

    def __init__(
        self, pool: DatabasePool, rules: SiteRules, hear: Hearer = nobody, after: AfterCall = _nothing_else
    ) -> None:
        self._pool = pool
        self._rules = rules
        self._hear = hear
        self._after = after

    async def create(self, cause: Cause) -> Created:
        async with changing(self._pool, self._hear) as (connection, told):
            news = await self.create_within(connection, cause)
            told.append(news)
        return Created(news.after, new=news.before is None)

    async def create_within(self, connection: Session, cause: Cause) -> CallbackNews:
        again = await self._join(connection, cause)
        if again is not None:
            return again
        policy, zone = self._rules.callbacks, self._rules.site.zone
        fresh = Callback(
            0,
            cause.reason,
            cause.phone,
            born_at_us=cause.at_us,
            due_at_us=due_at_us(policy, cause.reason, cause.at_us, zone),
            not_before_us=callable_from_us(policy, cause.at_us, zone),
            household=cause.household,
            ticket=cause.ticket,
            missed_count=int(cause.reason is Reason.MISSED_CALL),
            asked_by=cause.asked_by,
        )
        number = await connection.fetchval(*STATEMENTS.filled("insert", CALLBACK.row(fresh)))
        return CallbackNews(None, replace(fresh, id=number))

    async def _join(self, connection: Session, cause: Cause) -> CallbackNews | None:
        """The one that stands for this as well; None where there is none. They are locked from here on."""
        await lock_person(connection, cause.phone, cause.household)
        rows = await connection.fetch(STATEMENTS["about_person"], cause.household, cause.phone)
        known = await with_attempts(connection, rows)
        again = joined(cause, known, self._rules.callbacks.merge_window_us)
        if again is None:
            return None
        before = next(one for one in known if one.id == again.id)
        allowed_us = callable_from_us(self._rules.callbacks, again.not_before_us, self._rules.site.zone)
        again = replace(again, not_before_us=allowed_us)
        return CallbackNews(before, await save_callback(connection, again, before))

    async def ask_by_key(self, call: CallRef, cause: Cause) -> Callback | None:
        """Once a call. None: that was dealt with before, or they have been spoken to since."""
        async with changing(self._pool, self._hear) as (connection, told):
            if not await connection.fetchval(STATEMENTS["mark_call_asked"], *call):
                return None
            since = (cause.household, cause.phone, stored(cause.at_us))
            if await connection.fetchval(STATEMENTS["reached_since"], *since):
                return None
            news = await self.create_within(connection, cause._replace(asked=True))
            told.append(news)
        return news.after

    async def get(self, number: int) -> Callback:
        async with session(self._pool) as connection:
            return await callback_by_id(connection, number)

    async def of_ticket(self, ticket: str) -> list[Callback]:
        async with session(self._pool) as connection:
            return await with_attempts(connection, await connection.fetch(STATEMENTS["of_ticket"], ticket))

    async def claim(self, number: int, agent: str, now_us: int) -> Callback:
        """Raises ClaimedError while anybody else calls the same person or phone."""
        async with changing(self._pool, self._hear) as (connection, told):
            asked = await callback_by_id(connection, number)
            await lock_person(connection, asked.phone, asked.household)
            changed = await self._claim_locked(connection, number, agent, now_us)
            told.extend(changed)
        return changed[-1].after

    async def claim_next(self, agent: str, now_us: int) -> Callback | None:
        """The most urgent one that nobody has. None: there is nothing to do now."""
        while True:
            async with session(self._pool) as connection:
                allowed = may_call(self._rules.callbacks, now_us, self._rules.site.zone)
                rows = await connection.fetch(STATEMENTS["to_do"], stored(now_us), _TRIED_AT_ONCE, allowed, agent)
                for row in rows:
                    if news := await self._claim_if_free(connection, row, agent, now_us):
                        hand_over(news, self._hear)
                        return news[-1].after
            if len(rows) < _TRIED_AT_ONCE:
                return None

    async def _claim_if_free(self, connection: Session, row: Record, agent: str, now_us: int) -> Sequence[CallbackNews]:
        """Claims the callback in its own transaction. Returns nothing if somebody was faster."""
        with contextlib.suppress(ClaimedError, SettledError):
            async with connection.transaction():
                them = people(row["phone"], row["household"])
                if await connection.fetchval(STATEMENTS["try_to_lock_people"], them):
                    return await self._claim_locked(connection, row["id"], agent, now_us, by_queue=True)
        return ()

    async def _claim_locked(
        self, connection: Session, number: int, agent: str, now_us: int, *, by_queue: bool = False
    ) -> list[CallbackNews]:
        """The claimed one is the last; before it those of the same person whose claim had run out."""
        callback, now = await callback_by_id(connection, number), stored(now_us)
        if not await any_hour(connection, [callback], now_us):
            require_calling_hours(self._rules.callbacks, now_us, self._rules.site.zone)
        person = (callback.household, callback.phone)
        lapsed = await freed(connection, "expired_of_person", *person, now)
        if await connection.fetchval(STATEMENTS["called_now"], number, *person, now):
            raise ClaimedError("another agent is calling them now")
        callback = await callback_by_id(connection, number)
        if by_queue and callback.held_by(now_us) is not None:
            raise ClaimedError("somebody is calling them now")
        claimed = claim(callback, agent, now_us, self._rules.callbacks, given=by_queue)
        return [*lapsed, CallbackNews(callback, await save_callback(connection, claimed, callback))]

    async def release(self, number: int, agent: str) -> Callback:
        return await self.change(number, partial(released_by, agent=agent))

    async def release_expired(self, now_us: int) -> int:
        """How many."""
        return await self._release_all("expired", stored(now_us))

    async def release_agent(self, agent: str) -> int:
        """How many."""
        return await self._release_all("held_by_agent", agent)

    async def pass_assigned_on(self, name: str, other: str | None) -> None:
        """What somebody was to call is to be called by `other`; None: by whoever is free."""
        change = partial(passed_on, to=other)
        async with changing(self._pool, self._hear) as (connection, told):
            told.extend(await freed(connection, "assigned_to_agent", name, change=change))

    async def _release_all(self, which: str, *values: object) -> int:
        async with changing(self._pool, self._hear) as (connection, told):
            told.extend(await freed(connection, which, *values))
        return len(told)

    async def change(self, number: int, decide: Callable[[Callback], Callback]) -> Callback:
        async with changing(self._pool, self._hear) as (connection, told):
            changed = await self.change_within(connection, number, decide)
            told.extend(_changes(changed))
        return changed.after

    async def change_within(
        self, connection: Session, number: int, decide: Callable[[Callback], Callback]
    ) -> CallbackNews:
        asked = await callback_by_id(connection, number)
        await lock_person(connection, asked.phone, asked.household)
        callback = await callback_by_id(connection, number)
        changed = decide(callback)
        if changed.state in OPEN and callback.state not in OPEN:
            await require_only_one(connection, changed)
        return CallbackNews(callback, await save_callback(connection, changed, callback))

    async def after_call(self, seen: Sighting, cause: Cause | None) -> list[Callback]:
        """What an ended call means for callbacks: proof or attempts, and the callback of a missed one. Once a call."""
        async with changing(self._pool, self._hear) as (connection, told):
            asked = await connection.fetchval(STATEMENTS["mark_call_ended"], *seen.call)
            if asked is None:
                return []
            changed = await proofs_of(connection, self._rules, seen) if seen.number else []
            missed = None if cause is None else await self._missed(connection, cause._replace(asked=asked))
            changed += [] if missed is None else [missed]
            told.extend(_changes(*changed))
            told.extend(await self._after(connection, seen))
        return [each.after for each in changed]

    async def _missed(self, connection: Session, cause: Cause) -> CallbackNews | None:
        """Who asked to be called, by key in the same call, gets no other callback for it."""
        if cause.asked:
            return await self._join(connection, cause)
        return await self.create_within(connection, cause)

    async def link_by_word(self, number: int, seen: Sighting) -> Callback:
        """An agent says which callback a call was about; the call still has to prove it."""
        async with changing(self._pool, self._hear) as (connection, told):
            changed = await proof_by_word(connection, self._rules, number, seen)
            told.extend(_changes(changed))
        return changed.after


def _changes(*news: CallbackNews) -> list[CallbackNews]:
    """The news without callbacks that did not change."""
    return [each for each in news if each.before != each.after]
