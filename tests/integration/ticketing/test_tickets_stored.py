import asyncio
from dataclasses import replace

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import HOUR_US
from kit.refusals import ImpossibleError, StaleError
from kit.roles import Role
from telephony.facts import CallRef
from tests.unit.ticketing.moments import at, said
from ticketing.clocks.pauses import PauseReason
from ticketing.site_rules import SiteRules
from ticketing.tickets.alarms import tell_alarms
from ticketing.tickets.calls_store import Arrival
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Action, Status
from ticketing.tickets.steps import step_done, step_waived
from ticketing.tickets.store import NoTicketError
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-11-25 12:00")
OWNER = PauseReason.WAITING_FOR_OWNER


def draft(category: str = "other", at_us: int = NOON) -> Ticket:
    return Ticket("", at_us, Source.HAND, category)


async def test_calls_that_arrive_at_once_by_two_ways_have_one_ticket_each_without_gaps(desk: ServiceDesk) -> None:
    calls = [f"1764.{number}" for number in range(100)]
    both_ways = [Arrival("main", call, NOON) for call in (*calls, *reversed(calls))]
    opened = await asyncio.gather(*(desk.call_tickets.open_for_call(arrival) for arrival in both_ways))
    assert sum(ticket.new for ticket in opened) == 100
    assert [ticket.number for ticket in opened[:100]] == [ticket.number for ticket in reversed(opened[100:])]
    assert sorted({ticket.number for ticket in opened}) == [f"20261125-{place:04}" for place in range(1, 101)]


async def test_the_day_of_a_number_is_the_site_s(desk: ServiceDesk) -> None:
    late, early = at("2026-11-25 23:59:59"), at("2026-11-26 00:00")
    numbers = [(await desk.tickets.open(draft(at_us=at_us), "li")).number for at_us in (late, early, late)]
    assert numbers == ["20261125-0001", "20261126-0001", "20261125-0002"]


async def test_a_ticket_that_could_not_be_stored_leaves_no_gap(desk: ServiceDesk) -> None:
    with pytest.raises(Exception, match="foreign key"):
        await desk.tickets.open(replace(draft(), household=4711), "li")
    assert (await desk.tickets.open(draft(), "li")).number == "20261125-0001"


async def test_the_ten_thousandth_ticket_of_a_day_has_a_number(desk: ServiceDesk, pool: DatabasePool) -> None:
    async with session(pool) as connection:
        await connection.execute("insert into ticket_days values ('2026-11-25', 9999)")
    assert (await desk.tickets.open(draft(), "li")).number == "20261125-10000"
    assert (await desk.call_tickets.open_for_call(Arrival("main", "1", NOON))).number == "20261125-10001"


async def test_a_ticket_comes_back_as_it_was_stored(desk: ServiceDesk) -> None:
    ticket = await desk.tickets.open(draft("complaint"), "li")
    for action, asked in [
        (Action.DISPATCH, Asked("wang", NOON, 1, trade="plumbing")),
        (Action.PAUSE, Asked("wang", NOON + 1, 2, "no parts")),
        (Action.RESUME, Asked("wang", NOON + 2, 3)),
        (Action.RETURN, Asked("wang", NOON + 3, 4, "not mine")),
        (Action.CANCEL, Asked("wang", NOON + 4, 5, "twice")),
        (Action.REOPEN, Asked("wang", NOON + 5, 6, "not twice")),
    ]:
        ticket = await desk.tickets.act(ticket.number, action, asked)
    assert await desk.tickets.get(ticket.number) == ticket
    history = await desk.tickets.history(ticket.number)
    assert [change.what for change in history] == [
        "opened",
        "dispatch",
        "pause",
        "resume",
        "return",
        "cancel",
        "reopen",
    ]
    assert [change.version for change in history] == [1, 2, 3, 4, 5, 6, 7]
    assert (history[1].to_whom, history[2].why) == ("plumbing", "no parts")


async def test_of_changes_to_the_same_version_one_is_made_and_the_others_are_stale(desk: ServiceDesk) -> None:
    number = (await desk.tickets.open(draft(), "li")).number
    asked = [Asked(f"agent {n}", NOON, 1, assignee=f"agent {n}") for n in range(8)]
    made = await asyncio.gather(
        *(desk.tickets.act(number, Action.DISPATCH, one) for one in asked), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in made) == ["StaleError"] * 7 + ["Ticket"]
    assert {one.version for one in made if isinstance(one, StaleError)} == {2}
    assert len(await desk.tickets.history(number)) == 2


async def test_an_impossible_change_leaves_the_ticket_as_it_was(desk: ServiceDesk) -> None:
    ticket = await desk.tickets.open(draft(), "li")
    with pytest.raises(ImpossibleError):
        await desk.tickets.act(ticket.number, Action.CLOSE, Asked("li", NOON, 1))
    assert await desk.tickets.get(ticket.number) == ticket
    with pytest.raises(NoTicketError):
        await desk.tickets.get("20261125-9999")


async def test_merged_calls_go_along_and_both_histories_stay(desk: ServiceDesk) -> None:
    first = await desk.call_tickets.open_for_call(Arrival("main", "1", NOON))
    second = await desk.call_tickets.open_for_call(Arrival("main", "2", NOON + 1))
    await desk.tickets.merge(second.number, first.number, Asked("li", NOON + 2, 1))
    assert await desk.tickets.calls(first.number) == [("main", "1"), ("main", "2")]
    ended = await desk.tickets.get(second.number)
    assert (ended.status, ended.merged_into) == (Status.CANCELLED, first.number)
    whats = [[change.what for change in await desk.tickets.history(one.number)] for one in (first, second)]
    assert whats == [["opened", f"took in {second.number}"], ["opened", f"merged into {first.number}"]]


async def test_a_repeat_call_is_linked_and_the_ticket_it_opened_is_merged(desk: ServiceDesk) -> None:
    first = await desk.tickets.open(draft("repair"), "li")
    again = await desk.call_tickets.open_for_call(Arrival("main", "2", NOON))
    for _ in range(2):
        await desk.tickets.link_call(first.number, CallRef("main", "2"), Asked("li", NOON, 1))
    assert await desk.tickets.calls(first.number) == [("main", "2")]
    assert (await desk.tickets.get(again.number)).merged_into == first.number
    with pytest.raises(NoTicketError):
        await desk.tickets.link_call("20261125-9999", CallRef("main", "3"), Asked("li", NOON, 1))


async def test_steps_and_the_rating_are_stored_with_the_ticket(desk: ServiceDesk, rules: SiteRules) -> None:
    number, category = (await desk.tickets.open(draft("goods_removal"), "li")).number, rules.category("goods_removal")
    zhao = Asked("zhao", NOON, 2, "known at the gate")
    await desk.tickets.change(
        number, lambda known: step_done(known, "request", "by phone", Asked("li", NOON, 1), category)
    )
    await desk.tickets.change(number, lambda known: step_waived(known, "check", zhao, Role.MANAGER, category))
    ticket = await desk.tickets.amend(number, Asked("li", NOON, 3), {"rating": 5, "rating_comment": "quick"})
    assert await desk.tickets.get(number) == ticket
    assert (ticket.steps_done[0].evidence, ticket.steps_waived[0].why, ticket.rating) == ("by phone", zhao.why, 5)


async def test_a_ticket_that_is_split_gives_one_of_its_own_number(desk: ServiceDesk) -> None:
    ticket = await desk.tickets.open(draft("repair"), "li")
    twin = await desk.tickets.split(ticket.number, Asked("li", NOON, 1), {"category": "fees", "title": "bill"})
    assert (twin.number, twin.category, twin.split_from) == ("20261125-0002", "fees", ticket.number)
    assert (await desk.tickets.get(ticket.number)).category == "repair"


async def test_who_answered_has_the_ticket_unless_somebody_has_it_already(desk: ServiceDesk) -> None:
    opened = await desk.call_tickets.open_for_call(Arrival("main", "1", NOON))
    await desk.call_tickets.take(CallRef("main", "1"), "1001", NOON + 1)
    await desk.call_tickets.take(CallRef("main", "1"), "1002", NOON + 2)
    ticket = await desk.tickets.get(opened.number)
    assert (ticket.assignee, ticket.version) == ("1001", 2)


async def due_of(pool: DatabasePool, number: str) -> tuple[str | None, str | None]:
    async with session(pool) as connection:
        row = await connection.fetchrow(
            "select extract(epoch from response_due_at) * 1e6, extract(epoch from due_at) * 1e6 from tickets "
            "where number = $1",
            number,
        )
    assert row is not None
    response, resolution = (None if value is None else said(int(value)) for value in row)
    return response, resolution


async def test_due_instants_are_stored_and_follow_the_ticket(desk: ServiceDesk, pool: DatabasePool) -> None:
    number = (await desk.tickets.open(draft("complaint"), "li")).number
    assert await due_of(pool, number) == ("2026-11-26 12:00", "2026-12-02 12:00")
    await desk.tickets.act(number, Action.DISPATCH, Asked("li", NOON, 1, assignee="wang"))
    await desk.tickets.act(number, Action.PAUSE, Asked("li", NOON + HOUR_US, 2, "owner away", pause=OWNER))
    assert await due_of(pool, number) == (None, None)
    await desk.tickets.act(number, Action.RESUME, Asked("li", NOON + 3 * HOUR_US, 3))
    assert await due_of(pool, number) == ("2026-11-26 14:00", "2026-12-02 14:00")
    await desk.tickets.amend(number, Asked("li", NOON, 4), {"category": "repair", "priority": Priority.CRITICAL})
    assert await due_of(pool, number) == ("2026-11-25 12:30", "2026-11-25 18:00")


async def test_due_instants_move_when_the_rules_change(desk: ServiceDesk, pool: DatabasePool, rules: SiteRules) -> None:
    number = (await desk.tickets.open(draft(), "li")).number
    slower = replace(rules, promises={**rules.promises, "general": rules.promises["difficult"]})
    assert await ServiceDesk(pool, slower).recompute_dues() == 1
    assert await due_of(pool, number) == (None, "2026-12-02 12:00")
    assert await ServiceDesk(pool, slower).recompute_dues() == 0


async def test_due_soon_and_overdue_are_told_once_each_also_by_two_processes(
    desk: ServiceDesk, pool: DatabasePool
) -> None:
    number = (await desk.tickets.open(draft(), "li")).number
    midnight = at("2026-11-26 00:00")
    told = []
    for look in range(-90, 90, 10):
        now_us = midnight + look * HOUR_US // 60
        news = await asyncio.gather(*(tell_alarms(pool, now_us, HOUR_US) for _ in range(2)))
        told += [(one.ticket, one.what, one.alarm, look) for some in news for one in some]
    assert told == [(number, "resolution", "due_soon", -60), (number, "resolution", "overdue", 0)]


async def test_what_is_due_later_after_a_pause_is_told_again(desk: ServiceDesk, pool: DatabasePool) -> None:
    number = (await desk.tickets.open(draft(), "li")).number
    evening = at("2026-11-25 23:30")
    assert len(await tell_alarms(pool, evening, HOUR_US)) == 1
    await desk.tickets.act(number, Action.DISPATCH, Asked("li", evening, 1, assignee="wang"))
    await desk.tickets.act(number, Action.PAUSE, Asked("li", evening, 2, "owner away", pause=OWNER))
    assert await tell_alarms(pool, evening + 10 * HOUR_US, HOUR_US) == []
    await desk.tickets.act(number, Action.RESUME, Asked("li", evening + 10 * HOUR_US, 3))
    assert [one.alarm for one in await tell_alarms(pool, evening + 10 * HOUR_US, HOUR_US)] == ["due_soon"]
