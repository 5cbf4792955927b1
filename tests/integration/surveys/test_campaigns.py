"""A campaign from its draft to its end."""

from datetime import timedelta
from typing import Any

import pytest

from kit.database.pool import DatabasePool
from kit.http.wire import instant
from kit.roles import Role
from tests.integration.surveys.conftest import CONTENT, GATE, SURVEY, SurveyWeb
from thirdring.purge import purge
from thirdring.settings.groups import Retention


async def test_a_draft_is_opened_and_closed_and_says_who_did(site: SurveyWeb, pool: DatabasePool) -> None:
    draft = await site.made()
    assert (draft["state"], draft["possible"], draft["version"]) == ("draft", ["amend", "invite", "open"], 1)
    assert draft["questions"][0]["satisfied"] == ["4", "5"]
    opened = await site.moved(draft, "open")
    closed = await site.moved(opened, "close")
    assert (opened["state"], closed["state"], closed["possible"]) == ("open", "closed", [])
    assert closed["opened_at"] == closed["closed_at"] == "2026-11-25T02:00:00.000000Z"
    assert [row["action"] for row in await pool.fetch("select action from audit order by id")] == [
        "survey_opened",
        "survey_closed",
    ]


async def test_a_draft_may_be_asked_otherwise_and_an_open_one_may_not(site: SurveyWeb) -> None:
    draft = await site.made()
    asked = {**SURVEY, "questions": [CONTENT]}
    path = f"surveys/{draft['id']}"
    amended = await site.ask("PUT", path, asked, Role.MANAGER, If_Match='"1"')
    assert (amended.status, len(amended.body["questions"]), amended.headers["ETag"]) == (200, 1, '"2"')
    stale = await site.ask("PUT", path, asked, Role.MANAGER, If_Match='"1"')
    assert (stale.status, stale.body["current"]["version"]) == (409, 2)
    opened = await site.moved(amended.body, "open")
    refused = await site.ask("PUT", path, asked, Role.MANAGER, If_Match=f'"{opened["version"]}"')
    assert (refused.status, refused.body["possible"]) == (422, ["invite", "answer", "close"])


async def test_a_survey_without_a_question_that_decides_is_refused(site: SurveyWeb) -> None:
    refused = await site.ask("POST", "surveys", {**SURVEY, "questions": [GATE]}, Role.MANAGER)
    assert refused.status == 422
    assert "decides" in refused.body["detail"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "surveys", SURVEY),
        ("POST", "surveys/1/invitations", {}),
        ("POST", "surveys/1/open", None),
        ("GET", "surveys/1/findings", None),
    ],
)
async def test_an_agent_only_asks_and_writes_down(site: SurveyWeb, method: str, path: str, body: Any) -> None:
    assert (await site.ask(method, path, body)).status == 403


async def test_the_list_goes_on_page_by_page(site: SurveyWeb) -> None:
    numbers = [(await site.made(kind=kind))["id"] for kind in ("yearly", "ad_hoc", "yearly")]
    first = await site.get("surveys?limit=2")
    rest = await site.get(f"surveys?limit=2&cursor={first['next']}")
    assert [one["id"] for one in first["items"] + rest["items"]] == numbers[::-1]
    assert rest["next"] is None
    assert [one["id"] for one in (await site.get("surveys?kind=ad_hoc&state=draft"))["items"]] == [numbers[1]]


async def test_who_is_invited_again_gets_a_new_link_and_the_old_one_ends(
    site: SurveyWeb, households: list[int]
) -> None:
    survey, (old, *_others) = await site.running()
    made = await site.post(f"surveys/{survey['id']}/invitations", {"households": [households[0]]}, Role.MANAGER)
    (new,) = made["items"]
    assert (new["household"], new["place"]) == (households[0], "3-2-1201")
    assert ((await site.page(old)).status, (await site.page(new["path"])).status) == (404, 200)
    assert (await site.get(f"surveys/{survey['id']}"))["invited"] == 3


async def test_who_has_answered_gets_no_new_link(site: SurveyWeb) -> None:
    survey, (link, *_others) = await site.running()
    assert (await site.page(link, {"q1": "5"})).status == 303
    assert len(await site.links(survey)) == 2
    assert (await site.page(link)).status == 200


async def test_a_household_that_is_not_there_cannot_be_invited(site: SurveyWeb) -> None:
    survey = await site.made()
    refused = await site.ask("POST", f"surveys/{survey['id']}/invitations", {"households": [999]}, Role.MANAGER)
    assert refused.status == 404


async def test_only_the_hash_of_a_link_is_kept(site: SurveyWeb, pool: DatabasePool) -> None:
    _survey, links = await site.running()
    kept = await pool.fetch("select token_sha256 from survey_invitations")
    assert len(kept) == 3
    stored = await pool.fetchval("select string_agg(i::text, ' ') from survey_invitations i")
    assert not any(link.removeprefix("/s/") in stored for link in links)
    assert all(len(link) == len("/s/") + 32 for link in links)


@pytest.mark.parametrize(("days", "kept"), [(19, True), (21, False)])
async def test_words_and_households_of_a_closed_survey_go_by_age_and_its_figures_stay(
    site: SurveyWeb, pool: DatabasePool, days: int, kept: bool
) -> None:
    survey, (link, *_others) = await site.running()
    assert (await site.page(link, {"q1": "5", "q4": "很好"})).status == 303
    await site.moved(survey, "close")
    later = instant(site.clock()) + timedelta(days=days)
    counted = await purge(pool, Retention(personal_days=20), later, dry_run=True)
    assert await purge(pool, Retention(personal_days=20), later) == counted
    assert counted.answers == (0 if kept else 1)
    (row,) = await pool.fetch("select household is not null as tied, comments <> '{}' as words from survey_responses")
    assert tuple(row) == (kept, kept)
    results = await site.get(f"surveys/{survey['id']}/results")
    assert (results["share"]["satisfied"], results["recomputed"]) == (1, None)
