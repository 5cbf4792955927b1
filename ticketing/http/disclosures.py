"""Numbers shown in full: by which rule, noted in the audit log the first time, and how many a day.

ticketing.disclosure says whose a number is. Here it is held against what is stored, before the number leaves us.
"""

from pathlib import Path
from typing import Any

from kit.database.pool import Session
from kit.database.statements import read_statements
from kit.http.auth.users import note
from kit.http.problems import Problem
from kit.instants import SECOND_US, day_end_us, local_day
from kit.roles import SEES_OPEN_WORK, Role
from ticketing.disclosure import COUNTED, Known, Right, Rule, Seen, known
from ticketing.http.ask import Ask, connected

STATEMENTS = read_statements(Path(__file__).with_name("disclosures.sql"))


async def seen_before(ask: Ask, rights: list[Right]) -> set[Seen]:
    wanted = {
        (subject, right.number) for right in rights for subject in (right.subject, right.other_subject) if subject
    }
    if not wanted:
        return set()
    subjects, numbers = zip(*wanted, strict=True)
    async with connected(ask) as connection:
        rows = await connection.fetch(STATEMENTS["known"], ask.token.who, subjects, numbers)
    return {Seen(row["subject"], row["number"], row["typed"]) for row in rows}


async def disclosed(ask: Ask, right: Right) -> bool:
    """Whether they may see all of it now. The first time it is noted by which rule."""
    if not right.is_work:
        return False
    if known(right, await seen_before(ask, [right])) is Known.ALL:
        return True
    return right.rule is not None and await _disclose(ask, right, right.rule)


async def disclose_for_reason(ask: Ask, right: Right, why: str) -> None:
    """Raises Problem 403 where it is not theirs to ask for, 429 where their day is used up."""
    if ask.token.role is Role.AGENT and not right.is_work:
        raise Problem(403, "The role agent sees numbers of its own open work only: take it over, or ask a dispatcher.")
    if not await _disclose(ask, right, Rule.REASON, why=why):
        raise _used_up(ask, f"{ask.desk.rules.numbers_per_day} numbers")


async def note_typed(ask: Ask, right: Right) -> None:
    """They wrote the number themselves: it is not masked for them there, while it is their work."""
    if not ask.viewer.sees_all():
        await _disclose(ask, right, Rule.TYPED)


async def require_room(ask: Ask) -> None:
    """Before work is handed out that shows a number. Raises Problem 429."""
    if ask.token.role is not Role.AGENT:
        return
    async with connected(ask) as connection:
        if await _is_used_up(ask, connection):
            raise _used_up(ask, f"{ask.desk.rules.numbers_per_day} numbers")


async def count_lookup(ask: Ask, typed: str | None) -> None:
    """Whoever knows most of a number could guess the rest: so many different ones a day. Raises Problem 429."""
    if ask.viewer.sees_all() or not typed:
        return
    number = ask.desk.rules.numbering.of_caller(typed) or typed
    asked, most = (ask.token.who, _today(ask), number), ask.desk.rules.lookups_per_day
    async with connected(ask) as connection, connection.transaction():
        await connection.execute(STATEMENTS["one_at_a_time"], ask.token.who)
        if await connection.fetchval(STATEMENTS["looked_up"], *asked):
            return
        if await connection.fetchval(STATEMENTS["lookups_today"], *asked[:2]) >= most:
            raise _used_up(ask, f"{most} different numbers to look up")
        await connection.execute(STATEMENTS["look_up"], *asked)


async def _disclose(ask: Ask, right: Right, rule: Rule, **said: Any) -> bool:
    """False: their cap of the day is reached, and nothing was noted."""
    who, counted = ask.token.who, rule in COUNTED and ask.token.role not in SEES_OPEN_WORK
    async with connected(ask) as connection, connection.transaction():
        await connection.execute(STATEMENTS["one_at_a_time"], who)
        if counted and await _is_used_up(ask, connection):
            return False
        values = (who, right.subject, right.number, rule, counted, _today(ask))
        first = await connection.fetchval(STATEMENTS["disclose"], *values) is not None
        if rule is Rule.REASON:
            await note(connection, who, "unmask", **_named(right.subject), **said)
        elif first and rule is not Rule.TYPED:
            await note(connection, who, "disclosed", **_named(right.subject), rule=rule)
    if rule is Rule.REASON or (first and rule is not Rule.TYPED):
        ask.desk.on_disclosed(rule)
    return True


async def _is_used_up(ask: Ask, connection: Session) -> bool:
    shown = await connection.fetchval(STATEMENTS["counted_today"], ask.token.who, _today(ask))
    return int(shown) >= ask.desk.rules.numbers_per_day


def _named(subject: str) -> dict[str, Any]:
    kind, _, name = subject.partition(" ")
    return {kind: int(name) if name.isdecimal() else name}


def _today(ask: Ask) -> Any:
    return local_day(ask.now_us, ask.desk.rules.site.zone)


def _used_up(ask: Ask, what: str) -> Problem:
    left_us = day_end_us(_today(ask), ask.desk.rules.site.zone) - ask.now_us
    detail = f"You have reached today's limit of {what}: continue tomorrow, or ask a manager."
    return Problem(429, detail, headers={"Retry-After": str(max(1, left_us // SECOND_US))})
