"""The ticket's page shows each call to a workman: when, whether it was answered, and what came of it."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from tests.integration.console.browser import Browser
from tests.integration.web_desk.conftest import DeskWeb
from ticketing.work_links.call import Outcome, WorkCall
from ticketing.work_links.link import Way
from ticketing.workflows.calling_workmen import WorkmenCalls
from ticketing.workflows.working import make_work_link

Browse = Callable[..., Browser]
MINUTE_US = 60_000_000


@dataclass
class Workman:
    """A ticket of a trade, its link, and the calls about it."""

    number: str
    token: str
    link: int
    calls: WorkmenCalls
    web: DeskWeb

    async def called(self, channel: str, who: str = "zhang") -> None:
        known = {"ticket": self.number, "link": self.link, "trade": "plumbing"}
        call = WorkCall(id=0, **known, who=who, channel=channel, called_at_us=self.later(1))  # type: ignore[arg-type]
        assert await self.calls.begin(call) is not None

    def later(self, minutes: int) -> int:
        self.web.clock.at_us += minutes * MINUTE_US
        return self.web.clock.at_us


@pytest.fixture
async def workman(desk_web: DeskWeb, pool: DatabasePool) -> Workman:
    desk, now_us = desk_web.desk, desk_web.clock()
    ticket = await desk_web.act(await desk_web.opened(), "dispatch", Role.DISPATCHER, trade="plumbing")
    number = str(ticket["number"])
    async with session(pool) as connection:
        link, token = await make_work_link(connection, desk, number, "thirdring", now_us, Way.SMS)
    return Workman(number, token, link.id, WorkmenCalls(pool, desk), desk_web)


async def test_each_call_is_a_row_with_its_times_and_what_came_of_it(workman: Workman, browse: Browse) -> None:
    await workman.called("one")
    await workman.calls.over("one", Outcome.NO_ANSWER, workman.later(0))
    await workman.called("two", "li")
    assert await workman.calls.picked_up("two", workman.later(1))
    shown = (await browse().get(f"/tickets/{workman.number}")).words
    assert "called 11-25 10:01 zhang no answer called 11-25 10:02 li answered 11-25 10:03 · goes on" in shown
    assert await workman.calls.accept("two", workman.later(0))
    shown = (await browse().get(f"/tickets/{workman.number}")).words
    assert "li answered 11-25 10:03 · accepted by key" in shown
    assert "Call to the workman: accepted by key li" in shown
    assert "Call to the workman: no answer zhang" in shown
    assert "By the link: accepted" not in shown
    assert "无人接听" in (await browse(language="zh").get(f"/tickets/{workman.number}")).words


async def test_a_trade_s_number_is_called_by_the_name_of_the_trade(workman: Workman, browse: Browse) -> None:
    await workman.called("one", "")
    assert "called 11-25 10:01 plumbing goes on" in (await browse().get(f"/tickets/{workman.number}")).words


async def test_a_telephone_that_rings_is_not_said_to_be_talking(workman: Workman, browse: Browse) -> None:
    await workman.called("one")
    shown = (await browse(language="zh").get(f"/tickets/{workman.number}")).words
    assert ("呼叫中" in shown, "通话中" in shown) == (True, False)
    assert await workman.calls.picked_up("one", workman.later(1))
    shown = (await browse(language="zh").get(f"/tickets/{workman.number}")).words
    assert ("呼叫中" in shown, "通话中" in shown) == (False, True)


async def test_a_ticket_that_was_called_off_is_not_said_to_be_somebody_s(workman: Workman, browse: Browse) -> None:
    await workman.called("one")
    await workman.calls.over("one", Outcome.TOO_LATE, workman.later(1))
    assert "已变动，未接单" in (await browse(language="zh").get(f"/tickets/{workman.number}")).words
    assert "too late: it had changed" in (await browse().get(f"/tickets/{workman.number}")).words


async def test_who_accepted_by_phone_goes_on_with_the_link(workman: Workman, browse: Browse) -> None:
    await workman.called("one")
    assert await workman.calls.accept("one", workman.later(1))
    shown = await browse().get(f"/w/{workman.token}")
    assert "Accepted by phone: zhang. If that is you, go on here." in shown.words
    assert 'name="name"' not in shown.text  # the call says who it is
    assert "another telephone" not in shown.words


async def test_who_accepted_at_a_trade_s_telephone_says_on_the_link_who_they_are(
    workman: Workman, browse: Browse
) -> None:
    await workman.called("one", "")
    assert await workman.calls.accept("one", workman.later(1))
    shown = await browse().get(f"/w/{workman.token}")
    assert "Accepted by phone: plumbing." in shown.words
    assert 'name="name"' in shown.text
