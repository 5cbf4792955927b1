from collections.abc import AsyncIterator, Mapping
from datetime import date
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.store import PostgresObjectives
from tests.integration.web.site_in_memory import web_of
from tests.integration.web_desk.conftest import Answer, Clock, DeskWeb, Dialled
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.households.household import Household, Part, Person, Place
from ticketing.http.ask import DeskContext
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk

ROOMS = ("1201", "1202", "1203")
CONTENT = {"text": {"zh": "您对服务满意吗？", "en": "How content are you?"}, "form": "scale", "decides": True}
GATE = {"text": {"zh": "门禁是否完好？"}, "form": "yes_no"}
BEST = {"text": {"zh": "哪项最好？"}, "form": "choice", "choices": [{"zh": "保洁"}, {"zh": "绿化"}]}
WHY = {"text": {"zh": "意见", "en": "Why?"}, "form": "text"}
SURVEY = {
    "kind": "yearly",
    "title": {"zh": "年度满意度调查", "en": "Yearly survey"},
    "introduction": {"zh": "感谢您抽出两分钟。", "en": "Two minutes, thank you."},
    "from": "2026-11-20",
    "to": "2026-12-20",
    "questions": [CONTENT, GATE, BEST, WHY],
}


class SurveyWeb(DeskWeb):
    """Surveys over HTTP, asked by a manager and answered by households."""

    async def made(self, **fields: Any) -> Any:
        return await self.post("surveys", {**SURVEY, **fields}, Role.MANAGER)

    async def moved(self, survey: Any, action: str) -> Any:
        path = f"surveys/{survey['id']}/{action}"
        return await self.post(path, role=Role.MANAGER, If_Match=f'"{survey["version"]}"')

    async def links(self, survey: Any) -> list[str]:
        made = await self.post(f"surveys/{survey['id']}/invitations", {}, Role.MANAGER)
        return [link["path"] for link in made["items"]]

    async def running(self, **fields: Any) -> tuple[Any, list[str]]:
        """An open survey, and the links of its households."""
        survey = await self.made(**fields)
        links = await self.links(survey)
        return await self.moved(survey, "open"), links

    async def page(self, path: str, fields: Mapping[str, str] | None = None) -> Answer:
        method = "GET" if fields is None else "POST"
        url = f"{self.web.url}{path}"
        async with self.web.session.request(method, url, data=fields, allow_redirects=False) as answer:
            return Answer(answer.status, await answer.text(), answer.headers)


@pytest.fixture
def book() -> ObjectiveBook:
    return ObjectiveBook(SiteRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1)))


@pytest.fixture
async def households(pool: DatabasePool, book: ObjectiveBook) -> list[int]:
    homes = [Household(Place("花园", "3", "2", room), (Person("张三", Part.OWNER),)) for room in ROOMS]
    await ServiceDesk(pool, book.rules).households.put(homes)
    return [row["id"] for row in await pool.fetch("select id from households order by room")]


@pytest.fixture
async def site(pool: DatabasePool, book: ObjectiveBook, households: list[int]) -> AsyncIterator[SurveyWeb]:
    """At ten in the morning of 25 November 2026."""
    desk, clock = ServiceDesk(pool, book.rules), Clock()
    async with web_of(desk=DeskContext(desk, pool), objectives=PostgresObjectives(pool, book), now_us=clock) as web:
        yield SurveyWeb(web, desk, Dialled(desk, clock))
