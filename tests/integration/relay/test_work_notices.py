"""A dispatched ticket reaches the robot of its trade, with a link that works; what the robot says is on the link."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from aiohttp import web

from kit.database.pool import DatabasePool, session
from kit.instants import SECOND_US
from tests.unit.ticketing.moments import SHANGHAI, at
from thirdring.settings import Settings, SettingsError
from thirdring.settings.work import Work
from thirdring.work_notices import RULE_US, WorkNotices
from thirdring.work_tries import TRIES
from thirdring.work_ways import Told as Words
from thirdring.work_ways import message
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.tickets.categories import Priority
from ticketing.tickets.states import Action
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.trades.store import set_duty
from ticketing.work_links.call import WorkCall
from ticketing.work_links.link import Way
from ticketing.work_links.store import links_of
from ticketing.workflows.assigning import Assigning
from ticketing.workflows.calling_workmen import WorkmenCalls
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.working import look_at_work

NOW_US = at("2026-11-25 10:00")
MINUTE_US = 60_000_000


@dataclass
class Group:
    """A robot of a group, and what it took."""

    url: str = ""
    answer: Any = field(default_factory=lambda: {"errcode": 0})
    told: list[Any] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.Response:
        self.told.append(await request.json())
        return web.json_response(self.answer)


@pytest.fixture
async def group() -> AsyncIterator[Group]:
    made = Group()
    app = web.Application()
    app.router.add_post("/robot", made.take)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/robot"
    yield made
    await runner.cleanup()


@dataclass
class Clock:
    at_us: int = NOW_US

    def __call__(self) -> int:
        return self.at_us


@dataclass
class Told:
    desk: ServiceDesk
    pool: DatabasePool
    notices: WorkNotices
    clock: Clock

    async def dispatched(
        self, trade: str | None = None, assignee: str | None = None, priority: Priority = Priority.NORMAL
    ) -> Ticket:
        draft = Ticket("", NOW_US, Source.HAND, category="repair", title="漏水，电话 13800138000", priority=priority)
        ticket = await self.desk.tickets.open(draft, "dispatcher")
        return await self.desk.tickets.act(
            ticket.number,
            Action.DISPATCH,
            Asked("dispatcher", self.clock(), ticket.version, trade=trade, assignee=assignee),
        )

    async def links(self, ticket: Ticket) -> Any:
        async with session(self.pool) as connection:
            return await links_of(connection, ticket.number)


def notices_of(told: "Told", robots: dict[str, str]) -> WorkNotices:
    """By the address of the robot of each trade."""
    work = [{"trade": trade, "kind": "wecom", "url": url} for trade, url in robots.items()]
    settings = Work.model_validate({"robot": work})
    return WorkNotices(told.pool, told.desk, settings, "https://desk.example", told.clock)


@pytest.fixture
def told(pool: DatabasePool, group: Group) -> Told:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades={"plumbing": ["zhang"]}))
    robot = {"trade": "plumbing", "kind": "wecom", "url": group.url}
    clock = Clock()
    work = Work.model_validate({"robot": [robot]})
    return Told(desk, pool, WorkNotices(pool, desk, work, "https://desk.example", clock), clock)


async def test_a_dispatched_ticket_is_told_once_with_a_link_that_works(told: Told, group: Group) -> None:
    ticket = await told.dispatched(trade="plumbing")
    other = await told.dispatched(trade="lifts")
    for _ in range(3):
        await told.notices.look_around()
    [said] = group.told
    text = said["markdown"]["content"]
    assert ticket.number in text
    assert "13800138000" not in json.dumps(said, ensure_ascii=False)
    token = text.partition("https://desk.example/w/")[2].rstrip(")")
    async with session(told.pool) as connection:
        looked = await look_at_work(connection, told.desk, token, NOW_US)
    assert (looked.ticket.number, looked.link.trade) == (ticket.number, "plumbing")
    [link] = await told.links(ticket)
    assert (link.way, link.delivered_at_us, link.failed, link.made_by) == (Way.WECOM, NOW_US, "", "thirdring")
    assert await told.links(other) == []


async def test_a_ticket_of_a_person_goes_to_the_group_of_their_trade(told: Told, group: Group) -> None:
    await told.dispatched(assignee="zhang")
    await told.dispatched(assignee="li")
    await told.notices.look_around()
    assert len(group.told) == 1


async def test_a_robot_that_refuses_is_seen_on_the_link_and_not_asked_again(told: Told, group: Group) -> None:
    group.answer = {"errcode": 93000}
    ticket = await told.dispatched(trade="plumbing")
    for _ in range(3):
        await told.notices.look_around()
    assert len(group.told) == 1
    assert [link.failed for link in await told.links(ticket)] == ["wecom 93000"]


async def test_a_robot_in_trouble_is_tried_again_a_few_times_with_the_same_link(told: Told, group: Group) -> None:
    group.answer = {"errcode": -1}
    ticket = await told.dispatched(trade="plumbing")
    for _ in range(TRIES + 3):
        await told.notices.look_around()
        told.clock.at_us += 4 * MINUTE_US
    assert len(group.told) == TRIES
    [link] = await told.links(ticket)
    assert (link.failed, link.ended_at_us) == ("wecom -1", None)
    assert len({json.dumps(said) for said in group.told}) == 1


async def test_after_a_restart_the_next_try_has_a_link_of_its_own(told: Told, group: Group) -> None:
    group.answer = {"errcode": -1}
    ticket = await told.dispatched(trade="plumbing")
    await told.notices.look_around()
    told.notices = notices_of(told, {"plumbing": group.url})
    group.answer = {"errcode": 0}
    await told.notices.look_around()
    newest, lost = await told.links(ticket)
    assert (newest.delivered_at_us, newest.ended_at_us, lost.ended_at_us) == (NOW_US, None, NOW_US)


async def test_a_robot_that_takes_no_more_hides_no_ticket_of_another_robot(told: Told, group: Group) -> None:
    told.notices = notices_of(told, {"plumbing": group.url, "lifts": group.url})
    group.answer = {"errcode": 45009}
    await told.dispatched(trade="plumbing")
    await told.notices.look_around()
    for _ in range(20):
        await told.dispatched(trade="plumbing", priority=Priority.CRITICAL)
    group.answer = {"errcode": 0}
    lift = await told.dispatched(trade="lifts")
    await told.notices.look_around()
    assert len(group.told) == 2
    assert [link.delivered_at_us for link in await told.links(lift)] == [NOW_US]


async def test_an_urgent_one_is_told_before_those_that_wait_longer(told: Told, group: Group) -> None:
    for _ in range(20):
        await told.dispatched(trade="plumbing")
    told.clock.at_us += MINUTE_US
    urgent = await told.dispatched(trade="plumbing", priority=Priority.CRITICAL)
    await told.notices.look_around()
    assert urgent.number in group.told[0]["markdown"]["content"]


async def test_who_dispatches_again_is_told_again_and_a_link_by_hand_is_enough(told: Told, group: Group) -> None:
    ticket = await told.dispatched(trade="plumbing")
    await told.notices.look_around()
    told.clock.at_us += MINUTE_US
    asked = Asked("dispatcher", told.clock(), ticket.version, why="ill", assignee="zhang")
    await told.desk.tickets.act(ticket.number, Action.HAND_OVER, asked)
    await told.notices.look_around()
    assert len(group.told) == 2


def test_a_message_cannot_be_made_to_say_more_than_its_ticket() -> None:
    typed = "](https://evil.example) **x** <@all>"
    text = message(Words("20261125-0001", typed, "3-2-1201", "Repair", "https://desk.example/w/x", "en")).text
    assert "](https://evil" not in text
    assert "<@all>" not in text
    assert text.endswith("[Open and accept](https://desk.example/w/x)")


def test_robots_need_an_address_that_telephones_reach() -> None:
    robot = {"trade": "plumbing", "url": "https://robot.example"}
    with pytest.raises((SettingsError, ValueError), match="public_url"):
        Settings.model_validate({"work": {"robot": [robot]}})


async def test_who_is_given_a_ticket_by_rule_gets_a_link_of_their_own(told: Told, group: Group) -> None:
    ticket = await told.dispatched(trade="plumbing")
    await told.notices.look_around()
    told.clock.at_us += MINUTE_US
    assert await told.desk.free_tickets.give_by_rule({"plumbing": ["zhang"]}, 0, told.clock()) == 1
    await told.notices.look_around()
    newest, first = await told.links(ticket)
    assert (newest.who, newest.trade, first.trade) == ("zhang", "", "plumbing")
    assert (len(group.told), newest.ended_at_us, first.ended_at_us is None) == (2, None, False)


async def on_duty(told: Told, name: str) -> None:
    async with session(told.pool) as connection:
        await set_duty(connection, name, name, told.clock(), on=True)


async def test_what_a_rule_gives_at_once_is_one_message_with_a_link_that_works(told: Told, group: Group) -> None:
    told.desk.rules = replace(told.desk.rules, assign_after_us=5 * MINUTE_US)
    await on_duty(told, "zhang")
    ticket = await told.dispatched(trade="plumbing", priority=Priority.URGENT)
    told.clock.at_us += SECOND_US
    await told.notices.look_around()
    assert group.told == []
    await Assigning(told.pool, told.desk, told.clock).look_around()
    await told.notices.look_around()
    [link] = await told.links(ticket)
    assert (len(group.told), link.who, link.ended_at_us) == (1, "zhang", None)


async def test_a_rule_that_gives_it_to_nobody_keeps_no_trade_waiting(told: Told, group: Group) -> None:
    told.desk.rules = replace(told.desk.rules, assign_after_us=5 * MINUTE_US)
    of_nobody = await told.dispatched(trade="plumbing", priority=Priority.URGENT)
    told.clock.at_us += SECOND_US
    await told.notices.look_around()
    assert (len(group.told), len(await told.links(of_nobody))) == (1, 1)
    await on_duty(told, "zhang")
    await told.dispatched(trade="plumbing", priority=Priority.URGENT)
    await told.notices.look_around()
    assert len(group.told) == 1
    told.clock.at_us += RULE_US
    await told.notices.look_around()
    assert len(group.told) == 2


async def test_what_the_rule_leaves_open_for_a_while_is_told_to_its_trade(told: Told, group: Group) -> None:
    told.desk.rules = replace(told.desk.rules, assign_after_us=5 * MINUTE_US)
    await on_duty(told, "zhang")
    await told.dispatched(trade="plumbing")
    told.clock.at_us += SECOND_US
    await told.notices.look_around()
    assert len(group.told) == 1


@pytest.mark.parametrize("answer", [{"errcode": 0}, {"errcode": 93000}])
async def test_who_accepted_by_a_call_what_had_not_arrived_is_told_once_more_and_has_it(
    told: Told, group: Group, answer: dict[str, int]
) -> None:
    group.answer = {"errcode": 93000}
    ticket = await told.dispatched(trade="plumbing")
    await told.notices.look_around()
    [lost] = await told.links(ticket)
    calls = WorkmenCalls(told.pool, told.desk)
    known = {"ticket": ticket.number, "link": lost.id, "who": "zhang", "trade": "plumbing", "channel": "one"}
    assert await calls.begin(WorkCall(id=0, called_at_us=NOW_US + 1, **known))
    assert await calls.accept("one", NOW_US + 2)
    group.answer, told.clock.at_us = answer, NOW_US + 3
    for _ in range(3):
        await told.notices.look_around()
        told.clock.at_us += MINUTE_US
    newest = (await told.links(ticket))[0]
    assert len(group.told) == 2
    assert (newest.id != lost.id, newest.accepted_at_us, newest.taken_by) == (True, NOW_US + 2, "zhang")
    assert newest.delivered_at_us == (NOW_US + 3 if answer["errcode"] == 0 else None)
