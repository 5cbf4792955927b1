"""Photos on the page of a ticket: picked, dropped, sent one by one, kept while there is no network."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import barriers
from tests.integration.web_desk.photos import PDF, jpeg


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """Larger than what is sent as it is."""
    file = tmp_path / "door.jpg"
    file.write_bytes(jpeg(4000, 3000))
    file.write_bytes(file.read_bytes() + os.urandom(700_000))
    return file


async def test_photos_are_picked_made_smaller_and_shown_in_the_story(
    screen: Screen, served: Desk, photo: Path, tmp_path: Path
) -> None:
    paper = tmp_path / "offer.pdf"
    paper.write_bytes(PDF)
    number = (await served.opened())["number"]
    page = screen.page
    await screen.go(f"/tickets/{number}")
    await page.get_by_test_id("photo-picker").set_input_files([photo, paper])
    await expect(page.locator("[data-kept] li")).to_have_count(2)
    listed = f"fetch('/api/v1/files?record=ticket&of={number}').then(answer => answer.json())"
    assert (await page.evaluate(f"{listed}.then(page => page.items[0].width)")) == 2048
    await page.reload()
    await expect(page.locator("[data-kept] img")).to_have_count(1)
    await page.wait_for_function("document.querySelector('[data-kept] img').naturalWidth === 480")
    await expect(page.get_by_test_id("ticket-story")).to_contain_text("Photo added")


async def test_a_photo_waits_while_there_is_no_network_and_outlives_the_page(
    screen: Screen, served: Desk, photo: Path
) -> None:
    number = (await served.opened())["number"]
    page = screen.page
    screen.expected = ("Failed to load resource", "ERR_INTERNET_DISCONNECTED", "Bad Gateway", "503")
    await screen.go(f"/tickets/{number}")
    await page.route("**/api/v1/files?**", lambda route: route.abort())
    await page.get_by_test_id("action-resolve").locator("summary").click()
    await page.fill("[data-test=action-resolve] [name=resolution]", "half a sentence")
    await page.get_by_test_id("photo-picker").set_input_files(photo)
    await expect(page.locator("[data-waiting] li")).to_contain_text("waits to be sent")
    await page.reload()
    await expect(page.locator("[data-test=action-resolve] [name=resolution]")).to_have_value("half a sentence")
    await expect(page.locator("[data-waiting] li")).to_have_count(1)
    await page.click("[data-test=action-resolve] button")
    await expect(page.locator("#ticket")).to_contain_text("resolved")
    await page.unroute("**/api/v1/files?**")
    await page.click("[data-waiting] [data-again]")
    await expect(page.locator("[data-kept] li")).to_have_count(1)
    await expect(page.locator("[data-waiting] li")).to_have_count(0)


async def test_a_photo_taken_while_the_page_is_drawn_anew_is_not_lost_and_goes_to_its_step(
    screen: Screen, served: Desk, photo: Path
) -> None:
    ticket = await served.opened(category="move_in")
    step = ticket["steps"][1]["key"]
    page = screen.page
    await screen.go(f"/tickets/{ticket['number']}")
    await page.locator("[data-photos] [data-part]").select_option(step)
    async with page.expect_file_chooser() as opened:
        await page.get_by_text("Add photos").click()
    camera = await opened.value
    await page.evaluate("document.querySelector('[data-photos]').dataset.drawn = 'before'")
    await page.get_by_test_id("action-start").locator("button").evaluate("button => button.click()")
    await expect(page.locator("[data-photos][data-drawn]")).to_have_count(0)  # it is another element now
    await camera.set_files(photo)
    await expect(page.locator("[data-kept] li")).to_have_count(1)
    listed = f"fetch('/api/v1/files?record=ticket&of={ticket['number']}').then(answer => answer.json())"
    assert await page.evaluate(f"{listed}.then(page => page.items[0].part)") == step


async def test_what_is_no_picture_is_refused_in_words_and_can_be_left_out(
    screen: Screen, served: Desk, tmp_path: Path
) -> None:
    wrong = tmp_path / "photo.jpg"
    wrong.write_bytes(b"<script>alert(1)</script>")
    number = (await served.opened())["number"]
    screen.expected = ("415 (Unsupported Media Type)",)
    page = screen.page
    await screen.go(f"/tickets/{number}")
    await page.get_by_test_id("photo-picker").set_input_files(wrong)
    await expect(page.locator("[data-waiting] li")).to_contain_text("This is no JPEG")
    await page.click("[data-waiting] [data-drop]")
    await expect(page.locator("[data-waiting] li")).to_have_count(0)


@pytest.mark.parametrize(("language", "size", "scheme"), [("zh", "telephone", "light"), ("en", "desktop", "dark")])
async def test_photos_fit_and_have_no_barrier(
    language: str, size: str, scheme: str, chromium: Browser, served: Desk, photo: Path
) -> None:
    number = (await served.opened(category="move_in"))["number"]
    screen = await Screen.open(chromium, served.url, language, size)
    await screen.page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    await screen.sign_in("dispatcher")
    await screen.go(f"/tickets/{number}")
    await screen.page.get_by_test_id("photo-picker").set_input_files(photo)
    await expect(screen.page.locator("[data-kept] li")).to_have_count(1)
    await screen.page.reload()
    await screen.page.get_by_test_id("photos").scroll_into_view_if_needed()
    if "SHOTS" in os.environ:
        await screen.page.screenshot(path=f"{os.environ['SHOTS']}/photos-{language}-{size}.png", full_page=True)
    width = await screen.page.evaluate("document.documentElement.scrollWidth")
    assert width <= {"telephone": 390, "desktop": 1440}[size]
    assert await barriers(screen) == []
    assert screen.unexpected() == []
