import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kit.database.pool import DatabasePool
from kit.http.auth.book import TokenBook
from kit.http.auth.store import PostgresTokens
from kit.roles import Role
from tests.integration.web.site_in_memory import TOKENS, Web, web_of
from tests.integration.web.system_in_memory import Examining, admin_of
from tests.unit.ticketing.moments import SHANGHAI, at
from thirdring.commands.user import create_user
from thirdring.settings import Settings
from ticketing.callbacks.callback import AttemptOutcome, Callback
from ticketing.callbacks.changes import agent_did_not_pick_up
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.files.shelf import Shelf
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.workflows.click_to_call import NothingToHangUpError, OnTheLineError
from ticketing.workflows.service_desk import ServiceDesk

ZHANG = "+8613800138000"
HOME = Household(
    Place("花园", "3", "2", "1201"),
    (Person("张三", Part.OWNER, (Phone(ZHANG, "138 0013 8000"),)), Person("李四", Part.TENANT)),
    housekeeper="1001",
)


PASSWORD = "a long enough word"


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


class OnTheLine(NamedTuple):
    callback: int


@dataclass
class Dialled:
    """Calls by click: each is on until a test ends it with `lines.clear()`, or somebody hangs it up."""

    desk: ServiceDesk
    clock: Clock = field(default_factory=Clock)
    calls: list[tuple[int, str]] = field(default_factory=list)
    lines: dict[str, OnTheLine] = field(default_factory=dict)
    refusal: Exception | None = None  # of the PBX, where it does not hang up

    async def call(self, number: int, agent: str) -> Callback:
        callback = await self.desk.callbacks.claim(number, agent, self.clock())
        self.calls.append((number, agent))
        self.lines[agent] = OnTheLine(number)
        return callback

    async def hang_up(self, number: int, agent: str) -> None:
        if self.refusal is not None:
            raise self.refusal
        if self.lines.get(agent) != (number,):
            raise NothingToHangUpError
        await self.not_picked_up(number, agent, AttemptOutcome.HUNG_UP)

    def line_of(self, agent: str) -> OnTheLine | None:
        return self.lines.get(agent)

    def require_free(self, agent: str) -> None:
        if agent in self.lines:
            raise OnTheLineError

    async def not_picked_up(
        self, number: int, agent: str = "agent", outcome: AttemptOutcome = AttemptOutcome.AGENT_NO_ANSWER
    ) -> None:
        self.lines.pop(agent, None)
        rules = self.desk.rules
        missed = partial(
            agent_did_not_pick_up, agent=agent, at_us=self.clock(), policy=rules.callbacks, zone=rules.site.zone
        )
        await self.desk.callbacks.change(number, partial(missed, outcome=outcome))


class DeskWeb:
    """The desk over HTTP, asked as somebody."""

    def __init__(self, web: Web, desk: ServiceDesk, dialled: Dialled) -> None:
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
def desk(pool: DatabasePool) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays())))


@pytest.fixture
async def desk_web(pool: DatabasePool, desk: ServiceDesk, tmp_path: Path) -> AsyncIterator[DeskWeb]:
    clock = Clock()
    dialled = Dialled(desk, clock)
    devices = {"agent": ["PJSIP/1001"]}
    shelf, pbxs = Shelf(tmp_path / "files"), frozenset({"main"})
    site = DeskContext(desk, pool, devices, dialled, shelf=shelf, pbxs=pbxs)
    async with web_of(desk=site, now_us=clock, admin=admin_of(pool, Examining())) as web:
        yield DeskWeb(web, desk, dialled)


@pytest.fixture
async def home(desk: ServiceDesk) -> int:
    await desk.households.put([HOME])
    return (await desk.households.find(ZHANG))[0].household


class Accounts:
    """A site with users of its own, and an admin who has signed in."""

    def __init__(self, site: DeskWeb, settings: Settings, pool: DatabasePool) -> None:
        self.site, self.settings, self.pool = site, settings, pool
        self.admin = ""

    async def join(self, name: str, role: Role) -> str:
        """A new user; their token."""
        await create_user(self.settings, name, role, PASSWORD)
        return await self.sign_in(name)

    async def sign_in(self, name: str, password: str = PASSWORD) -> str:
        """The token; empty where the password is wrong."""
        answer = await self.site.ask("POST", "session", {"name": name, "password": password})
        return str(answer.body.get("token", ""))

    async def ask(self, method: str, path: str, body: Any = None, token: str = "") -> Answer:
        return await self.site.ask(method, path, body, token=token or self.admin)

    async def audit(self) -> list[tuple[str, str, Any]]:
        rows = await self.pool.fetch("select actor, action, detail from audit order by id")
        return [(row["actor"], row["action"], json.loads(row["detail"])) for row in rows]


@pytest.fixture
async def accounts(pool: DatabasePool, desk: ServiceDesk, settings: Settings) -> AsyncIterator[Accounts]:
    book = TokenBook(PostgresTokens(pool))
    async with web_of(desk=DeskContext(desk, pool), token_book=book) as web:
        made = Accounts(DeskWeb(web, desk, Dialled(desk)), settings, pool)
        made.admin = await made.join("chief", Role.ADMIN)
        yield made
