"""What a person does on the pages of tickets, and what may go wrong meanwhile: nothing typed is lost."""

from playwright.async_api import expect

from tests.browser.screen import PASSWORD, Desk, Screen

HOSTILE = '"><script>alert(1)</script><img src=x onerror=alert(2)>'


async def test_a_ticket_is_found_and_opened_by_keyboard_and_dispatched(screen: Screen, served: Desk) -> None:
    await served.opened(title="first")
    await served.opened(title="second")
    page = screen.page
    await screen.go("/tickets?active=true")
    await page.locator("tbody a").first.focus()
    await page.keyboard.press("ArrowDown")
    await page.keyboard.press("Enter")
    await expect(page.locator("h1")).to_contain_text("first")
    await page.get_by_test_id("action-dispatch").locator("summary").click()
    await page.fill("[data-test=action-dispatch] [name=trade]", "水电")
    await page.click("[data-test=action-dispatch] button")
    await expect(page.locator("#ticket")).to_contain_text("dispatched")
    await expect(page.locator("[data-test=ticket-story]")).to_contain_text("水电")


async def test_what_is_typed_outlives_a_reload_and_goes_when_it_is_sent(screen: Screen, served: Desk) -> None:
    number = (await served.opened())["number"]
    page, field = screen.page, "[data-test=action-resolve] [name=resolution]"
    await screen.go(f"/tickets/{number}")
    await page.get_by_test_id("action-resolve").locator("summary").click()
    await page.fill(field, "换了灯泡，已试亮")
    await page.reload()
    await expect(page.locator(field)).to_have_value("换了灯泡，已试亮")
    await page.click("[data-test=action-resolve] button")
    await expect(page.locator("#ticket")).to_contain_text("resolved")
    assert await page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft'))") == []


async def cancel_without_a_session(screen: Screen, served: Desk) -> None:
    """A ticket is to be cancelled, with a reason, on a page whose session has ended."""
    number = (await served.opened())["number"]
    page = screen.page
    screen.expected = ("401 (Unauthorized)", "Response Status Error Code 401")
    await screen.go(f"/tickets/{number}")
    await page.get_by_test_id("action-cancel").locator("summary").click()
    await page.fill("[data-test=action-cancel] [name=why]", "rang by mistake")
    await screen.context.clear_cookies()
    await page.click("[data-test=action-cancel] button")


async def test_a_session_that_ended_is_begun_again_over_the_page_and_the_change_is_made(
    screen: Screen, served: Desk
) -> None:
    page = screen.page
    await cancel_without_a_session(screen, served)
    await expect(page.locator("dialog [name=name]")).to_have_value("dispatcher")
    await page.fill("dialog [name=password]", "a wrong word")
    await page.click("dialog button")
    await expect(page.locator("dialog .told")).to_be_visible()
    await page.fill("dialog [name=password]", PASSWORD)
    await page.click("dialog button")
    await expect(page.locator("#ticket")).to_contain_text("cancelled")
    await expect(page.locator("[data-test=ticket-story]")).to_contain_text("rang by mistake")


async def test_who_was_slower_is_told_what_changed_and_keeps_what_they_typed(screen: Screen, served: Desk) -> None:
    ticket = await served.opened()
    page, field = screen.page, "[data-test=action-resolve] [name=resolution]"
    screen.expected = ("409 (Conflict)", "Response Status Error Code 409")
    await screen.go(f"/tickets/{ticket['number']}")
    await page.get_by_test_id("action-resolve").locator("summary").click()
    await page.fill(field, "done by me")
    await served.act(ticket, "dispatch", trade="水电")
    await page.click("[data-test=action-resolve] button")
    await expect(page.locator("#told")).to_contain_text("水电")
    await expect(page.locator(field)).to_have_value("done by me")
    await page.click("[data-test=action-resolve] button")
    await expect(page.locator("#ticket")).to_contain_text("done by me")


async def test_after_a_conflict_both_texts_stand_side_by_side_and_nothing_of_the_others_is_lost(
    screen: Screen, served: Desk
) -> None:
    ticket = await served.opened(title="灯坏了", contact="李四")
    page, form = screen.page, "[data-test=action-amend]"
    screen.expected = ("409 (Conflict)", "Response Status Error Code 409")
    await screen.go(f"/tickets/{ticket['number']}")
    await page.get_by_test_id("action-amend").locator("summary").click()
    await page.fill(f"{form} [name=contact]", "李四的儿子")
    await page.fill(f"{form} [name=title]", "大厅的灯")
    await served.amended(ticket, title="3 楼的灯", category="complaint")
    await page.click(f"{form} button")
    apart = page.get_by_test_id("side-by-side").locator("tbody tr")
    await expect(apart).to_have_count(2)
    await expect(apart.first.locator("td")).to_have_text(["灯坏了", "3 楼的灯", "大厅的灯"])
    await expect(apart.last.locator("td")).to_have_text(["Repair", "Complaint", "not changed: theirs stays"])
    await page.reload()
    await expect(page.locator(f"{form} [name=title]")).to_have_value("大厅的灯")
    await expect(page.locator(f"{form} [name=category]")).to_have_value("complaint")
    await page.click(f"{form} button")
    await expect(page.locator("#ticket h1")).to_contain_text("大厅的灯")
    saved = await served.web.desk.tickets.get(ticket["number"])
    assert (saved.title, saved.category, saved.contact) == ("大厅的灯", "complaint", "李四的儿子")


async def test_a_page_announces_what_others_did_and_not_what_its_own_reader_did(screen: Screen, served: Desk) -> None:
    ticket = await served.opened()
    page, news = screen.page, screen.page.locator("button[data-news]")
    async with page.expect_request("**/api/v1/live"):
        await screen.go(f"/tickets/{ticket['number']}")
    await page.wait_for_timeout(300)
    await page.get_by_test_id("action-dispatch").locator("summary").click()
    await page.fill("[data-test=action-dispatch] [name=trade]", "水电")
    await page.click("[data-test=action-dispatch] button")
    await expect(page.locator("#ticket")).to_contain_text("dispatched")
    await page.wait_for_timeout(1_500)
    await expect(news).to_be_hidden()
    await served.act({**ticket, "version": 2}, "start")
    await expect(news).to_contain_text("Somebody changed this ticket")


async def test_a_list_does_not_move_under_the_hand(screen: Screen, served: Desk) -> None:
    await served.opened(title="the first")
    page = screen.page
    await screen.go("/tickets?active=true")
    async with page.expect_request("**/api/v1/live"):
        await page.reload()
    await page.wait_for_timeout(300)
    await served.opened(title="another one")
    button = page.locator("button[data-news]")
    await expect(button).to_contain_text("1 change")
    await expect(page.locator("tbody")).not_to_contain_text("another one")
    await button.click()
    await expect(page.locator("tbody")).to_contain_text("another one")


async def test_a_page_says_loudly_that_it_is_not_live(screen: Screen, served: Desk) -> None:
    screen.expected = ("live", "ERR_", "net::")
    await screen.go("/tickets?active=true")
    await expect(screen.page.get_by_test_id("offline-banner")).to_be_hidden()
    await screen.page.wait_for_timeout(300)
    await screen.context.set_offline(True)
    served.web.web.site.live.stop()
    await expect(screen.page.get_by_test_id("offline-banner")).to_contain_text("Not live for 00:0")


async def test_enter_while_a_word_is_composed_sends_nothing(screen: Screen, served: Desk) -> None:
    page = screen.page
    await screen.go("/tickets/new")
    await page.select_option("[name=category]", "repair")
    await page.fill("[name=title]", "dianti")
    composing = "new KeyboardEvent('keydown', {key: 'Enter', isComposing: true, bubbles: true, cancelable: true})"
    stopped = await page.eval_on_selector("[name=title]", f"field => !field.dispatchEvent({composing})")
    assert stopped
    assert page.url.endswith("/tickets/new")


async def test_what_a_stranger_wrote_runs_nowhere(screen: Screen, served: Desk) -> None:
    ticket = await served.opened(title=HOSTILE, contact=HOSTILE)
    await served.act(ticket, "dispatch", trade=HOSTILE)
    for place in ("/tickets?active=true", f"/tickets/{ticket['number']}", f"/tickets?assignee={HOSTILE[:1]}"):
        await screen.go(place)
        await screen.page.wait_for_timeout(100)
    await expect(screen.page.locator("img[src=x]")).to_have_count(0)


async def test_who_signs_out_takes_their_drafts_along(screen: Screen, served: Desk) -> None:
    number = (await served.opened())["number"]
    page = screen.page
    await screen.go(f"/tickets/{number}")
    await page.get_by_test_id("action-cancel").locator("summary").click()
    await page.fill("[data-test=action-cancel] [name=why]", "their daughter's number is 13800138000")
    await page.evaluate("localStorage.setItem('draft \"somebody\" x', localStorage.getItem(localStorage.key(0)))")
    assert len(await drafts_in(screen)) == 2
    await page.reload()
    assert len(await drafts_in(screen)) == 1
    await page.get_by_test_id("sign-out").click()
    await page.wait_for_url("**/sign-in")
    assert await drafts_in(screen) == []


async def drafts_in(screen: Screen) -> list[str]:
    found: list[str] = await screen.page.evaluate("Object.keys(localStorage).filter(name => name.startsWith('draft'))")
    return found


async def test_somebody_else_who_signs_in_over_a_page_asks_for_nothing_that_was_typed_there(
    screen: Screen, served: Desk
) -> None:
    page = screen.page
    await cancel_without_a_session(screen, served)
    await page.fill("dialog [name=name]", "agent")
    await page.fill("dialog [name=password]", PASSWORD)
    await page.click("dialog button")
    await expect(page.locator("body")).to_have_attribute("data-reader", "agent")
    await expect(page.locator("#ticket .head")).to_contain_text("open")
    assert await drafts_in(screen) == []
