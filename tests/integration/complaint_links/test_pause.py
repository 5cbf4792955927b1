"""A household that was asked to rate one thing by a link is not asked by another one for some days."""

from dataclasses import replace
from typing import Any

import pytest

from kit.instants import DAY_US
from kit.roles import Role
from tests.integration.complaint_links.conftest import Complaints
from tests.integration.surveys.conftest import SURVEY


@pytest.fixture
def paused(complaints: Complaints) -> Complaints:
    desk = complaints.web.web.site.desk
    assert desk is not None
    rules = replace(desk.desk.rules, rating_pause_us=14 * DAY_US)
    desk.desk.rules = rules
    return complaints


async def invited(complaints: Complaints, survey: Any) -> Any:
    return await complaints.web.post(f"surveys/{survey['id']}/invitations", {}, Role.MANAGER)


async def test_the_link_of_a_second_complaint_waits_and_that_of_the_same_does_not(
    paused: Complaints, home: int
) -> None:
    first, second = await paused.resolved(household=home), await paused.resolved(household=home)
    assert (await paused.ask_link(first)).status == 201
    paused.clock.at_us += DAY_US
    assert (await paused.ask_link(first)).status == 201
    refused = await paused.ask_link(second)
    assert (refused.status, "in 14 days" in refused.body["detail"]) == (409, True)
    paused.clock.at_us += 14 * DAY_US - 1
    assert (await paused.ask_link(second)).status == 409
    paused.clock.at_us += 1
    assert (await paused.ask_link(second)).status == 201


async def test_of_somebody_without_a_household_and_without_a_pause_every_link_is_made(
    paused: Complaints, home: int
) -> None:
    for ticket in (await paused.resolved(), await paused.resolved()):
        assert (await paused.ask_link(ticket)).status == 201
    desk = paused.web.web.site.desk
    assert desk is not None
    desk.desk.rules = replace(desk.desk.rules, rating_pause_us=0)
    for ticket in (await paused.resolved(household=home), await paused.resolved(household=home)):
        assert (await paused.ask_link(ticket)).status == 201


async def test_a_survey_leaves_out_who_was_asked_by_a_complaint_or_another_survey(
    paused: Complaints, home: int
) -> None:
    first, second = [await paused.web.post("surveys", SURVEY, Role.MANAGER) for _ in range(2)]
    complaint = await paused.resolved(household=home)
    made = await invited(paused, first)
    assert (len(made["items"]), made["resting_count"]) == (1, 0)
    assert len((await invited(paused, first))["items"]) == 1  # the same matter: a new slip
    made = await invited(paused, second)
    assert (made["items"], made["resting_count"]) == ([], 1)
    assert (await paused.ask_link(complaint)).status == 409
    paused.clock.at_us += 14 * DAY_US
    assert (await paused.ask_link(complaint)).status == 201
    assert (await invited(paused, second))["resting_count"] == 1
    paused.clock.at_us += 15 * DAY_US
    assert len((await invited(paused, second))["items"]) == 1
