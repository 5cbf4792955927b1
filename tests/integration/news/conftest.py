import json
from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.http.live import Listener
from kit.roles import Role
from telephony.facts import Call, FactKind
from tests.integration.surveys.conftest import SurveyWeb
from tests.integration.web.site_in_memory import Web, web_of
from tests.integration.web_desk.conftest import HOME, ZHANG, Clock, Dialled
from tests.unit.ticketing.calls import facts, inbound
from tests.unit.ticketing.moments import SHANGHAI, at
from ticketing.agi.by_key import ByKey
from ticketing.agi.desk import AgiDesk, Caller
from ticketing.agi.housekeepers import Housekeepers
from ticketing.agi.spool import Spool
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.http.ask import DeskContext
from ticketing.notices import notice
from ticketing.site_rules import SiteRules
from ticketing.workflows.quality_keeper import QualityKeeper
from ticketing.workflows.service_desk import ServiceDesk
from ticketing.workflows.worker import DeskWorker

MORNING = at("2026-11-25 10:00")
MOBILE = "13800138000"


class Scene(SurveyWeb):
    """All ways in which something changes at a desk, and a listener of its live stream."""

    def __init__(self, web: Web, desk: ServiceDesk, clock: Clock, pool: DatabasePool, folder: Path) -> None:
        super().__init__(web, desk, Dialled(desk, clock))
        self.pool = pool
        self.keeper = QualityKeeper(pool, desk.rules, desk.news, clock)
        self.worker = DeskWorker(desk, pool, clock)
        self.agi = AgiDesk(desk, pool, ByKey(desk, pool, Spool(folder)), Housekeepers({}, 5, desk.duty))
        self._listener = Listener(lambda: None)
        web.site.live.join(self._listener, None, clock())

    def told(self) -> list[str]:
        """What the listener heard since it was asked last: each piece with its number, and what it says."""
        return [_in_words(name, data) for name, data in self.events()]

    def events(self) -> list[tuple[str, Any]]:
        found = []
        while not self._listener.queue.empty():
            event = self._listener.queue.get_nowait()
            assert event is not None
            _, name, data = event.frame(sees_numbers=True).decode().strip().split("\n")
            found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
        return found

    async def heard(self, call: Call, *kinds: FactKind) -> None:
        """What the PBX says of it; all of it where no kind is named."""
        for fact in facts(call):
            news = notice(fact, self.desk.rules.numbering)
            if news is not None and (not kinds or fact.kind in kinds):
                await self.desk.notices.carry_out(news)

    async def patched(self, ticket: Any, **fields: Any) -> Any:
        path = f"tickets/{ticket['number']}"
        answer = await self.ask("PATCH", path, fields, Role.MANAGER, If_Match=f'"{ticket["version"]}"')
        assert answer.status == 200, answer.body
        return answer.body

    async def on(self, what: str, thing: Any, action: str, **fields: Any) -> Any:
        """An action of a manager on a duty, a finding or a nonconformity."""
        path, match = f"{what}/{thing['id']}/actions", f'"{thing["version"]}"'
        return await self.post(path, {"action": action, **fields}, Role.MANAGER, If_Match=match)


def caller(linkedid: str) -> Caller:
    return Caller("main", linkedid, MOBILE, MORNING)


def missed(linkedid: str, at_us: int = MORNING, number: str = MOBILE) -> Call:
    return inbound(linkedid, at_us, number, None)


def _in_words(name: str, data: Any) -> str:
    number = str(data.get("number") or data.get("id"))
    return f"{name} {number.rpartition('-')[2].lstrip('0')} {data.get('what') or data['state']}"


@pytest.fixture
async def scene(pool: DatabasePool, tmp_path: Path) -> AsyncIterator[Scene]:
    """At ten in the morning of 25 November 2026. Number 1 is the household of 张三."""
    async with session(pool) as connection:
        await connection.execute("update desk set born_at = '2026-11-25 00:00+08'")
    desk = ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), since=date(2025, 1, 1), breaches=frozenset({"*"})))
    await desk.households.put([HOME])
    clock = Clock(MORNING)
    async with web_of(desk=DeskContext(desk, pool, {"agent": ["PJSIP/1001"]}, None), now_us=clock) as web:
        yield Scene(web, desk, clock, pool, tmp_path / "said")


@pytest.fixture
async def home(scene: Scene) -> int:
    return (await scene.desk.households.find(ZHANG))[0].household
