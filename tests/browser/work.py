"""What tests of a link of work share: a ticket with its link, and what became of both."""

import os
from typing import Any

from playwright.async_api import FilePayload

from kit.roles import Role
from tests.browser.screen import Desk, Screen
from tests.integration.web_desk.photos import jpeg

PHOTO = FilePayload(name="sink.jpg", mimeType="image/jpeg", buffer=jpeg(1600, 1200))
KEPT = "path => caches.match(path).then(kept => kept !== undefined)"


async def link_of(served: Desk, **to: str) -> tuple[Any, str]:
    ticket = await served.opened(title="厨房水槽下方漏水，地板已湿", contact="王女士", priority="urgent")
    ticket = await served.act(ticket, "dispatch", **(to or {"assignee": "agent"}))
    token = served.tokens[Role.DISPATCHER]
    made = await served.web.ask("POST", f"tickets/{ticket['number']}/work_links", token=token)
    return ticket, made.body["path"]


async def now(served: Desk, ticket: Any) -> Any:
    return (await served.web.ask("GET", f"tickets/{ticket['number']}", token=served.tokens[Role.DISPATCHER])).body


async def links_of(served: Desk, ticket: Any) -> Any:
    path, token = f"tickets/{ticket['number']}/work_links", served.tokens[Role.DISPATCHER]
    return (await served.web.ask("GET", path, token=token)).body


async def shot(screen: Screen, name: str) -> None:
    if "SHOTS" in os.environ:
        await screen.page.screenshot(path=f"{os.environ['SHOTS']}/work-{name}.png", full_page=True)


async def reopened_offline(screen: Screen, path: str) -> None:
    """As a telephone does that has ended the page."""
    await screen.page.close()
    await screen.context.set_offline(True)
    screen.page = await screen.context.new_page()
    await screen.go(path)


async def noted_offline(screen: Screen, text: str) -> None:
    if not await screen.page.locator("[data-act=note] [name=text]").is_visible():
        await screen.page.get_by_test_id("work-note").locator("summary").click()
    await screen.page.fill("[data-act=note] [name=text]", text)
    await screen.page.click("[data-act=note] button")
