"""The ticket of a caller who hangs up at once: told apart when the call ends, closed by the call that reaches them."""

from dataclasses import replace
from datetime import date

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import MINUTE_US, SECOND_US
from telephony.facts import Call
from tests.integration.ticketing.test_desk import LANDLINE, MOBILE, NOON, ZHANG, hear
from tests.unit.ticketing.calls import facts, inbound, outbound
from tests.unit.ticketing.moments import at
from ticketing.callbacks.states import State
from ticketing.clocks.promises import Dues
from ticketing.news import CallbackNews, Item, TicketNews
from ticketing.notices import Arrived, notice
from ticketing.site_rules import SiteRules
from ticketing.tickets.amendments import call_any_hour
from ticketing.tickets.ticket import Asked
from ticketing.workflows.rates import rate_of_day
from ticketing.workflows.service_desk import ServiceDesk

FIRST = "20261125-0001"
LATER = NOON + 10 * MINUTE_US


@pytest.fixture
def rules(rules: SiteRules) -> SiteRules:
    return replace(rules, short_call_us=5 * SECOND_US)


@pytest.fixture
async def household(desk: ServiceDesk) -> int:
    await desk.households.put([ZHANG])
    return (await desk.households.find("+8613800138000"))[0].household


def short(linkedid: str, at_us: int = NOON, caller: str = MOBILE, seconds: float = 3) -> Call:
    return inbound(linkedid, at_us, caller, None, ended_at_us=at_us + int(seconds * SECOND_US))


def _arrived(desk: ServiceDesk, call: Call) -> Arrived:
    news = notice(facts(call)[0], desk.rules.numbering)
    assert isinstance(news, Arrived)
    return news


async def story(desk: ServiceDesk, number: str = FIRST) -> tuple[str, str, list[str]]:
    ticket = await desk.tickets.get(number)
    return ticket.category, ticket.status, [each.what for each in await desk.tickets.history(number)]


async def test_a_short_call_has_its_kind_of_ticket_without_deadline_and_is_called_back(desk: ServiceDesk) -> None:
    [callback] = await hear(desk, short("1"))
    assert await story(desk) == ("short_call", "open", ["opened", "short call"])
    assert desk.rules.dues(await desk.tickets.get(FIRST)) == Dues(None, None)
    assert callback.state is State.PENDING


async def test_a_caller_who_waits_longer_has_an_ordinary_ticket(desk: ServiceDesk) -> None:
    await hear(desk, short("1", seconds=5))
    assert await story(desk) == ("other", "open", ["opened"])


async def test_a_ticket_that_an_agent_described_during_the_call_stays_theirs(desk: ServiceDesk) -> None:
    arrived = short("1")
    await desk.notices.carry_out(_arrived(desk, arrived))
    await desk.tickets.amend(FIRST, Asked("li", NOON, 1), {"title": "tap"})
    await hear(desk, arrived)
    assert (await story(desk))[0] == "other"


async def test_whoever_gets_through_closes_the_short_calls_of_their_household(
    desk: ServiceDesk, household: int
) -> None:
    await hear(desk, short("1"), short("2", NOON + MINUTE_US, LANDLINE), short("3", caller="13911112222"))
    await hear(desk, inbound("4", LATER, MOBILE, talk_seconds=30))
    closed = ("short_call", "closed", ["opened", "short call", "got through: main/4"])
    assert [await story(desk, f"20261125-{place:04}") for place in (1, 2)] == [closed, closed]
    assert (await story(desk, "20261125-0003"))[1] == "open"
    assert (await story(desk, "20261125-0004"))[0] == "other"
    ticket = await desk.tickets.get(FIRST)
    assert ticket.resolved_at_us == ticket.closed_at_us == LATER + 8 * SECOND_US


async def test_a_callback_by_hand_closes_it_and_a_short_word_or_no_answer_does_not(desk: ServiceDesk) -> None:
    await hear(desk, short("1"))
    await hear(desk, outbound("2", LATER, MOBILE, None), outbound("3", LATER + MINUTE_US, MOBILE, talk_seconds=2))
    assert (await story(desk))[1] == "open"
    await hear(desk, outbound("4", LATER + 2 * MINUTE_US, MOBILE, talk_seconds=20))
    assert (await story(desk))[2][-1] == "called back: main/4"


async def test_a_call_before_it_or_another_short_call_does_not_close_it(desk: ServiceDesk) -> None:
    await hear(desk, short("1"), inbound("0", NOON - MINUTE_US, MOBILE, talk_seconds=30), short("2", LATER))
    assert (await story(desk))[1] == "open"


async def test_a_withheld_number_cannot_be_called_so_its_short_call_ends_at_once(desk: ServiceDesk) -> None:
    await hear(desk, short("1", caller=""))
    assert await story(desk) == ("short_call", "closed", ["opened", "short call", "number withheld"])


async def test_a_call_of_ours_in_quiet_hours_closes_it_only_where_it_was_allowed(desk: ServiceDesk) -> None:
    night = at("2026-11-25 23:00")
    await hear(desk, short("1", night), outbound("2", night + MINUTE_US, MOBILE, talk_seconds=30))
    assert (await story(desk))[1] == "open"
    asked = Asked("wang", night + 2 * MINUTE_US, 2, "water on the stairs")
    await desk.tickets.change(FIRST, lambda ticket: call_any_hour(ticket, True, asked))
    await hear(desk, outbound("3", night + 3 * MINUTE_US, MOBILE, talk_seconds=30))
    assert (await story(desk))[1] == "closed"


async def test_short_calls_do_not_move_the_callback_rate(desk: ServiceDesk, pool: DatabasePool) -> None:
    await hear(desk, short("1"), inbound("2", LATER, MOBILE, talk_seconds=30))
    rate = await rate_of_day(pool, desk.rules, date(2026, 11, 25), LATER + MINUTE_US)
    assert (rate.eligible_count, rate.missing, rate.more_by_midnight) == (0, (), 0)


async def test_each_step_is_news_once_however_often_the_call_is_told(desk: ServiceDesk) -> None:
    heard: list[Item] = []
    desk.news.add(heard.append)
    await hear(desk, short("1"), short("1"))
    through = inbound("2", LATER, MOBILE, talk_seconds=30)
    await hear(desk, through, through)
    told = [(item.after.number[-1], item.what, item.call) for item in heard if isinstance(item, TicketNews)]
    assert told == [
        ("1", "opened", ("main", "1")),
        ("1", "short call", ("main", "1")),
        ("2", "opened", ("main", "2")),
        ("2", "answered", ("main", "2")),
        ("1", "got through", None),
    ]
    assert len([item for item in heard if isinstance(item, CallbackNews)]) == 2


async def test_a_short_call_is_no_open_ticket_for_the_next_caller(desk: ServiceDesk, pool: DatabasePool) -> None:
    await hear(desk, short("1"))
    opened, _ = await desk.notices.open(_arrived(desk, short("2", LATER)))
    assert opened.others == 0
    async with session(pool) as connection:
        assert await connection.fetchval("select count(*) from tickets where status = 'open'") == 2
