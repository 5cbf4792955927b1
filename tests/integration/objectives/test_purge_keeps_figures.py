"""What tickets and callbacks say of people goes by its age; what is measured of them stays as it was."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

import pytest

from kit.database.pool import DatabasePool, session
from kit.instants import HOUR_US, MINUTE_US
from metrics.objectives.asking import Wanted
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.catalogue import OBJECTIVES
from tests.integration.objectives.test_book import NOON, TODAY
from tests.unit.ticketing.calls import outbound
from thirdring.purge import purge
from thirdring.settings.groups import Retention
from ticketing.callbacks.callback import Reason
from ticketing.callbacks.merging import Cause
from ticketing.callbacks.sightings import Numbering, sighting
from ticketing.households.household import Household, Part, Person, Phone, Place
from ticketing.tickets.complaint import Complaint
from ticketing.tickets.states import Action
from ticketing.tickets.steps import step_done
from ticketing.tickets.ticket import Asked, Source, Ticket
from ticketing.workflows.rates import rate_of_day
from ticketing.workflows.service_desk import ServiceDesk

ZHANG = "+8613800138000"
LATER_US = NOON + 30 * 24 * HOUR_US
KEEP = Retention(personal_days=20)
PRIVATE = ("张三", ZHANG, "漏水", "1201", "已修", "很好", "赔偿", "道歉", "家里没人")
AFTER = datetime(2026, 12, 25, tzinfo=UTC)


@pytest.fixture
async def home(desk: ServiceDesk) -> int:
    owner = Person("张三", Part.OWNER, (Phone(ZHANG, ZHANG),))
    await desk.households.put([Household(Place("花园", "3", "2", "1201"), (owner,))])
    return (await desk.households.find(ZHANG))[0].household


@pytest.fixture
async def complaint(desk: ServiceDesk, home: int) -> str:
    """Decided, answered, settled, resolved, called back about by a call that connected, and rated."""
    draft = Ticket("", NOON, Source.HAND, "complaint", title="张三家漏水", household=home, contact="张三", phone=ZHANG)
    number = (await desk.tickets.open(draft, "li")).number
    told = Complaint(True, "道歉", NOON + MINUTE_US, "赔偿", 5)
    await desk.tickets.amend(number, Asked("li", NOON + MINUTE_US, 1, "家里没人"), {"complaint": told})
    await desk.tickets.act(number, Action.RESOLVE, Asked("li", NOON + HOUR_US, 2, resolution="已修"))
    (callback,) = await desk.callbacks.of_ticket(number)
    call = outbound("7", NOON + 2 * HOUR_US, ZHANG, 30, variables={"TR_CALLBACK": str(callback.id)})
    await desk.callbacks.after_call(sighting(call, Numbering()), None)
    rated = {"rating": 5, "rating_comment": "很好"}
    await desk.tickets.amend(number, Asked("li", NOON + 3 * HOUR_US, 3), rated)
    return number


async def everything(pool: DatabasePool) -> str:
    tables = ("tickets", "ticket_changes", "callbacks", "callback_attempts", "number_calls", "audit")
    async with session(pool) as connection:
        rows = [row for table in tables for row in await connection.fetch(f"select * from {table}")]
    return "\n".join(map(str, rows))


async def measured(pool: DatabasePool, book: ObjectiveBook) -> Mapping[str, Any]:
    """The sheet, its evidence, and the callback rate of the day, a month later."""
    async with session(pool) as connection:
        shown = await book.sheet(connection, TODAY, LATER_US)
        proof = [await book.evidence(connection, one, TODAY, LATER_US, Wanted(50)) for one in OBJECTIVES]
    rate = await rate_of_day(pool, book.rules, TODAY, LATER_US)
    return {"sheet": shown, "proof": proof, "rate": rate}


@pytest.mark.usefixtures("complaint")
async def test_nothing_personal_is_left_and_every_figure_and_its_evidence_stands(
    pool: DatabasePool, book: ObjectiveBook
) -> None:
    before = await measured(pool, book)
    assert (before["rate"].same_day_count, before["rate"].eligible_count) == (1, 1)
    assert sum(len(cases) for cases in before["proof"]) >= 4
    gone = await purge(pool, KEEP, AFTER)
    assert (gone.tickets, gone.callbacks) == (1, 1)
    assert await measured(pool, book) == before
    left = await everything(pool)
    assert [word for word in PRIVATE if word in left] == []


async def test_a_purged_ticket_says_so_in_its_history_and_can_still_be_read(
    pool: DatabasePool, desk: ServiceDesk, complaint: str
) -> None:
    version = (await desk.tickets.get(complaint)).version
    await purge(pool, KEEP, AFTER)
    ticket = await desk.tickets.get(complaint)
    assert (ticket.version, ticket.rating, ticket.household, ticket.title) == (version + 1, 5, None, "")
    assert (await desk.tickets.history(complaint))[-1].what == "personal data deleted by age"
    assert (await purge(pool, KEEP, AFTER)).tickets == 0


async def test_open_work_is_never_touched(pool: DatabasePool, desk: ServiceDesk, home: int) -> None:
    draft = Ticket("", NOON, Source.HAND, "repair", title="漏水", household=home, contact="张三", phone=ZHANG)
    number = (await desk.tickets.open(draft, "li")).number
    callback = (await desk.callbacks.create(Cause(Reason.MISSED_CALL, NOON, ZHANG, home))).callback
    gone = await purge(pool, KEEP, AFTER)
    assert (gone.tickets, gone.callbacks) == (0, 0)
    assert (await desk.tickets.get(number)).title == "漏水"
    assert (await desk.callbacks.get(callback.id)).phone == ZHANG


@pytest.mark.usefixtures("complaint")
async def test_a_dry_run_of_the_desk_counts_the_same_and_changes_nothing(pool: DatabasePool) -> None:
    before = await everything(pool)
    counted = await purge(pool, KEEP, AFTER, dry_run=True)
    assert await everything(pool) == before
    assert counted == await purge(pool, KEEP, AFTER)


@pytest.mark.usefixtures("complaint")
async def test_nothing_of_the_desk_goes_before_its_time(pool: DatabasePool) -> None:
    gone = await purge(pool, KEEP, datetime(2026, 11, 25, tzinfo=UTC) + timedelta(days=19))
    assert (gone.tickets, gone.callbacks) == (0, 0)


async def test_steps_keep_that_they_were_done_and_lose_their_evidence(pool: DatabasePool, desk: ServiceDesk) -> None:
    draft = Ticket("", NOON, Source.HAND, "goods_removal")
    number = (await desk.tickets.open(draft, "li")).number
    category = desk.rules.category("goods_removal")
    for version, step in enumerate(("request", "check", "release"), 1):
        asked = Asked("li", NOON, version)
        done = partial(step_done, step=step, evidence="张三", asked=asked, category=category)
        await desk.tickets.change(number, done)
    await desk.tickets.act(number, Action.RESOLVE, Asked("li", NOON, 4, resolution="已修"))
    await purge(pool, KEEP, AFTER)
    steps = (await desk.tickets.get(number)).steps_done
    assert [(step.step, step.evidence) for step in steps] == [("request", ""), ("check", ""), ("release", "")]
