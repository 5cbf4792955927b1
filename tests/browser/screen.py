"""A browser's window with somebody in front of it. What goes wrong in it without a word fails the test."""

from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize, expect

from kit.roles import Role
from telephony.facts import Call
from tests.integration.web_desk.conftest import DeskWeb
from tests.integration.web_desk.queue_of_agents import PlayedQueue

PASSWORD = "a long enough word"
SIZES: dict[str, ViewportSize] = {
    "desktop": {"width": 1440, "height": 900},
    "wide": {"width": 1920, "height": 1080},
    "telephone": {"width": 390, "height": 844},
}


@dataclass
class Desk:
    """The desk that is looked at. Tests write to it by the stores; tokens of the API are those of users here."""

    web: DeskWeb
    url: str
    queue: PlayedQueue
    tokens: dict[Role, str] = field(default_factory=dict)
    live: list[Call] = field(default_factory=list)  # the calls that are live in the switch

    async def opened(self, **fields: Any) -> Any:
        token = await self.token(Role.DISPATCHER)
        answer = await self.web.ask("POST", "tickets", {"category": "repair", "title": "灯坏了", **fields}, token=token)
        assert answer.status == 201, answer.body
        return answer.body

    async def act(self, ticket: Any, action: str, **fields: Any) -> Any:
        token = await self.token(Role.DISPATCHER)
        path, version = f"tickets/{ticket['number']}/actions", f'"{ticket["version"]}"'
        answer = await self.web.ask("POST", path, {"action": action, **fields}, token=token, If_Match=version)
        assert answer.status == 200, answer.body
        return answer.body

    async def amended(self, ticket: Any, **fields: Any) -> Any:
        """By somebody else than who is looked at: the manager."""
        token, version = await self.token(Role.MANAGER), f'"{ticket["version"]}"'
        answer = await self.web.ask("PATCH", f"tickets/{ticket['number']}", fields, token=token, If_Match=version)
        assert answer.status == 200, answer.body
        return answer.body

    async def token(self, role: Role) -> str:
        if role not in self.tokens:
            answer = await self.web.ask("POST", "session", {"name": role.value, "password": PASSWORD}, token="-")
            self.tokens[role] = answer.body["token"]
        return self.tokens[role]


class Screen:
    def __init__(self, context: BrowserContext, page: Page, url: str) -> None:
        self.context, self.page, self.url = context, page, url
        self.wrong: list[str] = []
        self.expected: tuple[str, ...] = ()
        page.on("console", self._heard)
        page.on("pageerror", lambda error: self.wrong.append(str(error)))
        page.on("dialog", lambda dialog: self.wrong.append(f"a dialog opened: {dialog.message}"))

    @classmethod
    async def open(cls, chromium: Browser, url: str, language: str = "en", size: str = "desktop") -> "Screen":
        locale = {"en": "en-GB", "zh": "zh-CN"}[language]
        context = await chromium.new_context(viewport=SIZES[size], locale=locale)
        context.set_default_timeout(60_000)
        expect.set_options(timeout=60_000)
        return cls(context, await context.new_page(), url)

    async def go(self, path: str) -> None:
        await self.page.goto(self.url + path)

    async def sign_in(self, name: str) -> None:
        await self.go("/sign-in?next=/tickets/new")
        await self.page.fill("[name=name]", name)
        await self.page.fill("[name=password]", PASSWORD)
        await self.page.click("form.sign-in button")
        await self.page.wait_for_url("**/tickets/new")

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.wrong.append(message.text)

    def unexpected(self) -> list[str]:
        """What went wrong besides what the test expects, such as a refused request."""
        return [text for text in self.wrong if not any(known in text for known in self.expected)]
