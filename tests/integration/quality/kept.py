"""The task of the service that looks after duties and nonconformities, round by round."""

from typing import Any

from kit.database.pool import DatabasePool
from tests.integration.web_desk.conftest import DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.desk.quality_keeper import QualityKeeper
from ticketing.news import DutyNews, Item, NonconformityNews
from ticketing.rules import DeskRules


class Kept:
    def __init__(self, pool: DatabasePool, rules: DeskRules, site: DeskWeb) -> None:
        self.news: list[DutyNews] = []
        self.raised: list[NonconformityNews] = []
        self.site = site
        self.keeper = QualityKeeper(pool, rules, self.hear, site.clock)

    def hear(self, item: Item) -> None:
        if isinstance(item, DutyNews) and item.what != "made":
            self.news.append(item)
        elif isinstance(item, NonconformityNews):
            self.raised.append(item)

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
