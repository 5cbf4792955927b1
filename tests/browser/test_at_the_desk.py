"""The agent's page: a call rings, its card is there, the dots count, and its ticket is done in three strokes."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from kit.roles import Role
from telephony.facts import Call, CallState, Disposition, Fact, FactKind, Outcome
from tests.browser.screen import Desk, Screen
from tests.integration.web.site_in_memory import T0, CallsInMemory, answered_call, ringing_call
from tests.integration.web_desk.conftest import HOME, ZHANG
from ticketing.notices import Answered, Arrived

LINKEDID = "1764036000.9"
SECOND_US = 1_000_000


@pytest.fixture
async def agent(chromium: Browser, served: Desk) -> AsyncIterator[Screen]:
    """Signed in as an agent, at the desk, with the stream open."""
    shown = await Screen.open(chromium, served.url)
    await shown.sign_in("agent")
    async with shown.page.expect_request("**/api/v1/live"):
        await shown.go("/desk")
    await shown.page.wait_for_timeout(300)
    yield shown
    assert shown.unexpected() == []
    await shown.context.close()


def calls_of(served: Desk) -> CallsInMemory:
    found = served.web.web.site.calls
    assert isinstance(found, CallsInMemory)
    return found


def tell(served: Desk, call: Call, kind: FactKind, at_us: int) -> None:
    """The stream tells it, and whoever asks for the call finds it."""
    known = calls_of(served)
    known.calls = [each for each in known.calls if each.linkedid != call.linkedid] + [call]
    served.web.web.site.live.publish(Fact(kind, at_us, 1, call))


async def rings(served: Desk, agent: str = "agent", after_seconds: int = 0) -> Call:
    """A phone of this agent rings; the ticket was opened as the call arrived."""
    await served.web.desk.households.put([HOME])
    number, _match = await served.web.desk.notices.arrived(Arrived("main", LINKEDID, T0, ZHANG))
    calls_of(served).tickets[LINKEDID] = number
    served.web.web.site.live.note("main", LINKEDID, number, "3-2-1201")
    call = ringing_call(LINKEDID)
    call.attempts = [replace(call.attempts[0], agent=agent)]
    tell(served, call, FactKind.ATTEMPT_ALERTED, T0 + 100_000 + after_seconds * SECOND_US)
    return call


def answered(served: Desk, call: Call, agent: str) -> None:
    taken = replace(
        call,
        state=CallState.TALKING,
        agent=agent,
        answered_at_us=T0 + 4 * SECOND_US,
        ring_ended_at_us=T0 + 4 * SECOND_US,
        disposition=Disposition.ANSWERED,
        attempts=[replace(call.attempts[0], agent=agent, ended_at_us=T0 + 4 * SECOND_US, outcome=Outcome.ANSWERED)],
    )
    tell(served, taken, FactKind.CALL_ANSWERED, T0 + 4 * SECOND_US)


async def test_the_card_of_a_call_comes_to_whom_it_rings_for(agent: Screen, served: Desk) -> None:
    await rings(served)
    await expect(agent.page.get_by_test_id("ringing-call")).to_contain_text("3-2-1201")
    card = agent.page.locator("[data-card]")
    await expect(card.get_by_test_id("household")).to_contain_text("3-2-1201")
    await expect(card).to_contain_text("张三")
    await expect(card.get_by_test_id("ticket-number")).to_have_text("20251125-0001")


async def test_the_card_tells_the_last_calls_of_the_household_before_this_one(agent: Screen, served: Desk) -> None:
    known = calls_of(served)
    for number in range(1, 6):
        known.calls.append(answered_call(f"1764000000.{number}", at_us=T0 - number * 3600 * SECOND_US))
        known.households[f"1764000000.{number}"] = 1
    known.households[LINKEDID] = 1
    await rings(served)
    last = agent.page.get_by_test_id("last-calls").locator("li")
    await expect(last).to_have_count(3)
    await expect(last.first).to_contain_text("answered")
    await expect(last.first.locator("a")).to_have_attribute("href", "/calls/main/1764000000.1")


async def test_others_see_that_it_rings_and_get_no_card(agent: Screen, served: Desk) -> None:
    await rings(served, agent="another")
    await expect(agent.page.get_by_test_id("ringing-call")).to_be_visible()
    await agent.page.wait_for_timeout(500)
    await expect(agent.page.locator("[data-card]")).to_have_count(0)


@pytest.mark.parametrize(
    ("after_seconds", "dots", "look"), [(0, 1, ""), (6, 2, ""), (11, 3, "risk"), (16, 4, "missed")]
)
async def test_a_dot_for_each_ring_orange_in_the_third_and_red_after_it(
    agent: Screen, served: Desk, after_seconds: int, dots: int, look: str
) -> None:
    await rings(served, after_seconds=after_seconds)
    await expect(agent.page.locator("#ringing .ring-dots i.on")).to_have_count(dots)
    classes = await agent.page.get_by_test_id("ringing-call").get_attribute("class") or ""
    assert [each for each in ("risk", "missed") if each in classes.split()] == ([look] if look else [])


async def test_one_call_has_one_card_whatever_happens_to_it(agent: Screen, served: Desk) -> None:
    call = await rings(served)
    await expect(agent.page.locator("[data-card]")).to_have_count(1)
    answered(served, call, "agent")
    await expect(agent.page.get_by_test_id("ringing-call")).to_have_count(0)
    await agent.page.wait_for_timeout(300)
    await expect(agent.page.locator("[data-card]")).to_have_count(1)


async def test_from_answer_to_done_are_a_key_the_words_and_a_click(agent: Screen, served: Desk) -> None:
    answered(served, await rings(served), "agent")
    page = agent.page
    await expect(page.locator("[data-card] form").first).to_be_visible()
    await page.keyboard.press("1")
    await page.keyboard.type("问停车费")
    await page.get_by_test_id("solved-on-phone").click()
    await expect(page.locator("[data-card]")).to_contain_text("resolved")
    ticket = await served.web.desk.tickets.get("20251125-0001")
    assert (str(ticket.status), ticket.category, ticket.title) == ("resolved", "enquiry", "问停车费")


async def test_the_commonest_call_takes_two_strokes_from_answer_to_done(agent: Screen, served: Desk) -> None:
    answered(served, await rings(served), "agent")
    page = agent.page
    await expect(page.locator("[data-card] form").first).to_be_visible()
    await page.evaluate(
        "window.strokes = 0;"
        "for (const kind of ['keydown', 'mousedown']) document.addEventListener(kind, () => window.strokes++, true)"
    )
    await page.keyboard.press("1")
    await page.get_by_test_id("solved-on-phone").click()
    await expect(page.locator("[data-card]")).to_contain_text("resolved")
    assert await page.evaluate("window.strokes") == 2
    ticket = await served.web.desk.tickets.get("20251125-0001")
    assert (str(ticket.status), ticket.category, ticket.title) == ("resolved", "enquiry", "Enquiry")


async def test_nobody_is_offered_what_only_a_call_itself_is(agent: Screen, served: Desk) -> None:
    await rings(served)
    await expect(agent.page.locator("[data-card] [name=category]").first).to_be_visible()
    assert await agent.page.locator("[data-card] [value=short_call]").count() == 0


async def test_the_ticket_is_dispatched_from_the_card(agent: Screen, served: Desk) -> None:
    answered(served, await rings(served), "agent")
    page = agent.page
    await page.locator("[data-card] [value=repair]").check()
    await page.locator("[data-card] [name=title]").fill("厨房漏水")
    await page.get_by_text("Dispatch", exact=True).first.click()
    await page.locator("[data-card] [name=trade]").fill("plumbing")
    await page.get_by_test_id("dispatch").click()
    await expect(page.locator("[data-card]")).to_contain_text("dispatched")
    ticket = await served.web.desk.tickets.get("20251125-0001")
    assert (ticket.trade, ticket.category, ticket.title) == ("plumbing", "repair", "厨房漏水")


async def over(served: Desk) -> None:
    """They answered, the call has ended, and nobody wrote down what it was about."""
    call = await rings(served)
    answered(served, call, "agent")
    await served.web.desk.notices.carry_out(Answered("main", LINKEDID, T0 + 4 * SECOND_US, "agent"))
    ended_us = T0 + 60 * SECOND_US
    tell(
        served, replace(call, agent="agent", state=CallState.ENDED, ended_at_us=ended_us), FactKind.CALL_ENDED, ended_us
    )


async def test_a_card_that_is_open_comes_back_after_a_reload_though_the_call_is_over(
    agent: Screen, served: Desk
) -> None:
    await over(served)
    await expect(agent.page.locator("[data-card] [name=title]")).to_be_visible()
    await agent.page.locator("[data-card] [name=title]").fill("水管")
    await agent.page.reload()
    await expect(agent.page.locator("[data-card] [name=title]")).to_have_value("水管")


async def test_what_is_not_filled_in_is_a_list_and_each_opens_its_card(agent: Screen, served: Desk) -> None:
    await over(served)
    await agent.page.locator("[data-card]").get_by_role("button", name="Put this card away").click()
    await expect(agent.page.locator("[data-card]")).to_have_count(0)
    await agent.page.reload()
    await expect(agent.page.get_by_test_id("unwritten")).to_contain_text("Not filled in: 1")
    await agent.page.get_by_test_id("unwritten").get_by_role("button").click()
    await expect(agent.page.locator("[data-card] [name=title]")).to_be_visible()


async def test_a_call_whose_card_was_put_away_brings_no_second_one(agent: Screen, served: Desk) -> None:
    call = await rings(served)
    await agent.page.locator("[data-card]").get_by_role("button", name="Put this card away").click()
    answered(served, call, "agent")
    await agent.page.wait_for_timeout(500)
    await expect(agent.page.locator("[data-card]")).to_have_count(0)


async def test_a_callback_is_claimed_called_and_settled_beside_the_cards(agent: Screen, served: Desk) -> None:
    ticket = await served.opened(phone="13800138000")
    token = served.tokens[Role.DISPATCHER]
    await served.web.ask("POST", "callbacks", {"ticket": ticket["number"]}, token=token)
    page = agent.page
    await page.reload()
    box = page.get_by_test_id("my-callbacks")
    await box.get_by_test_id("callback-next").click()
    await expect(box).to_contain_text(ticket["number"])
    async with page.expect_response("**/call"):
        await box.get_by_test_id("callback-call").click()
    assert [agent_ for _, agent_ in served.web.dialled.calls] == ["agent"]
    await box.get_by_text("What came of it").click()
    await box.locator("[name=state]").select_option("reached")
    await box.locator("[name=why]").fill("已说明")
    await box.locator("[name=rating]").select_option("5")
    async with page.expect_response(lambda answer: answer.request.method == "POST"):
        await box.get_by_role("button", name="Save").click()
    await expect(box.get_by_role("button", name="Save")).to_have_count(0)
    assert (await served.web.desk.tickets.get(ticket["number"])).rating == 5


async def test_what_came_of_a_call_by_click_is_told_where_the_button_was(agent: Screen, served: Desk) -> None:
    ticket = await served.opened(phone="13800138000")
    token = served.tokens[Role.DISPATCHER]
    asked = (await served.web.ask("POST", "callbacks", {"ticket": ticket["number"]}, token=token)).body["id"]
    box = agent.page.get_by_test_id("my-callbacks")
    await box.get_by_test_id("callback-next").click()
    await box.get_by_test_id("callback-call").click()
    await expect(box.get_by_test_id("callback-called")).to_be_disabled()
    await served.web.dialled.not_picked_up(asked)
    await expect(box).to_contain_text("agent: agent did not pick up")
    await expect(box.get_by_test_id("callback-call")).to_be_enabled()


async def test_a_call_by_click_is_hung_up_by_a_click(agent: Screen, served: Desk) -> None:
    ticket = await served.opened(phone="13800138000")
    token = served.tokens[Role.DISPATCHER]
    await served.web.ask("POST", "callbacks", {"ticket": ticket["number"]}, token=token)
    box = agent.page.get_by_test_id("my-callbacks")
    await box.get_by_test_id("callback-next").click()
    async with agent.page.expect_response("**/call"):
        await box.get_by_test_id("callback-call").click()
    await agent.page.reload()
    await expect(box.get_by_test_id("callback-hang-up")).to_be_visible()
    if "SHOTS" in os.environ:
        await agent.page.screenshot(path=f"{os.environ['SHOTS']}/hang-up.png")
    await box.get_by_test_id("callback-hang-up").click()
    await expect(box).to_contain_text("agent: agent hung up")
    await expect(box.get_by_test_id("callback-call")).to_be_enabled()


async def test_what_is_typed_stays_when_the_page_is_loaded_again(agent: Screen, served: Desk) -> None:
    answered(served, await rings(served), "agent")
    title = agent.page.locator("[data-card] [name=title]")
    await title.fill("水管漏水，厨房")
    await agent.page.reload()
    await expect(title).to_have_value("水管漏水，厨房")


async def test_a_call_about_what_is_open_goes_on_there(agent: Screen, served: Desk) -> None:
    await served.web.desk.households.put([HOME])
    home = (await served.web.desk.households.find(ZHANG))[0].household
    other = await served.opened(title="电梯坏了", household=home)
    answered(served, await rings(served), "agent")
    await agent.page.get_by_role("button", name="Same matter").click()
    await expect(agent.page.locator("[data-card]")).to_contain_text("cancelled")
    calls = (await served.web.desk.tickets.history(other["number"]))[-1].what
    assert calls.startswith("took in")


async def test_a_link_with_a_token_leads_straight_to_the_desk(chromium: Browser, served: Desk) -> None:
    await served.opened()
    token = served.tokens[Role.DISPATCHER]
    visitor = await Screen.open(chromium, served.url)
    await visitor.go(f"/sign-in?next=/desk#{token}")
    await visitor.page.wait_for_url("**/desk")
    assert visitor.unexpected() == []
    await visitor.context.close()
