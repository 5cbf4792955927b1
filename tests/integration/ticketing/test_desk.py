"""From facts about calls to tickets, callbacks and proof."""

import asyncio
from datetime import date

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import HOUR_US, MINUTE_US
from kit.refusals import RefusedError
from telephony.facts import Call, Fact, FactKind
from tests.unit.ticketing.calls import facts, inbound, outbound
from tests.unit.ticketing.moments import at
from ticketing.callbacks.callback import Callback, Reason, Way
from ticketing.callbacks.rate import LeftOut, LeftOutWhy
from ticketing.callbacks.sightings import sighting
from ticketing.callbacks.states import State
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.notices import notice
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.rates import rate_of_day
from ticketing.workflows.service_desk import ServiceDesk

NOON = at("2026-11-25 12:00")
MOBILE, LANDLINE = "13800138000", "02158881234"
ZHANG = Household(
    Place("Garden", "3", "2", "1201"),
    (
        Person("张三", Part.OWNER, (Phone("+8613800138000", MOBILE),)),
        Person("李四", Part.FAMILY, (Phone("+862158881234", LANDLINE),)),
    ),
)


async def hear(desk: ServiceDesk, *calls: Call) -> list[Callback]:
    return await hear_facts(desk, *(fact for call in calls for fact in facts(call)))


async def hear_facts(desk: ServiceDesk, *told: Fact) -> list[Callback]:
    changed: list[Callback] = []
    for fact in told:
        news = notice(fact, desk.rules.numbering)
        if news is not None:
            changed += await desk.notices.carry_out(news)
    return changed


@pytest.fixture
async def household(desk: ServiceDesk) -> int:
    await desk.households.put([ZHANG])
    return (await desk.households.find("+8613800138000"))[0].household


async def all_of(pool: DatabasePool, table: str) -> list[str]:
    async with session(pool) as connection:
        rows = await connection.fetch(f"select * from {table} order by 1")
    return [row["number"] if table == "tickets" else row["state"] for row in rows]


async def test_a_call_opens_one_ticket_with_its_household_and_contact(desk: ServiceDesk, household: int) -> None:
    call = inbound("1", NOON, MOBILE, talk_seconds=60)
    await hear(desk, call, call)
    ticket = await desk.tickets.get("20261125-0001")
    assert (ticket.household, ticket.contact, ticket.phone) == (household, "张三", "+8613800138000")
    assert (ticket.assignee, ticket.opened_at_us) == ("1001", NOON)
    assert await desk.tickets.calls(ticket.number) == [("main", "1")]


async def test_what_was_told_at_once_and_in_any_order_opens_one_ticket_a_call(
    desk: ServiceDesk, pool: DatabasePool
) -> None:
    calls = [inbound(str(n), NOON, MOBILE, talk_seconds=None) for n in range(20)]
    told = [fact for call in calls for fact in facts(call)]
    news = [notice(fact, desk.rules.numbering) for fact in (*told, *reversed(told))]
    await asyncio.gather(*(desk.notices.carry_out(one) for one in news if one is not None))
    assert await all_of(pool, "tickets") == [f"20261125-{place:04}" for place in range(1, 21)]
    assert await all_of(pool, "callbacks") == ["pending"]


async def test_a_number_that_comes_after_the_call_gives_its_ticket_number_and_household(
    desk: ServiceDesk, household: int
) -> None:
    call = inbound("1", NOON, "", talk_seconds=None)
    arrived, *_, ended = facts(call)
    await hear_facts(desk, arrived)
    call.caller_raw = MOBILE
    await hear_facts(desk, arrived._replace(kind=FactKind.CALL_NUMBERED), ended)
    ticket = await desk.tickets.get("20261125-0001")
    assert (ticket.phone, ticket.household, ticket.contact) == ("+8613800138000", household, "张三")
    assert [each.what for each in await desk.tickets.history(ticket.number)] == ["opened", "amended: phone"]
    [missed] = await desk.callbacks.of_ticket(ticket.number)
    assert (missed.phone, missed.household) == ("+8613800138000", household)


async def test_a_number_that_comes_late_leaves_what_somebody_wrote(desk: ServiceDesk, household: int) -> None:
    call = inbound("1", NOON, "", talk_seconds=60)
    arrived, *_ = facts(call)
    await hear_facts(desk, arrived)
    await desk.tickets.amend("20261125-0001", Asked("chen", NOON, 1), {"phone": "+8613900139000"})
    call.caller_raw = MOBILE
    await hear_facts(desk, arrived._replace(kind=FactKind.CALL_NUMBERED))
    assert (await desk.tickets.get("20261125-0001")).phone == "+8613900139000"


async def test_an_answered_call_wants_no_callback_and_a_withheld_number_cannot_have_one(
    desk: ServiceDesk, pool: DatabasePool
) -> None:
    await hear(desk, inbound("1", NOON, MOBILE, 60), inbound("2", NOON, "anonymous", None))
    assert len(await all_of(pool, "tickets")) == 2
    assert await all_of(pool, "callbacks") == []


async def test_missed_calls_of_two_phones_of_a_household_are_one_callback(desk: ServiceDesk, household: int) -> None:
    first, again = await hear(desk, inbound("1", NOON, MOBILE, None), inbound("2", NOON + MINUTE_US, LANDLINE, None))
    assert first.id == again.id
    assert (again.household, again.missed_count, again.phone) == (household, 2, "+862158881234")
    assert (again.reason, again.ticket) == (Reason.MISSED_CALL, "20261125-0001")


async def test_a_missed_call_settles_itself_when_the_household_gets_through(desk: ServiceDesk, household: int) -> None:
    missed, settled = await hear(
        desk, inbound("1", NOON, MOBILE, None), inbound("2", NOON + MINUTE_US, LANDLINE, talk_seconds=30)
    )
    assert (settled.id, settled.state, settled.way) == (missed.id, State.REACHED, Way.INBOUND)


async def test_a_call_dialled_by_hand_to_another_phone_of_the_household_is_proof(
    desk: ServiceDesk, household: int
) -> None:
    missed, settled = await hear(
        desk, inbound("1", NOON, MOBILE, None), outbound("2", NOON + MINUTE_US, LANDLINE, talk_seconds=30)
    )
    assert (settled.id, settled.state, settled.way) == (missed.id, State.REACHED, Way.BY_HAND)


async def resolve(desk: ServiceDesk, number: str, at_us: int) -> None:
    ticket = await desk.tickets.get(number)
    await desk.tickets.act(number, Action.RESOLVE, Asked("1001", at_us, ticket.version, resolution="fixed"))


async def test_a_resolved_ticket_is_called_back_about_and_its_call_by_click_counts_for_the_day(
    desk: ServiceDesk, pool: DatabasePool
) -> None:
    await hear(desk, inbound("1", NOON, MOBILE, 60), inbound("2", NOON, LANDLINE, 60))
    for number in ("20261125-0001", "20261125-0002"):
        await resolve(desk, number, NOON + HOUR_US)
    (callback,) = await desk.callbacks.of_ticket("20261125-0001")
    assert (callback.reason, callback.state) == (Reason.RESOLVED_TICKET, State.PENDING)
    call = outbound("3", NOON + 2 * HOUR_US, MOBILE, 30, variables={"TR_CALLBACK": str(callback.id)})
    (settled,) = await hear(desk, call)
    assert (settled.id, settled.way) == (callback.id, Way.CLICK)
    rate = await rate_of_day(pool, desk.rules, date(2026, 11, 25), NOON + 3 * HOUR_US)
    assert (rate.same_day_count, rate.eligible_count, rate.missing) == (1, 2, ("20261125-0002",))


async def test_a_reopened_ticket_is_not_called_back_about_until_it_is_resolved_again(desk: ServiceDesk) -> None:
    await hear(desk, inbound("1", NOON, MOBILE, 60))
    await resolve(desk, "20261125-0001", NOON + HOUR_US)
    ticket = await desk.tickets.get("20261125-0001")
    await desk.tickets.act(ticket.number, Action.REOPEN, Asked("li", NOON + 2 * HOUR_US, ticket.version, "leaks"))
    await resolve(desk, "20261125-0001", NOON + 3 * HOUR_US)
    states = [callback.state for callback in await desk.callbacks.of_ticket(ticket.number)]
    assert states == [State.CANCELLED, State.PENDING]


async def test_an_inbound_call_does_not_settle_the_callback_of_a_resolved_ticket(desk: ServiceDesk) -> None:
    await hear(desk, inbound("1", NOON, MOBILE, 60))
    await resolve(desk, "20261125-0001", NOON + HOUR_US)
    assert await hear(desk, inbound("2", NOON + 2 * HOUR_US, MOBILE, 60)) == []


async def test_a_ticket_without_a_number_is_called_back_about_at_the_owner_s_first_phone(
    desk: ServiceDesk, household: int
) -> None:
    ticket = await desk.tickets.open(Ticket("", NOON, Source.WALK_IN, "repair", household=household), "li")
    await resolve(desk, ticket.number, NOON + HOUR_US)
    (callback,) = await desk.callbacks.of_ticket(ticket.number)
    assert (callback.phone, callback.household) == ("+8613800138000", household)


async def test_a_ticket_with_nobody_to_call_is_left_out_of_the_rate(desk: ServiceDesk, pool: DatabasePool) -> None:
    ticket = await desk.tickets.open(Ticket("", NOON, Source.WALK_IN, "repair"), "li")
    await resolve(desk, ticket.number, NOON + HOUR_US)
    assert await desk.callbacks.of_ticket(ticket.number) == []
    rate = await rate_of_day(pool, desk.rules, date(2026, 11, 25), NOON)
    assert (rate.eligible_count, rate.missing) == (0, ())
    assert rate.left_out == (LeftOut("repair", LeftOutWhy.NOBODY_TO_CALL, 1),)


async def test_an_agent_s_word_links_a_call_to_the_ticket_it_was_about(desk: ServiceDesk) -> None:
    await hear(desk, inbound("1", NOON, MOBILE, 60), inbound("2", NOON, MOBILE, 60))
    for number in ("20261125-0001", "20261125-0002"):
        await resolve(desk, number, NOON + HOUR_US)
    call = outbound("3", NOON + 2 * HOUR_US, MOBILE, 30)
    assert await hear(desk, call) == []
    (second,) = await desk.callbacks.of_ticket("20261125-0002")
    settled = await desk.callbacks.link_by_word(second.id, sighting(call, desk.rules.numbering))
    assert (settled.state, settled.way) == (State.REACHED, Way.BY_HAND)
    other = sighting(outbound("4", NOON + 2 * HOUR_US, LANDLINE, 30), desk.rules.numbering)
    with pytest.raises(RefusedError, match="not with a number of this household"):
        await desk.callbacks.link_by_word(second.id, other)
