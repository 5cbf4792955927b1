"""Where the settings name trades: pages offer them, say what is none, and show workmen only what they may do."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web_desk.conftest import DeskWeb
from tests.unit.ticketing.moments import SHANGHAI
from ticketing.clocks.terms import Site
from ticketing.clocks.workdays import Workdays
from ticketing.site_rules import SiteRules
from ticketing.workflows.service_desk import ServiceDesk

Browse = Callable[..., Browser]
NO_TRADE = "no trade of the settings: nobody is told"


@pytest.fixture
def desk(pool: DatabasePool) -> ServiceDesk:
    return ServiceDesk(pool, SiteRules(Site(SHANGHAI, Workdays()), trades={"水电工": ["workman"]}))


async def dispatched(web: DeskWeb, trade: str) -> str:
    ticket = await web.act(await web.opened(Role.MANAGER), "dispatch", Role.DISPATCHER, trade=trade)
    return str(ticket["number"])


async def test_fields_of_a_trade_offer_those_of_the_settings(desk_web: DeskWeb, browse: Browse) -> None:
    number = await dispatched(desk_web, "水电工")
    for path in ("/tickets?active=true", f"/tickets/{number}"):
        shown = (await browse().get(path)).text
        assert '<datalist id="trades"><option value="水电工"></datalist>' in shown, path
        assert 'name="trade" list="trades"' in shown, path


async def test_a_word_that_is_no_trade_is_said_where_the_ticket_is_seen(desk_web: DeskWeb, browse: Browse) -> None:
    right, wrong = await dispatched(desk_web, "水电工"), await dispatched(desk_web, "水电")
    for path, is_told in (
        (f"/tickets/{right}", False),
        (f"/tickets/{wrong}", True),
        ("/tickets?active=true", True),
        ("/trades", True),
    ):
        assert (NO_TRADE in (await browse().get(path)).words) is is_told, path


async def test_a_workman_is_offered_only_what_they_may_do(desk_web: DeskWeb, browse: Browse) -> None:
    number = await dispatched(desk_web, "水电工")
    shown = (await browse(Role.WORKMAN).get(f"/tickets/{number}")).text
    assert "Repair" in shown
    assert 'data-test="action-start"' in shown
    for never in (
        "/amend",
        "/callback",
        "/work_link",
        "/split",
        "/same",
        "/unmask",
        "action-cancel",
        "action-hand_over",
    ):
        assert never not in shown, never


@pytest.mark.parametrize(
    ("after_us", "said"),
    [
        (None, "Nobody is given a ticket by rule"),
        (0, "is given at once to whoever"),
        (900_000_000, "takes for 15 minutes"),
    ],
)
async def test_the_page_says_when_a_ticket_is_given_by_rule(
    desk: ServiceDesk, browse: Browse, after_us: int | None, said: str
) -> None:
    desk.rules = replace(desk.rules, assign_after_us=after_us)
    assert said in (await browse().get("/trades")).words
