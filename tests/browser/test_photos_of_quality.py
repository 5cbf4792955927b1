"""Photos on duties, inspections, findings and nonconformities: kept with the record and its point."""

from pathlib import Path

from playwright.async_api import Browser, expect

from kit.roles import Role
from tests.browser.quality import due, form, of, post
from tests.browser.screen import Desk, Screen
from tests.integration.web_desk.photos import jpeg


async def test_a_photo_is_added_to_each_kind_of_record_and_to_a_point(
    chromium: Browser, served: Desk, tmp_path: Path
) -> None:
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(jpeg())
    await due(served)
    await post(served, "inspections", form(lobbies="minor", safety="major"), Role.DISPATCHER)
    patrol = (await of(served, "patrol"))[0]["id"]
    screen = await Screen.open(chromium, served.url, "zh", "telephone")
    await screen.sign_in("manager")
    page = screen.page
    for record, place, number, parts in (
        ("inspection", "/inspections/1", 1, ["lobbies"]),
        ("finding", "/findings/1", 1, ["", "lobbies"]),  # it came of that point, and shows its photo
        ("nonconformity", "/nonconformities/1", 1, [""]),
        ("duty", f"/duties/{patrol}", patrol, [""]),
    ):
        await screen.go(place)
        if record == "inspection":
            await page.select_option("[data-part]", "lobbies")
        await page.get_by_test_id("photo-picker").set_input_files(photo)
        await expect(page.locator("[data-kept] img")).to_have_count(len(parts))
        token = await served.token(Role.MANAGER)
        kept = (await served.web.ask("GET", f"files?record={record}&of={number}", token=token)).body["items"]
        assert sorted(one["part"] for one in kept) == parts
    assert screen.unexpected() == []
    await screen.context.close()
