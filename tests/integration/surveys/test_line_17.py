"""The yearly survey on the quality sheet: every figure leads to an answer."""

from datetime import date

import pytest

from kit.database.pool import DatabasePool, session
from kit.roles import Role
from metrics.objectives.book import ObjectiveBook
from metrics.objectives.catalogue import OBJECTIVES
from metrics.objectives.standing import Status, Tally
from tests.integration.surveys.conftest import SurveyWeb


async def test_answers_are_the_proof_of_line_17(site: SurveyWeb, households: list[int]) -> None:
    _survey, links = await site.running()
    for link, score in zip(links, "542", strict=True):
        await site.page(link, {"q1": score})
    line = await site.get("objectives/17?date=2026-11-25")
    assert (line["source"], line["rule_version"], line["met"], line["eligible"]) == ("surveys", 3, 2, 3)
    assert line["status"] == "at_risk"
    assert line["needs"]["en"] == "the next 7 answers without a miss, by 24:00 on 31 December"
    rows = (await site.get("objectives/17/evidence?date=2026-11-25"))["items"]
    assert sorted(row["outcome"] for row in rows) == ["met", "met", "missed"]
    for row in rows:
        answer = await site.get(row["link"].removeprefix("/api/v1/"), Role.MANAGER)
        assert answer["satisfied"] == (row["outcome"] == "met")
        assert answer["household"] in households
    missed = (await site.get("objectives/17/evidence?date=2026-11-25&outcome=missed"))["items"]
    assert [row["why"] for row in missed] == ["not_satisfied"]


async def test_an_ad_hoc_round_and_another_year_do_not_count(
    site: SurveyWeb, pool: DatabasePool, book: ObjectiveBook
) -> None:
    _survey, (link, *_others) = await site.running(kind="ad_hoc")
    assert (await site.page(link, {"q1": "5"})).status == 303
    _survey, (link, *_others) = await site.running(to="2027-01-05")
    assert (await site.page(link, {"q1": "5"})).status == 303
    async with session(pool) as connection:
        this = await book.one(connection, OBJECTIVES[16], date(2026, 11, 25), site.clock())
        following = await book.standing(
            connection, OBJECTIVES[16], book.span(OBJECTIVES[16], date(2027, 1, 5)), site.clock.at_us + 10**14
        )
    assert this.standing.status is Status.NO_DATA
    assert following.tally == Tally(1, 1)


async def test_a_survey_on_paper_may_be_told_as_a_reading_beside(site: SurveyWeb) -> None:
    _survey, (link, *_others) = await site.running()
    await site.page(link, {"q1": "5"})
    await site.post("readings", {"objective": 17, "day": "2026-11-24", "met": "80", "total": "90"}, Role.MANAGER)
    line = await site.get("objectives/17?date=2026-11-25")
    assert (line["met"], line["eligible"]) == (81, 91)


@pytest.mark.parametrize(("scores", "status"), [("555", "met"), ("542", "missed")])
async def test_a_survey_that_is_closed_is_met_or_missed_and_not_at_risk(
    site: SurveyWeb, scores: str, status: str
) -> None:
    survey, links = await site.running()
    for link, score in zip(links, scores, strict=True):
        await site.page(link, {"q1": score})
    await site.moved(survey, "close")
    line = await site.get("objectives/17?date=2026-11-25")
    assert (line["status"], line["needs"]) == (status, None)
