from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS, Web, web_of
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.callbacks.callback import Callback
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.desk.site_desk import SiteDesk
from ticketing.front.ask import DeskContext
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.rules import DeskRules

ZHANG = "+8613800138000"
HOME = Household(
    Place("花园", "3", "2", "1201"),
    (Person("张三", Part.OWNER, (Phone(ZHANG, "138 0013 8000"),)), Person("李四", Part.TENANT)),
    housekeeper="1001",
)


@dataclass
class Answer:
    status: int
    body: Any
    headers: Mapping[str, str]


@dataclass
class Clock:
    """Ten in the morning, when one may call, until a test says otherwise."""

    at_us: int = at("2026-11-25 10:00")

    def __call__(self) -> int:
        return self.at_us


@dataclass
class Dialled:
    desk: SiteDesk
    clock: Clock = field(default_factory=Clock)
    calls: list[tuple[int, str]] = field(default_factory=list)

    async def __call__(self, number: int, agent: str) -> Callback:
        callback = await self.desk.callbacks.claim(number, agent, self.clock())
        self.calls.append((number, agent))
        return callback


class DeskWeb:
    """The desk over HTTP, asked as somebody."""

    def __init__(self, web: Web, desk: SiteDesk, dialled: Dialled) -> None:
        self.clock = dialled.clock
        self.web = web
        self.desk = desk
        self.dialled = dialled

    async def ask(
        self, method: str, path: str, body: Any = None, role: Role = Role.AGENT, token: str = "", **headers: str
    ) -> Answer:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if role is not None:
            sent["Authorization"] = f"Bearer {token or TOKENS[role]}"
        async with self.web.session.request(method, f"{self.web.url}/api/v1/{path}", json=body, headers=sent) as answer:
            text = await answer.read()
            return Answer(answer.status, await answer.json(content_type=None) if text else None, answer.headers)

    async def get(self, path: str, role: Role = Role.AGENT) -> Any:
        answer = await self.ask("GET", path, role=role)
        assert answer.status == 200, answer.body
        return answer.body

    async def post(self, path: str, body: Any = None, role: Role = Role.AGENT, **headers: str) -> Any:
        answer = await self.ask("POST", path, body, role, **headers)
        assert answer.status in (200, 201), answer.body
        return answer.body

    async def opened(self, role: Role = Role.AGENT, **fields: Any) -> Any:
        return await self.post("tickets", {"category": "repair", "title": "灯坏了", **fields}, role)

    async def act(self, ticket: Any, action: str, role: Role = Role.AGENT, **fields: Any) -> Any:
        path = f"tickets/{ticket['number']}/actions"
        return await self.post(path, {"action": action, **fields}, role, If_Match=f'"{ticket["version"]}"')


@pytest.fixture
def desk(pool: DatabasePool) -> SiteDesk:
    return SiteDesk(pool, DeskRules(Site(SHANGHAI, Workdays())))


@pytest.fixture
async def desk_web(pool: DatabasePool, desk: SiteDesk) -> AsyncIterator[DeskWeb]:
    clock = Clock()
    dialled = Dialled(desk, clock)
    devices = {"agent": ["PJSIP/1001"]}
    async with web_of(desk=DeskContext(desk, pool, devices, dialled), now_us=clock) as web:
        yield DeskWeb(web, desk, dialled)


@pytest.fixture
async def home(desk: SiteDesk) -> int:
    await desk.households.put([HOME])
    return (await desk.households.find(ZHANG))[0].household
