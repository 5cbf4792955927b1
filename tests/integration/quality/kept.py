"""The task of the service that looks after duties and nonconformities, round by round."""

from typing import Any

from kit.database.pool import DatabasePool, session
from tests.integration.web_desk.conftest import Clock, DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.news import DutyNews, Item, NonconformityNews, nobody
from ticketing.site_rules import SiteRules
from ticketing.workflows.quality_keeper import QualityKeeper


class Kept:
    def __init__(self, pool: DatabasePool, rules: SiteRules, site: DeskWeb) -> None:
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


async def begun(pool: DatabasePool, rules: SiteRules, clock: Clock, born: str = "2026-11-25") -> None:
    """There is a desk since this day, with what is due until now."""
    async with session(pool) as connection:
        since = f"{born} 00:00+08"
        await connection.execute(f"update desk set born_at = '{since}', first_call_at = '{since}'")
    await QualityKeeper(pool, rules, nobody, clock).look_around()


def match(duty: Any) -> dict[str, str]:
    return {"If_Match": f'"{duty["version"]}"'}
