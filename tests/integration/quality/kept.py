"""The task of the service that looks after duties and nonconformities, round by round."""

from typing import Any

from kit.database.pool import DatabasePool
from tests.integration.web_desk.conftest import DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.desk.quality_keeper import QualityKeeper
from ticketing.duties.store import DutyNews
from ticketing.nonconformities.store import NonconformityNews
from ticketing.rules import DeskRules


class Kept:
    def __init__(self, pool: DatabasePool, rules: DeskRules, site: DeskWeb) -> None:
        self.news: list[DutyNews] = []
        self.raised: list[NonconformityNews] = []
        self.site = site
        self.keeper = QualityKeeper(pool, rules, self.news.append, self.raised.append, site.clock)

    async def at(self, text: str) -> list[tuple[str, str]]:
        self.site.clock.at_us, self.news[:] = at(text), []
        self.raised.clear()
        await self.keeper.look_around()
        return [(one.duty.name, one.what) for one in self.news]


async def of(site: DeskWeb, name: str, more: str = "") -> list[Any]:
    items: list[Any] = (await site.get(f"duties?name={name}{more}"))["items"]
    return items


def match(duty: Any) -> dict[str, str]:
    return {"If_Match": f'"{duty["version"]}"'}
