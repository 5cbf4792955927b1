from typing import Any

import pytest

from kit.roles import Role
from tests.integration.web_desk.conftest import Answer, DeskWeb, desk, desk_web, home

__all__ = ["desk", "desk_web", "home"]


class Complaints:
    """Complaints at the desk, and the pages of their links."""

    def __init__(self, web: DeskWeb) -> None:
        self.web = web
        self.clock = web.clock

    async def resolved(self, **fields: Any) -> Any:
        """Settled by an agent."""
        ticket = await self.web.opened(category="complaint", title="楼上太吵", **fields)
        said = {"complaint": {"valid": True, "response": "已联系楼上", "settlement": "约定时间"}}
        told = await self.web.ask("PATCH", f"tickets/{ticket['number']}", said, If_Match='"1"')
        return await self.web.act(told.body, "resolve", resolution="谈妥")

    async def ask_link(self, ticket: Any, role: Role = Role.DISPATCHER) -> Answer:
        return await self.web.ask("POST", f"tickets/{ticket['number']}/complaint_link", role=role)

    async def link(self, ticket: Any) -> str:
        made = await self.ask_link(ticket)
        assert made.status == 201, made.body
        return str(made.body["path"])

    async def page(self, path: str, **fields: str) -> Answer:
        url, method = f"{self.web.web.url}{path}", "POST" if fields else "GET"
        async with self.web.web.session.request(method, url, data=fields or None, allow_redirects=False) as answer:
            return Answer(answer.status, await answer.text(), answer.headers)

    async def now(self, ticket: Any) -> Any:
        return await self.web.get(f"tickets/{ticket['number']}", Role.MANAGER)


@pytest.fixture
def complaints(desk_web: DeskWeb) -> Complaints:
    return Complaints(desk_web)
