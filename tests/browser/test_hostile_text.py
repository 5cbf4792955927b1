"""Every text field of every form is filled with hostile text and sent, then every page is opened: nothing of it runs.

The table is console/pages.py itself: a new page is swept like the others.
"""

from typing import Any

from playwright.async_api import Browser, Error, Page

from kit.roles import Role
from tests.browser.screen import Desk, Screen
from tests.browser.test_pages_look_right import played
from tests.integration.console.places import SHOWN, place_of
from thirdring.commands.token import create_token
from thirdring.settings import Settings

HOSTILE = "\"><img src=x onerror=hit=1><script>hit=1</script>'{{7*7}}<a href=javascript:hit=1>x</a>"
PLACES = [page for page in SHOWN if page.method == "GET"]
LISTEN = """
window.hit = 0; window.broken = [];
document.addEventListener("securitypolicyviolation", (event) => {
  window.broken.push(event.violatedDirective + " " + event.blockedURI);
});
"""
FILL = """(hostile) => {
  const typed = ["text", "search", "tel", "email", "url", "password", "textarea"];
  document.querySelectorAll("details").forEach((each) => { each.open = true; });
  for (const form of document.querySelectorAll("main form")) {
    form.noValidate = true;
    for (const field of form.querySelectorAll("input, textarea, select")) {
      if (field.tagName === "SELECT") {
        const choice = Array.from(field.options).find((option) => option.value && !option.disabled);
        if (choice && !field.value) field.value = choice.value;
      } else if (typed.includes(field.type)) {
        field.removeAttribute("maxlength");
        field.value = hostile;
        field.dispatchEvent(new Event("input", { bubbles: true }));
      } else if (field.type === "date") field.value = "2026-11-25";
      else if (field.type === "number") field.value = "3";
      else if (field.type === "checkbox") field.checked = true;
    }
  }
  return document.querySelectorAll("main form").length;
}"""
SEND = "(which) => document.querySelectorAll('main form')[which]?.requestSubmit()"


async def as_admin(chromium: Browser, served: Desk, settings: Settings) -> Screen:
    """By a token: renaming and deleting users does not end it."""
    token = await create_token(settings, Role.ADMIN, "sweeper", None)
    screen = await Screen.open(chromium, served.url)
    await screen.page.add_init_script(LISTEN)
    await screen.go(f"/sign-in?next=/tickets/new#{token}")
    await screen.page.wait_for_url("**/tickets/new")
    return screen


async def ran(page: Page) -> Any:
    """What of the text did something, and what the policy stopped."""
    found = await asked(page, "[window.hit, ...window.broken]")
    return [each for each in found if each]


async def asked(page: Page, script: str, *given: Any) -> Any:
    """Once more where the page went on to another one meanwhile."""
    try:
        return await page.evaluate(script, *given)
    except Error:
        await page.wait_for_load_state("load")
        return await page.evaluate(script, *given)


async def test_hostile_text_in_every_field_of_every_form_stays_text_on_every_page(
    chromium: Browser, served: Desk, settings: Settings
) -> None:
    number = await played(served)
    screen = await as_admin(chromium, served, settings)
    page, known = screen.page, {"number": number}
    sent = 0
    for one in PLACES:
        place, which, forms = place_of(one, known), 0, 1
        while which < forms:
            await opened(screen, place)
            forms = min(await asked(page, FILL, HOSTILE[:80]), 30)
            if which < forms:
                sent += 1
                await asked(page, SEND, which)
                await settled(page)
                assert await ran(page) == [], (place, which)
            which += 1
    assert sent >= 40, "hardly a form was found"
    for one in PLACES:
        await opened(screen, place_of(one, known))
        await settled(page)
        assert await ran(page) == [], one.path
    refused = ("Failed to load resource", "Response Status Error Code")
    assert [text for text in screen.wrong if not text.startswith(refused)] == []


async def opened(screen: Screen, place: str) -> None:
    """Once more where what was sent last brings another page only now."""
    try:
        await screen.go(place)
    except Error:
        await screen.page.wait_for_load_state("load")
        await screen.go(place)


async def settled(page: Page) -> None:
    """What was asked for has come. A page with a stream is never idle."""
    try:
        await page.wait_for_load_state("load")
        await page.evaluate("new Promise((done) => setTimeout(done, 150))")
    except Error:  # it went on to another page meanwhile
        await page.wait_for_load_state("load")
