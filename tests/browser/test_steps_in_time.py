"""The steps of a renovation on its page and in the list: when each is due, what was late, what is left."""

from typing import Any

from playwright.async_api import expect

from kit.instants import DAY_US, HOUR_US, MINUTE_US
from kit.roles import Role
from tests.browser.screen import Desk, Screen


async def marked(served: Desk, ticket: Any, step: str) -> Any:
    path, version = f"tickets/{ticket['number']}/steps", f'"{ticket["version"]}"'
    token = await served.token(Role.DISPATCHER)
    answer = await served.web.ask("POST", path, {"step": step, "evidence": "档案 3-17"}, token=token, If_Match=version)
    assert answer.status == 200, answer.body
    return answer.body


async def renovated(served: Desk) -> Any:
    """Asked for on Wednesday at ten, so that the application is due on Monday at ten; received a day late, and half a
    minute ago."""
    ticket = await served.opened(category="renovation", title="3-2-1201 装修", contact="张三")
    served.web.clock.at_us += 6 * DAY_US
    ticket = await marked(served, ticket, "application")
    served.web.clock.at_us += MINUTE_US // 2
    return ticket


async def test_each_step_shows_its_term_when_it_is_due_and_whether_it_was_late(screen: Screen, served: Desk) -> None:
    ticket = await renovated(served)
    await screen.go(f"/tickets/{ticket['number']}")
    page = screen.page
    late = page.get_by_test_id("step-application")
    await expect(late).to_contain_text("3 workdays")
    await expect(late).to_contain_text("was late")
    turn = page.get_by_test_id("step-permit")
    await expect(turn).to_have_attribute("aria-current", "step")
    await expect(turn).to_contain_text("12-02 10:00")
    await expect(turn).to_contain_text("in 23 hours")
    await expect(page.get_by_test_id("step-deposit")).to_contain_text("not begun")


async def test_what_is_left_counts_down_while_the_page_is_open(screen: Screen, served: Desk) -> None:
    ticket = await renovated(served)
    served.web.clock.at_us += 23 * HOUR_US
    page = screen.page
    await page.clock.install()
    await screen.go(f"/tickets/{ticket['number']}")
    turn = page.get_by_test_id("step-permit")
    await expect(turn).to_contain_text("in 59 minutes")
    await page.clock.fast_forward("45:00")
    await expect(turn).to_contain_text("in 14 minutes")
    await expect(turn.locator(".pill.risk")).to_be_visible()
    await page.clock.fast_forward("02:00:00")
    await expect(turn).to_contain_text("105 minutes ago")
    await expect(turn.locator(".pill.missed")).to_be_visible()


async def test_the_list_of_what_is_overdue_names_the_step(screen: Screen, served: Desk) -> None:
    ticket = await renovated(served)
    await served.opened(category="renovation", title="not due yet")
    served.web.clock.at_us += 25 * HOUR_US
    await screen.go("/tickets?due=overdue")
    page = screen.page
    row = page.get_by_test_id("ticket-row")
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text(ticket["number"])
    await expect(row.get_by_test_id("step-due")).to_have_text("Permit issued")
    await row.get_by_role("link", name=ticket["number"]).click()
    await page.get_by_test_id("step-permit").locator("summary").click()
    await page.fill("[data-test=step-permit] textarea", "许可 2026-17")
    await page.click("[data-test=step-permit] button")
    await expect(page.get_by_test_id("step-permit")).to_contain_text("was late")
    await screen.go("/tickets?due=overdue")
    await expect(row).to_have_count(0)


async def test_a_dispatcher_marks_a_step_as_not_done_with_a_reason(screen: Screen, served: Desk) -> None:
    ticket = await renovated(served)
    await screen.go(f"/tickets/{ticket['number']}")
    page = screen.page
    step = page.get_by_test_id("step-application")
    await step.locator("summary").click()
    await step.locator("[name=why]").fill("图纸不全")
    await step.locator("button").click()
    await expect(step).to_contain_text("to be done now")
    await expect(page.get_by_test_id("ticket-story")).to_contain_text("图纸不全")
