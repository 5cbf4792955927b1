"""Every page held against the operations of the API that it asks: role by role, it lets in whom they let in.

The table is console/pages.py itself: a new page is held like the others.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest
from yarl import URL

from kit.database.pool import DatabasePool
from kit.http.operation import Operation
from kit.http.problems import Problem
from kit.http.within import Answered, Within
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.console.places import SAMPLES, SHOWN, place_of
from tests.integration.console.shifts import desk_with_shifts
from tests.integration.surveys.conftest import SURVEY
from tests.integration.web.site_in_memory import TOKENS, CallsInMemory, answered_call
from tests.integration.web_desk.conftest import DeskWeb
from thirdring.http.operations import OPERATIONS
from ticketing.workflows.service_desk import ServiceDesk

BY_ID = {operation.id: operation for operation in OPERATIONS}
SHOWS = [page for page in SHOWN if page.method == "GET"]
CHANGES = [page for page in SHOWN if page.method == "POST"]
ASKS_WHO = "whoAmI"
ASKS_LATER = frozenset(
    {"/tickets/new", "/surveys/new", "/households/sheet", "/places/sheet", "/shifts/sheet", "/wall", "/desk/state"}
)
"""A form, a page whose script asks, and what who-am-I says already."""
LOOKS_FIRST = frozenset({"printSlipsByPage", "fillWeekByPage"})  # nobody is invited, and nobody was on a shift
FIELDS: Mapping[str, Any] = {
    "version": "1",
    "day": "2026-11-25",
    "notes": "changed",
    "name": "changed",
    "response": "1",
    "ticked 20261125-0001": "1",
}


class Asked(NamedTuple):
    operation: Operation
    refused: bool  # because of the role


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return desk_with_shifts(pool)


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Asked]:
    """What pages ask of the API."""
    heard: list[Asked] = []
    ask = Within.ask

    async def hear(self: Within, method: str, path: str, *args: Any, **more: Any) -> Answered:
        blank = self._blank.clone(method=method, rel_url=URL(path, encoded=True))
        route = (await self._app.router.resolve(blank)).route
        try:
            answered = await ask(self, method, path, *args, **more)
        except Problem as problem:
            refused = problem.status == 403 and problem.detail.startswith("The role ")
            heard.append(Asked(BY_ID[str(route.name)], refused and "this; one of these may" in problem.detail))
            raise
        heard.append(Asked(BY_ID[str(route.name)], refused=False))
        return answered

    monkeypatch.setattr(Within, "ask", hear)
    return heard


@pytest.fixture
def browse(desk_web: DeskWeb) -> Callable[[Role], Browser]:
    """Of a site with one call, which says that it has a ticket."""
    calls = desk_web.web.site.calls
    assert isinstance(calls, CallsInMemory)
    calls.calls.append(answered_call())
    calls.tickets[SAMPLES["linkedid"]] = SAMPLES["number"]

    class AsRole(Browser):
        token = ""

        async def _ask(self, method: str, path: str, said: Any, fields: Any, headers: Mapping[str, str]) -> Any:
            given = {**headers, "Authorization": f"Bearer {self.token}"}
            return await super()._ask(method, path, said, fields, given)

    def browser(role: Role) -> Browser:
        made = AsRole(desk_web.web.url, desk_web.web.session)
        made.token = TOKENS[role]
        return made

    return browser


@pytest.fixture
async def known(request: pytest.FixtureRequest, desk_web: DeskWeb, home: int, pool: DatabasePool) -> Mapping[str, str]:
    """What is there, for a page that looks at something before it changes it."""
    path = request.node.callspec.params["page"].path
    if path.startswith("/households/"):
        resident = await pool.fetchval("select min(id) from residents where household = $1", home)
        return {"id": str(home), "resident": str(resident)}
    if path.startswith("/places/"):
        return {"id": str((await desk_web.post("places", {"kind": "lift", "name": "1号梯"}, Role.MANAGER))["id"])}
    if path.startswith("/surveys/"):
        return {"id": str((await desk_web.post("surveys", SURVEY, Role.MANAGER))["id"])}
    return {}


@pytest.mark.parametrize("role", list(Role))
async def test_a_page_shows_itself_to_whom_the_api_answers(
    role: Role, asked: list[Asked], browse: Callable[[Role], Browser]
) -> None:
    browser = browse(role)
    for page in SHOWS:
        asked.clear()
        got = await browser.get(place_of(page))
        told = [each for each in asked if each.operation.id != ASKS_WHO]
        assert told or page.path in ASKS_LATER or got.status in (303, 403), f"{page.path} asks nothing of the API"
        for each in told:
            assert each.refused == (role not in (each.operation.roles or Role)), (page.path, each.operation.id)
        if told and told[0].refused:
            assert got.status in (303, 403), page.path


@pytest.mark.parametrize("page", CHANGES, ids=lambda page: page.id)
async def test_an_action_of_a_page_is_one_of_the_api_and_for_the_same_roles(
    page: Operation, asked: list[Asked], browse: Callable[[Role], Browser], known: Mapping[str, str]
) -> None:
    changed: set[str] = set()
    for role in Role:
        asked.clear()
        got = await browse(role).send(place_of(page, known), part=True, **FIELDS)
        writes = [each for each in asked if each.operation.method != "GET"]
        changed |= {each.operation.id for each in writes}
        for each in asked:
            assert each.refused == (role not in (each.operation.roles or Role)), each.operation.id
        if any(each.refused for each in asked):
            assert got.status == 403, (role, got.words)
    assert changed or page.id in LOOKS_FIRST, (
        f"{page.path} changes nothing by the API with an empty form: it must ask before it decides"
    )
