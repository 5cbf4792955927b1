"""A promise that was broken raises a nonconformity, where the site's rule wants it."""

from dataclasses import replace

import pytest

from kit.database.pool import DatabasePool
from kit.instants import HOUR_US
from kit.roles import Role
from tests.integration.quality.kept import Kept, match
from tests.integration.web_desk.conftest import DeskWeb
from tests.unit.ticketing.moments import at
from ticketing.site_rules import SiteRules
from ticketing.tickets.alarms import tell_alarms
from ticketing.tickets.ticket import Source, Ticket

NOON = at("2026-11-25 12:00")


async def overdue(site: DeskWeb, pool: DatabasePool, category: str) -> str:
    """A ticket whose promise is broken, and told so."""
    ticket = await site.desk.tickets.open(Ticket("", NOON, Source.HAND, category), "li")
    await tell_alarms(pool, NOON + 400 * HOUR_US, HOUR_US)
    return ticket.number


@pytest.mark.parametrize(
    ("breaches", "raised"),
    [(frozenset(), 0), (frozenset({"complaint"}), 2), (frozenset({"repair"}), 0), (frozenset({"*"}), 2)],
)
async def test_a_broken_promise_raises_one_by_the_category_of_the_rule_and_once(
    pool: DatabasePool, rules: SiteRules, site: DeskWeb, breaches: frozenset[str], raised: int
) -> None:
    number = await overdue(site, pool, "complaint")
    kept = Kept(pool, replace(rules, breaches=breaches), site)
    await kept.at("2026-11-28 12:00")
    assert [(news.what, news.nonconformity.ticket) for news in kept.raised] == [("raised", number)] * raised
    await kept.at("2026-11-28 12:01")
    assert kept.raised == []
    found = (await site.get("nonconformities?source=ticket"))["items"]
    assert [(one["ticket"], one["raised_by"], one["state"]) for one in found] == [(number, "rule", "raised")] * raised


async def test_a_manager_cancels_one_that_was_nobody_s_fault_and_it_is_not_raised_again(
    pool: DatabasePool, rules: SiteRules, site: DeskWeb
) -> None:
    await overdue(site, pool, "suggestion")
    kept = Kept(pool, replace(rules, breaches=frozenset({"*"})), site)
    await kept.at("2026-11-28 12:00")
    (one,) = (await site.get("nonconformities"))["items"]
    cancel = {"action": "cancel", "why": "业主改期"}
    await site.post(f"nonconformities/{one['id']}/actions", cancel, Role.MANAGER, **match(one))
    await kept.at("2026-11-28 12:01")
    assert (kept.raised, [one["state"] for one in (await site.get("nonconformities"))["items"]]) == ([], ["cancelled"])


async def test_a_rule_that_is_switched_on_does_not_reach_back_for_ever(
    pool: DatabasePool, rules: SiteRules, site: DeskWeb
) -> None:
    await overdue(site, pool, "complaint")
    kept = Kept(pool, replace(rules, breaches=frozenset({"*"})), site)
    await kept.at("2026-12-25 12:00")
    assert kept.raised == []
