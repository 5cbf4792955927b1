"""A number is learned when somebody gives the ticket of its call a household; its next call comes to that household."""

from dataclasses import replace

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import MINUTE_US
from telephony.facts import CallRef
from tests.integration.ticketing.test_desk import MOBILE, NOON, ZHANG, hear
from tests.unit.ticketing.calls import inbound, outbound
from ticketing.callbacks.states import State
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.news import Item, TicketNews
from ticketing.notices import Arrived
from ticketing.tickets.calls_store import Arrival
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.service_desk import ServiceDesk

STRANGER, E164 = "13911112222", "+8613911112222"
FIRST, SECOND, THIRD = (f"20261125-{place:04}" for place in (1, 2, 3))
LATER = NOON + 10 * MINUTE_US
LI = Household(Place("Garden", "3", "2", "1202"), (Person("李四", Part.OWNER, (Phone("+8613700000000", ""),)),))


@pytest.fixture
async def homes(desk: ServiceDesk) -> list[int]:
    await desk.households.put([ZHANG, LI])
    return [(await desk.households.find(number))[0].household for number in ("+8613800138000", "+8613700000000")]


async def tie(desk: ServiceDesk, number: str, household: int | None, **more: object) -> Ticket:
    ticket = await desk.tickets.get(number)
    return await desk.tickets.amend(number, Asked("wang", LATER, ticket.version), {"household": household, **more})


async def whose(desk: ServiceDesk, number: str = E164) -> list[int]:
    return [match.household for match in await desk.households.find(number)]


async def talked(desk: ServiceDesk, linkedid: str, at_us: int = LATER, caller: str = STRANGER) -> str:
    """The ticket that the call has."""
    await hear(desk, inbound(linkedid, at_us, caller, talk_seconds=30))
    opened = await desk.call_tickets.open_for_call(Arrival("main", linkedid, at_us))
    return opened.number


async def test_the_next_call_of_a_learned_number_comes_to_the_household_and_joins_its_open_ticket(
    desk: ServiceDesk, homes: list[int]
) -> None:
    await talked(desk, "1", NOON)
    await tie(desk, FIRST, homes[0])
    opened, match = await desk.notices.open(Arrived("main", "2", LATER, E164))
    assert match is not None
    assert (match.household, match.name) == (homes[0], "")
    assert (opened.number, opened.others) == (FIRST, 0)
    assert await desk.tickets.calls(FIRST) == [("main", "1"), ("main", "2")]
    assert await desk.call_tickets.unknown_calls([CallRef("main", "2")]) == []


async def test_it_opens_a_ticket_of_the_household_once_the_first_one_is_resolved_or_there_are_two(
    desk: ServiceDesk, homes: list[int]
) -> None:
    await talked(desk, "1", NOON)
    ticket = await tie(desk, FIRST, homes[0])
    await desk.tickets.act(FIRST, Action.RESOLVE, Asked("wang", LATER, ticket.version, resolution="done"))
    assert await talked(desk, "2") == SECOND
    assert (await desk.tickets.get(SECOND)).household == homes[0]
    await desk.tickets.act(FIRST, Action.REOPEN, Asked("wang", LATER, ticket.version + 1, "again"))
    assert await talked(desk, "3") == THIRD


async def test_a_number_of_the_file_opens_a_ticket_for_each_call(desk: ServiceDesk, homes: list[int]) -> None:
    await talked(desk, "1", NOON, MOBILE)
    await tie(desk, FIRST, None)
    await tie(desk, FIRST, homes[0])
    opened, _ = await desk.notices.open(Arrived("main", "2", LATER, "+8613800138000"))
    assert opened.number == SECOND


async def test_a_call_that_joins_is_news_once_and_missed_it_is_called_back_about_that_ticket(
    desk: ServiceDesk, homes: list[int]
) -> None:
    await talked(desk, "1", NOON)
    await tie(desk, FIRST, homes[0])
    heard: list[Item] = []
    desk.news.add(heard.append)
    missed = inbound("2", LATER, STRANGER, None)
    [callback] = await hear(desk, missed, missed)
    told = [(item.after.number, item.what, item.call) for item in heard if isinstance(item, TicketNews)]
    assert told == [(FIRST, "call linked", ("main", "2"))]
    assert (callback.ticket, callback.household) == (FIRST, homes[0])
    [reached] = await hear(desk, outbound("3", LATER + MINUTE_US, STRANGER, talk_seconds=30))
    assert reached.state is State.REACHED


async def test_a_ticket_that_goes_to_another_household_teaches_that_one_instead(
    desk: ServiceDesk, homes: list[int]
) -> None:
    await talked(desk, "1", NOON)
    await tie(desk, FIRST, homes[0])
    await tie(desk, FIRST, homes[1])
    assert await whose(desk) == [homes[1]]
    await tie(desk, FIRST, None)
    assert await whose(desk) == []


async def test_merging_into_a_ticket_of_a_household_teaches_it(desk: ServiceDesk, homes: list[int]) -> None:
    await talked(desk, "1", NOON)
    other = await desk.tickets.open(Ticket("", NOON, Source.WALK_IN, household=homes[0]), "wang")
    first = await desk.tickets.get(FIRST)
    await desk.tickets.merge(FIRST, other.number, Asked("wang", LATER, first.version))
    assert await whose(desk) == [homes[0]]


@pytest.mark.parametrize("draft", [{"source": Source.HAND, "phone": E164}, {"source": Source.CALL, "phone": "8012"}])
async def test_a_typed_number_and_an_extension_are_not_learned(
    desk: ServiceDesk, homes: list[int], draft: dict[str, str]
) -> None:
    ticket = replace(Ticket("", NOON, Source.HAND), **draft)  # type: ignore[arg-type]
    opened = await desk.tickets.open(ticket, "wang")
    await tie(desk, opened.number, homes[0])
    assert await whose(desk, draft["phone"]) == []


async def test_the_number_that_somebody_typed_over_the_caller_s_is_not_learned(
    desk: ServiceDesk, homes: list[int]
) -> None:
    await talked(desk, "1", NOON)
    await tie(desk, FIRST, homes[0], phone="+8613922223333")
    assert await whose(desk, "+8613922223333") == []
    assert await whose(desk) == []


async def test_once_the_file_has_the_number_it_is_learned_no_longer(
    desk: ServiceDesk, homes: list[int], pool: DatabasePool
) -> None:
    await talked(desk, "1", NOON)
    await tie(desk, FIRST, homes[0])
    await desk.households.put([replace(ZHANG, people=(Person("王五", Part.TENANT, (Phone(E164, STRANGER),)),))])
    assert [match.name for match in await desk.households.find(E164)] == ["王五"]
    assert await learned(pool) == 0


async def test_a_learned_number_dies_with_its_household(
    desk: ServiceDesk, homes: list[int], pool: DatabasePool
) -> None:
    await talked(desk, "1", NOON)
    await tie(desk, FIRST, homes[0])
    assert await learned(pool) == 1
    await desk.households.forget(homes[0], "wang", LATER)
    assert await learned(pool) == 0


async def test_linking_a_call_that_joined_to_another_ticket_leaves_the_first_one(
    desk: ServiceDesk, homes: list[int]
) -> None:
    await talked(desk, "1", NOON)
    await tie(desk, FIRST, homes[0])
    await desk.notices.open(Arrived("main", "2", LATER, E164))
    other = await desk.tickets.open(Ticket("", NOON, Source.WALK_IN, household=homes[0]), "wang")
    await desk.tickets.link_call(other.number, CallRef("main", "2"), Asked("wang", LATER, 1))
    assert (await desk.tickets.get(FIRST)).status == "open"
    assert await desk.tickets.calls(FIRST) == [("main", "1")]


async def learned(pool: DatabasePool) -> int:
    async with session(pool) as connection:
        return int(await connection.fetchval("select count(*) from learned_numbers"))
