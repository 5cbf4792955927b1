"""Campaigns and answers between PostgreSQL's rows and the rules' data."""

import json
from typing import Any, NamedTuple

from kit.database.columns import Columns
from kit.database.pool import Record
from ticketing.surveys.answers import Answers
from ticketing.surveys.satisfaction import Share
from ticketing.surveys.survey import Form, Question, Survey, Words


class Campaign(NamedTuple):
    """`share` is what counts: as it was kept once it is closed. `now` is what the answers say now."""

    survey: Survey
    rule_version: int
    created_by: str
    created_at_us: int
    opened_at_us: int | None
    closed_at_us: int | None
    invited: int
    answered: int
    share: Share
    now: Share


class Response(NamedTuple):
    id: str
    survey: int
    household: int | None
    channel: str
    at_us: int
    who: str
    answers: Answers
    satisfied: bool | None
    nonconformity: int | None


SURVEY = Columns(
    Survey, without=("title", "introduction", "questions"), named={"first": "first_day", "last": "last_day"}
)
CAMPAIGN = Columns(Campaign, without=("survey", "share", "now"))
RESPONSE = Columns(Response, without=("answers",))


def survey_of(row: Record) -> Survey:
    return SURVEY.of(
        row,
        title=Words(row["title_zh"], row["title_en"]),
        introduction=Words(row["introduction_zh"], row["introduction_en"]),
        questions=tuple(map(_question, json.loads(row["questions"]))),
    )


def campaign_of(row: Record) -> Campaign:
    now = Share(row["counted_now"], row["satisfied_now"])
    share = now if row["counted"] is None else Share(row["counted"], row["satisfied"])
    return CAMPAIGN.of(row, survey=survey_of(row), share=share, now=now)


def response_of(row: Record) -> Response:
    answers = Answers(json.loads(row["answers"]), json.loads(row["comments"]))
    return RESPONSE.of(row, id=str(row["id"]), answers=answers)


def asked_of(survey: Survey) -> dict[str, Any]:
    """What a person decides about a campaign, by the columns."""
    return SURVEY.row(survey) | {
        "title_zh": survey.title.zh,
        "title_en": survey.title.en,
        "introduction_zh": survey.introduction.zh,
        "introduction_en": survey.introduction.en,
        "questions": json.dumps([_stored(one) for one in survey.questions]),
    }


def _stored(question: Question) -> dict[str, Any]:
    return {
        "text": question.text,
        "form": question.form.value,
        "choices": list(question.choices),
        "satisfied": sorted(question.satisfied),
        "required": question.required,
        "decides": question.decides,
    }


def _question(stored: dict[str, Any]) -> Question:
    return Question(
        Words(*stored["text"]),
        Form(stored["form"]),
        tuple(Words(*words) for words in stored["choices"]),
        frozenset(stored["satisfied"]),
        stored["required"],
        stored["decides"],
    )
