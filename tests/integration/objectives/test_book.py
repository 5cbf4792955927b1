"""The sheet of a day from what is stored, closed periods as they were, and rows that prove every figure."""

from dataclasses import replace
from datetime import date

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import HOUR_US, local_day
from metrics.objectives.asking import STATEMENTS, Place, Wanted
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.cases import Outcome, tally
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.honesty import Honesty
from metrics.objectives.standing import Standing, Status
from tests.integration.web.site_in_memory import T0, answered_call
from tests.integration.web.test_calls_in_postgres import CALLS, lost_call, store
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.changes import settled_by_word
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.states import State
from ticketing.clocks.pauses import PauseReason
from ticketing.duties.store import DutyStore
from ticketing.households.household import Household, KeptDocument
from ticketing.households.household import Place as Home
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.rates import rate_of_day
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-11-25 12:00")
TODAY = date(2026, 11, 25)


async def standing(pool: DatabasePool, book: ObjectiveBook, number: int, now_us: int = NOON) -> Standing:
    async with session(pool) as connection:
        shown = await book.one(connection, OBJECTIVES[number - 1], local_day(now_us, SHANGHAI), now_us)
    return shown.now or shown.standing


async def resolved_ticket(
    desk: ServiceDesk, opened_us: int, after_us: int, category: str = "repair", phone: str = "+8613800138000"
) -> str:
    ticket = await desk.tickets.open(Ticket("", opened_us, Source.HAND, category, phone=phone), "li")
    asked = Asked("li", opened_us + after_us, ticket.version, resolution="done")
    return (await desk.tickets.act(ticket.number, Action.RESOLVE, asked)).number


async def test_a_site_of_which_nothing_is_known_has_no_data_anywhere(pool: DatabasePool, book: ObjectiveBook) -> None:
    async with session(pool) as connection:
        shown = await book.sheet(connection, TODAY, NOON)
    assert [one.objective.id for one in shown] == list(range(1, 22))
    assert {one.standing.status for one in shown} == {Status.NO_DATA}


async def test_calls_count_as_they_were_judged_and_each_is_its_own_proof(
    pool: DatabasePool, book: ObjectiveBook
) -> None:
    await store(pool, CALLS)
    found = await standing(pool, book, 10, T0 + HOUR_US)
    assert (found.tally.eligible, found.tally.met, found.status, found.further) == (3, 1, Status.MISSED, 0)
    async with session(pool) as connection:
        one, day = OBJECTIVES[9], local_day(T0, SHANGHAI)
        cases = await book.evidence(connection, one, day, T0, Wanted(10))
        late = await book.evidence(connection, one, day, T0, Wanted(10, Outcome.MISSED))
        rest = await book.evidence(connection, one, day, T0, Wanted(10, None, Place(cases[0].at_us, cases[0].ref)))
    assert tally(cases) == found.tally._replace(open=0)
    assert [case.ref for case in late] == ["main/1.1", "main/1.3"]
    assert rest == cases[1:]


async def test_the_callback_objective_is_the_desk_s_own_rate(
    pool: DatabasePool, book: ObjectiveBook, desk: ServiceDesk
) -> None:
    for _ in range(3):
        await resolved_ticket(desk, NOON, HOUR_US)
    await resolved_ticket(desk, NOON, HOUR_US, "enquiry")
    await resolved_ticket(desk, NOON, HOUR_US, phone="")  # nobody to call: left out by both
    found = await standing(pool, book, 9, NOON + 2 * HOUR_US)
    rate = await rate_of_day(pool, book.rules, TODAY, NOON + 2 * HOUR_US)
    assert (found.tally.eligible, found.tally.met, found.more) == (
        rate.eligible_count,
        rate.same_day_count,
        rate.more_by_midnight,
    )
    assert (found.status, rate.can_be_met) == (Status.AT_RISK, True)
    assert [one.resolved_count for one in rate.left_out] == [1, 1]


async def test_general_issues_of_the_day(pool: DatabasePool, book: ObjectiveBook, desk: ServiceDesk) -> None:
    await resolved_ticket(desk, NOON, HOUR_US)
    await desk.tickets.open(Ticket("", NOON, Source.HAND, "repair"), "li")
    await resolved_ticket(desk, at("2026-11-24 12:00"), 24 * HOUR_US)
    found = await standing(pool, book, 4, NOON + 2 * HOUR_US)
    assert (found.tally, found.status, found.more) == ((2, 1, 1), Status.AT_RISK, 1)
    assert (await standing(pool, book, 4, at("2026-11-24 23:00"))).tally == (1, 0, 0)


async def test_a_household_s_file_is_complete_by_the_site_s_list(
    pool: DatabasePool, book: ObjectiveBook, desk: ServiceDesk
) -> None:
    contract, deed = KeptDocument("contract"), KeptDocument("deed", date(2026, 1, 1))
    kept_in_each = [(contract, deed), (deed,), ()]
    homes = [Household(Home("", "1", "", str(n)), documents=kept) for n, kept in enumerate(kept_in_each)]
    await desk.households.put(homes)
    assert (await standing(pool, book, 6)).tally == (3, 2, 1)
    strict = ObjectiveBook(book.rules, files=("contract", "deed"))
    assert (await standing(pool, strict, 6)).tally == (3, 1, 2)
    async with session(pool) as connection:
        missing = await strict.evidence(connection, OBJECTIVES[5], TODAY, NOON, Wanted(9, Outcome.OPEN))
    assert [case.why for case in missing] == ["file_incomplete"] * 2


async def test_a_closed_period_is_kept_as_it_was_and_a_recompute_stands_beside_it(
    pool: DatabasePool, book: ObjectiveBook
) -> None:
    one, day = OBJECTIVES[9], local_day(T0, SHANGHAI)
    tomorrow_us = T0 + 24 * HOUR_US
    await store(pool, [answered_call("1.2", 4_000_000, T0)])
    async with session(pool) as connection:
        assert await book.close(connection, tomorrow_us) == 1
        assert await book.close(connection, tomorrow_us) == 0
    await store(pool, [lost_call("1.3", T0 + 1)])
    async with session(pool) as connection:
        shown = await book.one(connection, one, day, tomorrow_us)
        (listed,) = [one for one in await book.sheet(connection, day, tomorrow_us) if one.kept]
        (kept,) = await book.history(connection, one, date(2026, 1, 1), 10)
    assert shown.kept == listed.kept == kept
    assert (kept.standing.status, kept.standing.tally, kept.rule_version) == (Status.MET, (1, 1, 0), one.version)
    assert shown.now is not None
    assert (shown.now.status, shown.now.tally) == (Status.MISSED, (2, 1, 0))


async def test_what_no_call_proves_is_counted_by_the_month(
    pool: DatabasePool, book: ObjectiveBook, desk: ServiceDesk
) -> None:
    one = await desk.tickets.open(Ticket("", NOON, Source.HAND, "repair"), "li")
    moves = ((Action.DISPATCH, 0), (Action.PAUSE, 0), (Action.RESUME, HOUR_US))
    for version, (action, after_us) in enumerate(moves, 1):
        why = Asked("li", NOON + after_us, version, "parts", assignee="wang", pause=PauseReason.WAITING_FOR_PARTS)
        await desk.tickets.act(one.number, action, why)
    asked = (await desk.callbacks.create(Cause(Reason.REQUESTED, NOON, "+8613800138000"))).callback
    await desk.callbacks.change(asked.id, lambda one: settled_by_word(one, State.REACHED, "li", "met", NOON + 1))
    async with session(pool) as connection:
        await connection.execute(
            "insert into readings (objective, day, series, met, total, evidence, who, at) values"
            " (3, '2026-11-05', '', 1, 1, '', 'li', now()), (3, '2026-11-06', '', 1, 1, 'B-7', 'li', now())"
        )
        await connection.execute("update desk set born_at = '2026-11-25 00:00+08'")
    duties = DutyStore(pool, book.rules)
    await duties.make(NOON)
    async with session(pool) as connection:
        await connection.execute(
            "insert into duty_changes (duty, version, at, who, what)"
            " select id, 2, '2026-11-25 12:00+08'::timestamptz + number * interval '59 s', 'li', 'done' from duties"
            " where kind = 'patrol'"
        )
        found = await book.honesty(connection, TODAY, NOON + 2 * HOUR_US)
    assert found == Honesty(
        HOUR_US, 1, readings=2, readings_unproven=1, readings_waiting=0, callbacks_by_word=1, duties_in_bulk=2
    )


async def test_a_period_of_nothing_is_not_closed(pool: DatabasePool, book: ObjectiveBook) -> None:
    async with session(pool) as connection:
        assert await book.close(connection, NOON) == 0


async def test_nothing_before_the_first_call_is_closed_as_missed(
    pool: DatabasePool, book: ObjectiveBook, desk: ServiceDesk
) -> None:
    new = ObjectiveBook(replace(book.rules, since=None))
    await desk.households.put([Household(Home("", "1", "", "101"))])
    in_december = at("2026-12-20 12:00")
    async with session(pool) as connection:
        assert await new.close(connection, in_december) == 0
        assert await new.evidence(connection, OBJECTIVES[5], TODAY, NOON, Wanted(9)) == []
    await store(pool, [answered_call("1.2", 4_000_000, NOON)])
    async with session(pool) as connection:
        assert await new.begin_us(connection) == NOON
        assert await new.close(connection, in_december) == 2
        rows = await connection.fetch("select objective, first_day, status from objective_periods order by objective")
    assert [tuple(row) for row in rows] == [(6, date(2026, 11, 1), "missed"), (10, TODAY, "met")]


async def test_a_site_without_a_call_has_no_duties_and_its_first_whole_day_has_them(
    pool: DatabasePool, book: ObjectiveBook
) -> None:
    duties = DutyStore(pool, replace(book.rules, since=None))
    async with session(pool) as connection:
        await connection.execute("update desk set born_at = '2026-11-24 12:00+08'")
    assert await duties.make(NOON) == 0
    await store(pool, [answered_call("1.2", 4_000_000, NOON)])
    assert await duties.make(NOON + HOUR_US) == 0
    async with session(pool) as connection:
        await connection.execute("delete from calls")
    assert await duties.make(NOON + 24 * HOUR_US) == 3


async def test_duties_are_made_once_and_those_nobody_did_are_missed(pool: DatabasePool, book: ObjectiveBook) -> None:
    async with session(pool) as connection:
        await connection.execute("update desk set born_at = '2026-11-24 12:00+08'")
    assert await DutyStore(pool, book.rules).make(NOON) == 9
    assert await DutyStore(pool, book.rules).make(NOON) == 0
    async with session(pool) as connection:
        await connection.execute("update duties set done_at = since where kind = 'patrol' and number = 1")
    assert (await standing(pool, book, 16)).tally == (2, 1, 1)
    assert (await standing(pool, book, 16, at("2026-11-24 20:00"))).tally == (2, 1, 1)
    assert (await standing(pool, book, 21)).status is Status.AT_RISK


@pytest.mark.parametrize(
    ("met", "total", "now", "status"),
    [
        ("900.09", "1000.10", "2026-11-25 12:00", Status.MET),
        ("900.08", "1000.10", "2026-11-25 12:00", Status.AT_RISK),
        ("900.08", "1000.10", "2026-12-01 00:00", Status.MISSED),
    ],
)
async def test_fees_are_exact_to_the_cent(
    pool: DatabasePool, book: ObjectiveBook, met: str, total: str, now: str, status: Status
) -> None:
    async with session(pool) as connection:
        await connection.execute(
            "insert into readings (objective, day, met, total, who, at)"
            f" values (3, '2026-11-05', {met}, {total}, 'li', now())"
        )
        shown = await book.one(connection, OBJECTIVES[2], TODAY, at(now))
    assert shown.standing.status is status


def test_every_objective_names_the_statement_that_proves_it() -> None:
    from ticketing.tickets.store import STATEMENTS as DESK

    assert {one.evidence for one in OBJECTIVES} <= STATEMENTS.keys() | DESK.keys()
