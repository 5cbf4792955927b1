"""Lists in each of their states: empty, with more to come, without a network, changed meanwhile, and not to be had."""

import pytest
from playwright.async_api import expect

from kit.roles import Role
from tests.browser.quality import due, form, post
from tests.browser.screen import Desk, Screen

EMPTY = (
    "/tickets?status=cancelled",
    "/callbacks?state=unreachable",
    "/calls?live=true",
    "/duties?date=2020-01-01",
    "/duties?unsigned=true&date=2020-01-01",
    "/inspections?limit=50",
    "/findings?unsettled=true",
    "/findings?limit=50",
    "/nonconformities?overdue=true",
    "/nonconformities?open=true",
    "/readings?state=told",
    "/readings?limit=50",
)


async def test_an_empty_list_says_so_and_what_one_may_do(screen: Screen, served: Desk) -> None:
    for place in EMPTY:
        await screen.go(place)
        await expect(screen.page.locator("main .empty")).to_be_visible()
        await expect(screen.page.locator("tbody[data-rows] tr")).to_have_count(0)


@pytest.mark.parametrize("place", ["/tickets", "/duties", "/nonconformities"])
async def test_a_wrong_filter_is_told_on_the_page_with_a_way_on(place: str, screen: Screen) -> None:
    screen.expected = ("422 (Unprocessable",)
    await screen.go(f"{place}?limit=many")
    await expect(screen.page.locator("main .told")).to_contain_text("limit")
    await expect(screen.page.locator("nav a").first).to_be_visible()


async def test_more_rows_that_cannot_be_had_are_told_and_come_when_they_can(screen: Screen, served: Desk) -> None:
    screen.expected = ("ERR_INTERNET_DISCONNECTED", "htmx:", "ERR_")
    for number in range(3):
        await post(served, "nonconformities", {"title": f"通道堵塞 {number}"}, Role.AGENT)
    page = screen.page
    await screen.go("/nonconformities?open=true&limit=2")
    await expect(page.get_by_test_id("nonconformity-row")).to_have_count(2)
    await screen.context.set_offline(True)
    more = page.get_by_role("button", name="Show more")
    await more.click()
    await expect(page.locator("#told")).to_contain_text("There is no connection")
    await screen.context.set_offline(False)
    await more.click()
    await expect(page.get_by_test_id("nonconformity-row")).to_have_count(3)
    await expect(page.locator("#told")).to_be_empty()


async def test_what_cannot_be_sent_says_so_and_keeps_what_was_typed(screen: Screen, served: Desk) -> None:
    screen.expected = ("ERR_", "htmx:")
    page, field = screen.page, "[data-test=nonconformity-form] [name=title]"
    await screen.go("/nonconformities/new")
    await page.fill(field, "通道堵塞")
    await screen.context.set_offline(True)
    await page.get_by_test_id("nonconformity-form").locator("button").click()
    await expect(page.locator("#told")).to_contain_text("nothing was sent")
    await expect(page.locator(field)).to_have_value("通道堵塞")
    await screen.context.set_offline(False)
    await page.get_by_test_id("nonconformity-form").locator("button").click()
    await expect(page.locator("#nonconformity")).to_contain_text("raised")


@pytest.mark.parametrize("place", ["/inspections?limit=50", "/findings?limit=50", "/duties?date=2026-11-25"])
async def test_what_changed_meanwhile_is_counted_and_comes_when_it_is_asked_for(
    place: str, screen: Screen, served: Desk
) -> None:
    await due(served)
    page = screen.page
    async with page.expect_request("**/api/v1/live"):
        await screen.go(place)
    await page.wait_for_timeout(300)
    await post(served, "inspections", form(lobbies="minor"), Role.MANAGER)
    await expect(page.locator("button[data-news]")).to_contain_text("1 change")
    await page.click("button[data-news]")
    await expect(page.locator("button[data-news]")).to_be_hidden()
    await expect(page.locator("tbody[data-rows]")).to_contain_text("manager")
