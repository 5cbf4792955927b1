"""From a low score or a comment to a nonconformity, of which each answer has one at most."""

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.surveys.conftest import SurveyWeb

BAD = {"q1": "2", "q4": "电梯常坏，请回电 13800138000"}
SAID = {"title": "3 号楼电梯停运", "description": "一周内两次", "department": "工程部"}


async def findings(site: SurveyWeb, survey: Any) -> list[Any]:
    items: list[Any] = (await site.get(f"surveys/{survey['id']}/findings", Role.DISPATCHER))["items"]
    return items


async def found(site: SurveyWeb, **fields: Any) -> tuple[Any, Any, str]:
    """A survey, what was found in its one answer, and the path by which a nonconformity of it is raised."""
    survey, (link, *_others) = await site.running(**fields)
    assert (await site.page(link, BAD)).status == 303
    (finding,) = await findings(site, survey)
    return survey, finding, f"surveys/{survey['id']}/findings/{finding['response']}/nonconformity"


@pytest.mark.parametrize("anonymous", [False, True])
async def test_a_finding_leads_to_its_nonconformity_and_back(site: SurveyWeb, anonymous: bool) -> None:
    survey, finding, path = await found(site, anonymous=anonymous)
    assert (finding["nonconformity"], finding["household"] is None) == (None, anonymous)
    answer = await site.ask("POST", path, SAID, Role.DISPATCHER)
    one = answer.body
    assert (answer.status, answer.headers["Location"]) == (201, f"/api/v1/nonconformities/{one['id']}")
    assert (one["source"], one["survey"], one["response"]) == ("survey", survey["id"], finding["response"])
    assert (one["state"], one["raised_by"], one["department"]) == ("raised", "dispatcher", "工程部")
    assert [again["nonconformity"] for again in await findings(site, survey)] == [one["id"]]
    response = await site.get(one["link"].removeprefix("/api/v1/"), Role.DISPATCHER)
    assert (response["nonconformity"], response["comments"]["q4"][:4]) == (one["id"], "电梯常坏")
    assert (await site.get(f"nonconformities?source=survey&survey={survey['id']}"))["items"][0]["id"] == one["id"]
    assert (await site.get(f"nonconformities?survey={survey['id'] + 1}"))["items"] == []


async def test_what_the_household_wrote_is_not_copied(site: SurveyWeb, pool: DatabasePool) -> None:
    _survey, _finding, path = await found(site)
    one = await site.post(path, SAID, Role.MANAGER)
    row = await pool.fetchval("select n::text from nonconformities n where id = $1", one["id"])
    assert ("电梯停运" in row, "常坏" in row, "13800138000" in row) == (True, False, False)


async def test_an_answer_has_one_nonconformity_however_many_ask(site: SurveyWeb) -> None:
    _survey, _finding, path = await found(site)
    answers = await asyncio.gather(*(site.ask("POST", path, SAID, Role.MANAGER) for _ in range(4)))
    (one,) = [answer.body for answer in answers if answer.status == 201]
    refused = [answer for answer in answers if answer.status == 409]
    assert [answer.body["current"] for answer in refused] == [one] * 3
    assert f"nonconformity {one['id']} already" in refused[0].body["detail"]


async def test_only_a_finding_of_this_survey_has_one_and_only_with_a_title(site: SurveyWeb) -> None:
    survey, finding, path = await found(site)
    other, here = await site.made(), f"surveys/{survey['id']}/findings"
    assert (await site.ask("POST", path, SAID, Role.AGENT)).status == 403
    untitled = await site.ask("POST", path, SAID | {"title": " "}, Role.MANAGER)
    assert (untitled.status, untitled.body["errors"][0]["parameter"]) == (422, "title")
    for elsewhere in (
        f"{here}/{uuid4()}/nonconformity",
        f"{here}/7/nonconformity",
        f"surveys/{other['id']}/findings/{finding['response']}/nonconformity",
        f"surveys/999/findings/{finding['response']}/nonconformity",
    ):
        assert (await site.ask("POST", elsewhere, SAID, Role.MANAGER)).status == 404, elsewhere
    assert (await site.get("nonconformities"))["items"] == []


async def test_an_answer_in_which_nothing_is_wrong_has_none(site: SurveyWeb, pool: DatabasePool) -> None:
    survey, (link, *_others) = await site.running()
    assert (await site.page(link, {"q1": "5"})).status == 303
    response = await pool.fetchval("select id from survey_responses")
    path = f"surveys/{survey['id']}/findings/{response}/nonconformity"
    refused = await site.ask("POST", path, SAID, Role.MANAGER)
    assert (refused.status, "no such finding" in refused.body["detail"]) == (404, True)


async def test_a_household_that_is_deleted_leaves_the_nonconformity_and_what_was_counted(site: SurveyWeb) -> None:
    survey, (link, *_others) = await site.running()
    assert (await site.page(link, {"q1": "5", "q4": "门禁常坏"})).status == 303
    (finding,) = await findings(site, survey)
    path = f"surveys/{survey['id']}/findings/{finding['response']}/nonconformity"
    one = await site.post(path, SAID, Role.MANAGER)
    deleted = await site.ask("DELETE", f"households/{finding['household']}", role=Role.MANAGER)
    assert deleted.status == 204
    assert await site.get(f"nonconformities/{one['id']}") == one
    (left,) = await findings(site, survey)
    assert (left["nonconformity"], left["household"], left["remarks"]) == (one["id"], None, [])
    assert (await site.ask("POST", path, SAID, Role.MANAGER)).status == 409
    assert (await site.get(f"surveys/{survey['id']}/results"))["share"]["satisfied"] == 1
