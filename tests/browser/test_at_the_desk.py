"""The agent's page: a call rings, its card is there, the dots count, and its ticket is done in three strokes."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from playwright.async_api import Browser, expect

from kit.roles import Role
from telephony.facts import Call, CallState, Disposition, Fact, FactKind, Outcome
from tests.browser.screen import Desk, Screen
from tests.integration.web.site_in_memory import T0, CallsInMemory, ringing_call
from tests.integration.web_desk.conftest import HOME, ZHANG
from ticketing.notices import Arrived

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
    number, _match = await served.web.desk.desk.arrived(Arrived("main", LINKEDID, T0, ZHANG))
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
    await expect(page.locator("[data-card] form")).to_be_visible()
    await page.keyboard.press("1")
    await page.keyboard.type("问停车费")
    await page.get_by_test_id("solved-on-phone").click()
    await expect(page.locator("[data-card]")).to_contain_text("resolved")
    ticket = await served.web.desk.tickets.get("20251125-0001")
    assert (str(ticket.status), ticket.category, ticket.title) == ("resolved", "enquiry", "问停车费")


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
