"""Answers by phone and by link: one of each household, and only while the survey runs."""

import asyncio
from collections.abc import Mapping

import pytest

from kit.database.pool import DatabasePool
from kit.roles import Role
from tests.integration.surveys.conftest import SurveyWeb
from tests.unit.ticketing.moments import at

GOOD = {"q1": "5", "q2": "yes", "q3": "2", "q4": "很好，谢谢 13800138000"}


async def test_a_household_answers_on_its_link_once(site: SurveyWeb) -> None:
    survey, (link, *_others) = await site.running()
    asked = await site.page(f"{link}?lang=zh")
    assert (asked.status, asked.headers["Content-Language"]) == (200, "zh")
    assert "您对服务满意吗？" in asked.body
    sent = await site.page(f"{link}?lang=zh", GOOD)
    assert (sent.status, sent.headers["Location"]) == (303, f"{link}?lang=zh")
    assert "您的答卷已收到" in (await site.page(sent.headers["Location"])).body
    again = await site.page(link, {"q1": "1"})
    assert (again.status, "Thank you" in again.body) == (200, True)
    results = await site.get(f"surveys/{survey['id']}/results")
    assert (results["invited"], results["answered"]) == (3, 1)
    assert results["share"] == {"counted": 1, "satisfied": 1, "ratio": 1.0}
    assert [question["counts"] for question in results["questions"]][1:] == [
        {"yes": 1, "no": 0},
        {"1": 0, "2": 1},
        {"answered": 1},
    ]


async def test_the_page_has_a_policy_of_its_own_and_everything_else_has_the_strict_one(site: SurveyWeb) -> None:
    _survey, (link, *_others) = await site.running()
    policy = (await site.page(link)).headers["Content-Security-Policy"]
    assert "style-src 'sha256-" in policy
    assert "script" not in policy
    assert (await site.page("/healthz")).headers["Content-Security-Policy"].startswith("default-src 'none'; frame")


@pytest.mark.parametrize("fields", [{}, {"q1": "6"}, {"q1": "5", "q4": "x" * 1_001}, {"q1": "5", "q9": "1"}])
async def test_a_form_that_is_wrong_comes_back_with_what_was_written(
    site: SurveyWeb, fields: Mapping[str, str]
) -> None:
    survey, (link, *_others) = await site.running()
    answer = await site.page(link, {"q2": "no", **fields})
    assert (answer.status, "checked" in answer.body) == (422, True)
    assert (await site.get(f"surveys/{survey['id']}"))["answered"] == 0


@pytest.mark.parametrize(
    ("body", "media_type"),
    [
        (b"q1=\xff\xfe&%ff=%00&q2=%ed%a0%80", "application/x-www-form-urlencoded; charset=utf-8"),
        (b"q1=5", "application/x-www-form-urlencoded; charset=nothing-known"),
        (b"&".join(b"x%d=1" % number for number in range(500)), "application/x-www-form-urlencoded"),
        (b'{"q1": "5"}', "application/json"),
        (b"\0" * 100, "multipart/form-data"),
    ],
)
async def test_whatever_bytes_are_sent_the_answer_is_a_page(site: SurveyWeb, body: bytes, media_type: str) -> None:
    _survey, (link, *_others) = await site.running()
    url, headers = f"{site.web.url}{link}", {"Content-Type": media_type}
    async with site.web.session.post(url, data=body, headers=headers, allow_redirects=False) as answer:
        assert answer.status in (303, 422)
        assert answer.content_type == "text/html"


async def test_two_answers_at_once_are_one(site: SurveyWeb) -> None:
    survey, (link, *_others) = await site.running()
    answers = await asyncio.gather(*(site.page(link, {"q1": score}) for score in "12345"))
    assert {answer.status for answer in answers} == {200, 303}
    assert [answer.status for answer in answers].count(303) == 1
    assert (await site.get(f"surveys/{survey['id']}"))["answered"] == 1


@pytest.mark.parametrize(
    ("now", "status", "said"),
    [
        ("2026-11-19 23:59", 200, "begins on 2026-11-20"),
        ("2026-11-20 00:00", 200, "How content are you?"),
        ("2026-12-20 23:59", 200, "How content are you?"),
        ("2026-12-21 00:00", 410, "is over"),
    ],
)
async def test_a_link_lasts_for_the_days_of_its_survey(site: SurveyWeb, now: str, status: int, said: str) -> None:
    _survey, (link, *_others) = await site.running()
    site.clock.at_us = at(now)
    page = await site.page(link)
    assert (page.status, said in page.body) == (status, True)


async def test_a_link_opens_nothing_before_the_survey_opens_nor_after_it_closed(site: SurveyWeb) -> None:
    survey = await site.made()
    (link, *_others) = await site.links(survey)
    assert "begins on" in (await site.page(link, {"q1": "5"})).body
    closed = await site.moved(await site.moved(survey, "open"), "close")
    assert (await site.page(link, {"q1": "5"})).status == 410
    assert closed["answered"] == 0


@pytest.mark.parametrize("token", ["x", "a" * 32, "%00" * 32, "tr_" + "a" * 43])
async def test_a_link_that_nobody_has_says_so_in_words(site: SurveyWeb, token: str) -> None:
    for fields in (None, {"q1": "5"}):
        page = await site.page(f"/s/{token}", fields)
        assert (page.status, page.headers["Content-Type"]) == (404, "text/html; charset=utf-8")
        assert "not known" in page.body


async def test_a_link_that_is_used_too_often_has_to_wait(site: SurveyWeb) -> None:
    _survey, (link, other, *_others) = await site.running()
    pages = [await site.page(link) for _ in range(40)]
    assert [page.status for page in pages[:20]] == [200] * 20
    assert (pages[-1].status, int(pages[-1].headers["Retry-After"]) >= 1) == (429, True)
    assert (await site.page(other)).status == 200


async def test_an_agent_writes_down_what_a_household_says_on_the_phone(site: SurveyWeb, households: list[int]) -> None:
    survey, _links = await site.running()
    path = f"surveys/{survey['id']}/responses"
    told = {"household": households[0], "answers": GOOD}
    written = await site.post(path, told)
    assert (written["channel"], written["who"], written["household"]) == ("phone", "agent", households[0])
    assert (written["satisfied"], written["comments"]) == (True, {"q4": "很好，谢谢 138****8000"})
    assert (await site.ask("POST", path, told)).status == 409
    yet = await site.get(f"surveys/{survey['id']}/invitations?answered=false")
    assert [one["household"] for one in yet["items"]] == households[1:]
    wrong = await site.ask("POST", path, {"household": households[1], "answers": {"q1": "9"}})
    assert (wrong.status, wrong.body["errors"][0]["parameter"]) == (422, "answers.q1")


async def test_who_is_not_invited_is_not_asked(site: SurveyWeb, households: list[int]) -> None:
    survey = await site.moved(await site.made(), "open")
    told = {"household": households[0], "answers": {"q1": "5"}}
    refused = await site.ask("POST", f"surveys/{survey['id']}/responses", told)
    assert (refused.status, "not invited" in refused.body["detail"]) == (422, True)


async def test_low_scores_and_comments_are_listed_for_a_look(site: SurveyWeb, households: list[int]) -> None:
    survey, links = await site.running()
    for link, fields in zip(links, ({"q1": "2", "q4": "电梯常坏"}, {"q1": "4"}, {"q1": "5", "q2": "no"}), strict=True):
        assert (await site.page(link, fields)).status == 303
        site.clock.at_us += 1
    first = await site.get(f"surveys/{survey['id']}/findings?limit=2", Role.DISPATCHER)
    rest = await site.get(f"surveys/{survey['id']}/findings?limit=2&cursor={first['next']}", Role.DISPATCHER)
    found = first["items"] + rest["items"]
    assert [finding["household"] for finding in found] == [households[0], households[2]]
    assert found[0]["remarks"] == [
        {"question": "q1", "answer": "2", "comment": ""},
        {"question": "q4", "answer": "", "comment": "电梯常坏"},
    ]
    assert rest["next"] is None


async def test_an_anonymous_answer_is_tied_to_nobody(
    site: SurveyWeb, pool: DatabasePool, households: list[int]
) -> None:
    survey, (link, *_others) = await site.running(anonymous=True)
    assert (await site.page(link, GOOD)).status == 303
    told = {"household": households[1], "answers": {"q1": "3"}}
    written = await site.post(f"surveys/{survey['id']}/responses", told)
    assert (written["household"], written["who"]) == (None, "")
    rows = await pool.fetch("select household, who, at from survey_responses")
    assert {tuple(row)[:2] for row in rows} == {(None, "")}
    assert {row["at"].isoformat() for row in rows} == {"2026-11-24T16:00:00+00:00"}
    assert (await site.get(f"surveys/{survey['id']}"))["answered"] == 2


async def test_a_household_that_is_deleted_takes_its_words_along_and_leaves_its_figures(
    site: SurveyWeb, pool: DatabasePool, households: list[int]
) -> None:
    survey, (link, *_others) = await site.running()
    assert (await site.page(link, GOOD)).status == 303
    assert (await site.ask("DELETE", f"households/{households[0]}", role=Role.MANAGER)).status == 204
    (row,) = await pool.fetch("select household, comments::text, who from survey_responses")
    assert tuple(row) == (None, "{}", "")
    assert (await site.page(link)).status == 404
    results = await site.get(f"surveys/{survey['id']}/results")
    assert (results["invited"], results["share"]["counted"]) == (2, 1)


async def test_what_was_counted_at_the_end_is_kept(site: SurveyWeb, pool: DatabasePool) -> None:
    survey, links = await site.running()
    for link, score in zip(links, "542", strict=True):
        await site.page(link, {"q1": score})
    closed = await site.moved(survey, "close")
    assert (closed["share"]["counted"], closed["share"]["satisfied"], closed["recomputed"]) == (3, 2, None)
    await pool.execute("delete from survey_responses where satisfied")
    later = await site.get(f"surveys/{survey['id']}")
    assert (later["share"]["satisfied"], later["recomputed"]["satisfied"]) == (2, 0)
