"""Where nobody accepts what a robot brought, a text message follows; its number goes to the gateway alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from kit.database.pool import DatabasePool
from tests.integration.relay.test_work_notices import MINUTE_US, NOW_US, Clock, Group, Told
from tests.unit.ticketing.moments import SHANGHAI
from thirdring.relay.robots import Outcome
from thirdring.settings import Settings
from thirdring.settings.shown import values
from thirdring.settings.work import Work
from thirdring.work_notices import WorkNotices
from thirdring.work_texts import fields_of, verdict_of
from thirdring.work_tries import TRIES
from thirdring.work_ways import Told as Words
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.work_links.link import Act, Way, What
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.working import act_by_link

NUMBER = "13900000077"


@dataclass
class Gateway(Group):
    """The site's gateway beside the robot: what it was sent, and by which header."""

    status: int = 200
    texts: list[Any] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    slow: bool = False  # takes the message, and answers nothing
    answer_now: asyncio.Event = field(default_factory=asyncio.Event)

    async def text(self, request: web.Request) -> web.Response:
        self.texts.append(await request.json())
        if self.slow:
            await self.answer_now.wait()
        self.headers.append(request.headers.get("Authorization", ""))
        return web.json_response({"code": 0}, status=self.status)


@pytest.fixture
async def gateway() -> AsyncIterator[Gateway]:
    made = Gateway()
    app = web.Application()
    app.router.add_post("/robot", made.take)
    app.router.add_post("/sms", made.text)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
    yield made
    made.answer_now.set()
    await runner.cleanup()


def settings_of(gateway: Gateway, seconds: float = 8.0) -> Work:
    sms = {"url": f"{gateway.url}/sms", "after_minutes": 5, "authorization": "Bearer x", "people": {"zhang": NUMBER}}
    robot = {"trade": "plumbing", "kind": "wecom", "url": f"{gateway.url}/robot"}
    return Work.model_validate({"robot": [robot], "sms": sms, "timeout_seconds": seconds})


@pytest.fixture
def told(pool: DatabasePool, gateway: Gateway) -> Told:
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades={"plumbing": ["zhang", "wang"]}))
    clock = Clock()
    return Told(desk, pool, WorkNotices(pool, desk, settings_of(gateway), "https://desk.example", clock), clock)


async def after(told: Told, minutes: float) -> None:
    told.clock.at_us += int(minutes * MINUTE_US)
    await told.notices.look_around()


async def test_what_nobody_accepts_is_sent_once_as_a_text_message_with_a_link_of_its_own(
    told: Told, gateway: Any
) -> None:
    ticket = await told.dispatched(assignee="zhang")
    await after(told, 0)
    await after(told, 4.9)
    assert gateway.texts == []
    for _ in range(3):
        await after(told, 0.2)
    [said] = gateway.texts
    assert (said["phone"], gateway.headers) == (NUMBER, ["Bearer x"])
    assert "https://desk.example/w/" in said["text"]
    assert "13800138000" not in json.dumps(said, ensure_ascii=False)
    newest, first = await told.links(ticket)
    assert (newest.way, newest.delivered_at_us, newest.ended_at_us) == (Way.SMS, NOW_US + int(5.1 * MINUTE_US), None)
    assert (first.way, first.ended_at_us is None) == (Way.WECOM, False)


async def test_what_was_accepted_gets_no_text_message(told: Told, gateway: Any) -> None:
    await told.dispatched(assignee="zhang")
    await after(told, 0)
    token = gateway.told[0]["markdown"]["content"].partition("/w/")[2].rstrip(")")
    await act_by_link(told.pool, told.desk, token, Act("k" * 16, What.ACCEPT, told.clock(), "d" * 64))
    await after(told, 60)
    assert gateway.texts == []


async def test_of_a_trade_everybody_with_a_number_is_told_and_of_nobody_with_one_nothing_is_made(
    told: Told, gateway: Any
) -> None:
    of_trade = await told.dispatched(trade="plumbing")
    nobody = await told.dispatched(assignee="wang")
    await after(told, 0)
    await after(told, 6)
    assert [said["phone"] for said in gateway.texts] == [NUMBER]
    assert [link.way for link in await told.links(of_trade)] == [Way.SMS, Way.WECOM]
    assert [link.way for link in await told.links(nobody)] == [Way.WECOM]


async def test_a_gateway_in_trouble_is_asked_again_and_then_that_is_said(told: Told, gateway: Any, caplog: Any) -> None:
    gateway.status = 500
    ticket = await told.dispatched(assignee="zhang")
    await after(told, 0)
    for _ in range(TRIES + 3):
        await after(told, 6)
    assert len(gateway.texts) == TRIES
    assert (await told.links(ticket))[0].failed == "sms 500"
    assert NUMBER not in caplog.text


async def test_a_gateway_that_answers_too_late_is_asked_once_more_after_minutes_with_the_same_link(
    told: Told, gateway: Any
) -> None:
    gateway.slow = True
    told.notices = WorkNotices(told.pool, told.desk, settings_of(gateway, 1.0), "https://desk.example", told.clock)
    ticket = await told.dispatched(assignee="zhang")
    await after(told, 0)
    await after(told, 6)
    for _ in range(8):
        await after(told, 0.5)
    assert len(gateway.texts) == 1
    for _ in range(20):
        await after(told, 1)
    assert len(gateway.texts) == 2
    assert gateway.texts[0] == gateway.texts[1]
    newest, _ = await told.links(ticket)
    assert (newest.failed, newest.ended_at_us) == ("sms 0", None)


async def test_a_message_that_was_read_is_not_sent_again_though_the_gateway_never_said_that_it_took_it(
    told: Told, gateway: Any
) -> None:
    gateway.status = 500
    await told.dispatched(assignee="zhang")
    await after(told, 0)
    await after(told, 6)
    token = gateway.texts[0]["text"].partition("/w/")[2].split()[0]
    await act_by_link(told.pool, told.desk, token, Act("k" * 16, What.READ, told.clock(), "d" * 64))
    for _ in range(5):
        await after(told, 6)
    assert len(gateway.texts) == 1


async def test_many_tickets_of_people_without_a_number_hide_no_one_of_a_person_with_one(
    told: Told, gateway: Any
) -> None:
    for _ in range(20):
        await told.dispatched(assignee="wang")
    await after(told, 0)
    await after(told, 1)
    await told.dispatched(assignee="zhang")
    await after(told, 1)
    await after(told, 6)
    assert [said["phone"] for said in gateway.texts] == [NUMBER]


@pytest.mark.parametrize(
    ("status", "said", "outcome"),
    [
        (200, '{"code":0}', Outcome.DELIVERED),
        (200, '{"code":7}', Outcome.REFUSED),
        (401, "", Outcome.REFUSED),
        (429, "", Outcome.TOO_MANY),
        (503, "", Outcome.LATER),
    ],
)
def test_what_the_gateway_answers(status: int, said: str, outcome: Outcome) -> None:
    assert verdict_of(status, said, '"code":0').outcome is outcome


def test_the_fields_are_filled_in_once_and_what_somebody_typed_is_no_placeholder() -> None:
    words = Words("20261125-0001", "{phone} 请回电 13800138000", "3-2-1201", "报修", "https://x/w/t", "zh")
    filled = fields_of({"to": "{phone}", "text": "{place}：{matter} {link} {other}"}, words, NUMBER)
    assert filled["to"] == NUMBER
    assert filled["text"] == "3-2-1201：{phone} 请回电 138****8000 https://x/w/t {other}"


def test_what_is_no_phone_number_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="no phone number") as refused:
        Work.model_validate({"sms": {"people": {"zhang": "call me"}}})
    assert "call me" not in str(refused.value)


def test_the_page_of_the_settings_shows_no_number_of_a_workman() -> None:
    settings = Settings.model_validate({"work": {"sms": {"people": {"zhang": NUMBER}}}})
    shown = {f"{each.section}.{each.key}": each for each in values(settings, ())}["work.sms.people"]
    assert (shown.secret, shown.is_set, shown.value) == (True, True, None)
    assert NUMBER not in repr(list(values(settings, ())))
