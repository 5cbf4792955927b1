"""Where nobody accepts what a message brought, the PBX calls; the number goes to it alone, and no call is doubled."""

import asyncio
from dataclasses import dataclass
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from telephony.ami.actions import Headers, LinkClosedError, Response
from telephony.originate import Originator
from tests.integration.relay.test_work_notices import MINUTE_US, NOW_US, Clock
from tests.integration.ticketing.test_click_to_call import FakeLink
from tests.unit.ticketing.moments import SHANGHAI, at
from thirdring.settings import Settings, SettingsError
from thirdring.settings.shown import values
from thirdring.settings.work import Work
from thirdring.work_calls import AT_ONCE_MAX, TALK_SECONDS, WorkCalls
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.work_links.call import Outcome, WorkCall
from ticketing.work_links.call_store import calls_of
from ticketing.work_links.link import Act, Link, Way, What
from ticketing.work_links.store import links_of
from ticketing.workflows.calling_workmen import WorkmenCalls
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.working import act_by_link, make_work_link

NUMBER, OTHER, ROOM = "13900000077", "13900000088", "02160000099"
ROBOT = {"trade": "plumbing", "url": "https://robot.example"}
CALL = {
    "channel": "PJSIP/{phone}@trunk",
    "shown_number": "02160000000",
    "people": {"zhang": NUMBER, "li": OTHER},
    "trades": {"lifts": ROOM},
    "after_minutes": 5,
    "tries": 2,
}
TRADES = {"plumbing": ["wang", "zhang", "li"], "lifts": ["zhao"]}


class Lost(FakeLink):
    """A link that breaks before the answer comes."""

    async def action(self, action: Headers, within_seconds: float = 10.0) -> Response:
        await super().action(action, within_seconds)
        raise LinkClosedError


@dataclass
class Phones:
    """A desk whose PBX is told whom to call."""

    pool: DatabasePool
    desk: ServiceDesk
    link: FakeLink
    calls: WorkCalls
    clock: Clock

    async def sent(
        self, way: Way = Way.WECOM, priority: Priority = Priority.NORMAL, **whom: str
    ) -> tuple[Ticket, Link, str]:
        draft = Ticket("", self.clock(), Source.HAND, category="repair", title="漏水", priority=priority)
        ticket = await self.desk.tickets.open(draft, "dispatcher")
        asked = Asked("dispatcher", self.clock(), ticket.version, **whom)  # type: ignore[arg-type]
        ticket = await self.desk.tickets.act(ticket.number, Action.DISPATCH, asked)
        async with session(self.pool) as connection:
            link, token = await make_work_link(connection, self.desk, ticket.number, "thirdring", self.clock(), way)
        return ticket, link, token

    async def after(self, minutes: float) -> None:
        self.clock.at_us += int(minutes * MINUTE_US)
        await self.calls.look_around()
        await asyncio.sleep(0)  # the PBX has the order
        await asyncio.sleep(0)

    async def of(self, ticket: Ticket) -> list[WorkCall]:
        async with session(self.pool) as connection:
            return await calls_of(connection, ticket.number)

    async def newest(self, ticket: Ticket) -> Link:
        async with session(self.pool) as connection:
            return (await links_of(connection, ticket.number))[0]

    async def nobody_picks_up(self, ticket: Ticket) -> None:
        self.link.answers(b"Failure")
        async with asyncio.timeout(30):
            while (await self.of(ticket))[-1].ended_at_us is None:
                await asyncio.sleep(0.01)


def phones_of(pool: DatabasePool, settings: dict[str, Any] | None = None, link: FakeLink | None = None) -> Phones:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades=TRADES))
    work = Work.model_validate({"robot": [ROBOT], "call": {**CALL, **(settings or {})}})
    link, clock = link or FakeLink(), Clock()
    return Phones(pool, desk, link, WorkCalls(pool, desk, work, {"main": Originator(link)}, clock), clock)


@pytest.fixture
def phones(pool: DatabasePool) -> Phones:
    return phones_of(pool)


async def test_who_does_not_accept_is_called_after_some_minutes_and_once_at_a_time(phones: Phones) -> None:
    ticket, link, _ = await phones.sent(assignee="zhang")
    await phones.after(4.9)
    assert phones.link.sent == []
    for _ in range(3):
        await phones.after(0.2)
    [order] = phones.link.sent
    assert (order["Channel"], order["CallerID"]) == (f"PJSIP/{NUMBER}@trunk", "<02160000000>")
    [call] = await phones.of(ticket)
    assert (call.who, call.link, call.channel, call.outcome) == ("zhang", link.id, order["ChannelId"], "")


async def test_whoever_does_not_pick_up_is_called_again_so_many_times(phones: Phones) -> None:
    ticket, _, _ = await phones.sent(assignee="zhang")
    await phones.after(6)
    await phones.nobody_picks_up(ticket)
    await phones.after(4)
    assert len(phones.link.sent) == 1
    await phones.after(2)
    await phones.nobody_picks_up(ticket)
    for _ in range(3):
        await phones.after(10)
    assert [call.outcome for call in await phones.of(ticket)] == [Outcome.NO_ANSWER] * 2
    assert len(phones.link.sent) == 2


async def test_key_1_accepts_the_work_and_nobody_is_called_again(phones: Phones) -> None:
    ticket, _, token = await phones.sent(trade="plumbing")
    await phones.after(6)
    workmen, channel = WorkmenCalls(phones.pool, phones.desk), phones.link.channel
    assert await workmen.picked_up(channel, phones.clock() + 1)
    assert await workmen.accept(channel, phones.clock() + 2)
    assert not await workmen.accept(channel, phones.clock() + 3)
    await workmen.over(channel, Outcome.NO_KEY, phones.clock() + 4)
    [call] = await phones.of(ticket)
    assert (call.outcome, call.answered_at_us, call.ended_at_us) == (
        Outcome.ACCEPTED,
        phones.clock() + 1,
        phones.clock() + 2,
    )
    link = await phones.newest(ticket)
    assert (link.taken_by, link.is_without_telephone) == ("zhang", True)
    await phones.after(60)
    assert len(phones.link.sent) == 1
    for phone, may in (("d" * 64, True), ("e" * 64, False)):
        act = Act(phone[:16], What.ARRIVE, phones.clock(), phone)
        going_on = act_by_link(phones.pool, phones.desk, token, act)
        if may:
            await going_on
        else:
            with pytest.raises(Exception, match="another telephone"):
                await going_on


async def test_who_accepts_on_the_link_while_the_telephone_rings_hears_that_it_is_too_late(phones: Phones) -> None:
    ticket, _, token = await phones.sent(assignee="zhang")
    await phones.after(6)
    await act_by_link(phones.pool, phones.desk, token, Act("k" * 16, What.ACCEPT, phones.clock(), "d" * 64))
    assert not await WorkmenCalls(phones.pool, phones.desk).picked_up(phones.link.channel, phones.clock() + 1)
    assert [call.outcome for call in await phones.of(ticket)] == [Outcome.TOO_LATE]


async def test_a_trade_is_called_at_its_number_or_its_people_one_after_another(phones: Phones) -> None:
    lifts, _, _ = await phones.sent(trade="lifts")
    plumbing, _, _ = await phones.sent(trade="plumbing")
    await phones.after(6)
    assert [order["Channel"] for order in phones.link.sent] == [f"PJSIP/{ROOM}@trunk", f"PJSIP/{NUMBER}@trunk"]
    assert [(call.who, call.trade) for call in await phones.of(lifts)] == [("", "lifts")]
    await phones.nobody_picks_up(plumbing)
    await phones.after(6)
    assert phones.link.sent[-1]["Channel"] == f"PJSIP/{OTHER}@trunk"


async def test_who_is_being_called_gets_no_second_call_about_something_else(phones: Phones) -> None:
    for _ in range(2):
        await phones.sent(assignee="zhang")
    await phones.after(6)
    await phones.after(1)
    assert len(phones.link.sent) == 1


async def test_a_person_of_two_trades_and_two_with_one_number_have_one_call_at_a_time(pool: DatabasePool) -> None:
    phones = phones_of(pool, {"people": {"zhang": NUMBER, "li": NUMBER}, "trades": {}})
    for who, trade in (("zhang", "plumbing"), ("zhang", "lifts"), ("li", "plumbing")):
        await phones.sent(assignee=who, trade=trade)
    await phones.after(6)
    await phones.after(1)
    assert len(phones.link.sent) == 1


async def test_in_the_database_a_person_of_two_trades_has_one_call_and_each_trade_s_number_its_own(
    phones: Phones,
) -> None:
    workmen, begun = WorkmenCalls(phones.pool, phones.desk), []
    for place, (who, trade) in enumerate((("zhang", "plumbing"), ("zhang", "lifts"), ("", "plumbing"), ("", "lifts"))):
        ticket, link, _ = await phones.sent(assignee="zhang")
        call = WorkCall(
            id=0, ticket=ticket.number, link=link.id, who=who, trade=trade, channel=f"{place}", called_at_us=NOW_US
        )
        begun.append(await workmen.begin(call) is not None)
    assert begun == [True, False, True, True]


async def test_who_was_called_has_a_pause_whatever_the_next_ticket_and_others_are_called_meanwhile(
    phones: Phones,
) -> None:
    tickets = [(await phones.sent(assignee="zhang", priority=Priority.URGENT))[0] for _ in range(25)]
    others, _, _ = await phones.sent(assignee="li")
    await phones.after(6)
    assert [len(await phones.of(ticket)) for ticket in tickets[:2]] == [1, 0]
    await phones.nobody_picks_up(tickets[0])
    await phones.after(1)
    assert len(await phones.of(others)) == 1
    await phones.after(3.9)
    assert len(phones.link.sent) == 2
    await phones.after(0.2)
    assert [len(await phones.of(ticket)) for ticket in tickets[:3]] == [1, 1, 0]  # whoever has fewest calls is first


async def test_three_calls_are_on_at_once_and_one_that_is_answered_is_still_on(pool: DatabasePool) -> None:
    names = [f"man{number}" for number in range(4)]
    phones = phones_of(pool, {"people": {name: f"1390000008{place}" for place, name in enumerate(names)}})
    for name in names:
        await phones.sent(assignee=name)
    await phones.after(6)
    assert len(phones.link.sent) == AT_ONCE_MAX == 3
    workmen = WorkmenCalls(pool, phones.desk)
    assert await workmen.picked_up(phones.link.channel, phones.clock())
    phones.link.answers(b"Success")
    await phones.after(0.1)
    assert len(phones.link.sent) == 3
    await workmen.over(phones.link.channel, Outcome.NO_KEY, phones.clock())
    await phones.after(0.1)
    assert len(phones.link.sent) == 4


async def test_at_night_only_what_is_urgent_is_called_about(phones: Phones) -> None:
    phones.clock.at_us = at("2026-11-25 23:00")
    await phones.sent(assignee="zhang")
    urgent, _, _ = await phones.sent(assignee="li", priority=Priority.URGENT)
    await phones.after(6)
    assert [call.who for call in await phones.of(urgent)] == ["li"]
    assert len(phones.link.sent) == 1
    await phones.after(9 * 60)
    assert phones.link.sent[-1]["Channel"] == f"PJSIP/{NUMBER}@trunk"


async def test_a_text_message_goes_first_and_a_link_by_hand_calls_nobody(pool: DatabasePool) -> None:
    phones = phones_of(pool)
    sms = {"url": "https://sms.example", "people": {"zhang": NUMBER}}
    work = Work.model_validate({"robot": [ROBOT], "call": {**CALL, "people": {}}, "sms": sms})
    phones.calls = WorkCalls(pool, phones.desk, work, {"main": Originator(phones.link)}, phones.clock)
    await phones.sent(Way.HAND, assignee="zhang")
    await phones.sent(assignee="zhang")
    await phones.after(60)
    assert phones.link.sent == []
    await phones.sent(Way.SMS, assignee="zhang")
    await phones.after(6)
    assert [order["Channel"] for order in phones.link.sent] == [f"PJSIP/{NUMBER}@trunk"]


async def test_a_call_that_a_restart_lost_is_over_after_a_while_and_says_so(pool: DatabasePool) -> None:
    phones = phones_of(pool)
    ticket, _, _ = await phones.sent(assignee="zhang")
    await phones.after(6)
    await phones.calls.close()
    after = phones_of(pool)
    after.clock.at_us = phones.clock.at_us
    await after.after((30 + TALK_SECONDS) / 60 - 0.1)
    assert ([call.outcome for call in await after.of(ticket)], after.link.sent) == ([""], [])
    await after.after(0.2)
    assert [call.outcome for call in await after.of(ticket)] == [Outcome.UNKNOWN]
    await after.after(5)
    assert len(after.link.sent) == 1


async def test_an_order_whose_answer_was_lost_may_ring_all_the_same(pool: DatabasePool) -> None:
    phones = phones_of(pool, link=Lost())
    ticket, _, _ = await phones.sent(assignee="zhang")
    await phones.after(6)
    await asyncio.gather(*phones.calls._on)
    [call] = await phones.of(ticket)
    assert (call.outcome, len(phones.link.sent)) == ("", 1)
    assert await WorkmenCalls(pool, phones.desk).accept(call.channel, phones.clock() + 1)


async def test_a_pbx_that_refuses_is_a_try_and_one_that_is_away_is_none(pool: DatabasePool, caplog: Any) -> None:
    phones = phones_of(pool, link=FakeLink("Error"))
    ticket, _, _ = await phones.sent(assignee="zhang")
    phones.link.up = False
    await phones.after(6)
    assert await phones.of(ticket) == []
    phones.link.up = True
    await phones.after(1)
    async with asyncio.timeout(30):
        while [call.outcome for call in await phones.of(ticket)] != [Outcome.REFUSED]:
            await asyncio.sleep(0.01)
    assert NUMBER not in caplog.text


def test_numbers_of_calls_are_hidden_and_calls_need_a_message_before_them() -> None:
    settings = Settings.model_validate(
        {
            "work": {"robot": [ROBOT], "call": CALL},
            "web": {"public_url": "https://desk.example"},
            "pbx": [{"secret": "word"}],
        }
    )
    shown = {f"{each.section}.{each.key}": each for each in values(settings, ())}
    assert all(shown[f"work.call.{name}"].secret for name in ("people", "trades"))
    assert not [number for number in (NUMBER, OTHER, ROOM) if number in repr(shown)]
    for work in (
        {"call": CALL},
        {"robot": [ROBOT], "call": {**CALL, "channel": "PJSIP/1001"}},
        {"robot": [ROBOT], "call": {**CALL, "channel": "Local/{phone}@from-agents"}},
        {"robot": [ROBOT], "call": {**CALL, "people": {"zhang": "112 & 113"}}},
    ):
        with pytest.raises((SettingsError, ValueError), match=r"robot|nobody|phone number"):
            Work.model_validate(work)
