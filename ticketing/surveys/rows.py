"""Campaigns and answers between PostgreSQL's rows and the rules' data."""

import json
from typing import Any, NamedTuple

from kit.database.instants import us, us_or_none
from kit.database.pool import Record
from ticketing.surveys.answers import Answers
from ticketing.surveys.satisfaction import Share
from ticketing.surveys.states import State
from ticketing.surveys.survey import Form, Kind, Question, Survey, Words


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


def survey_of(row: Record) -> Survey:
    return Survey(
        Kind(row["kind"]),
        Words(row["title_zh"], row["title_en"]),
        row["first_day"],
        row["last_day"],
        tuple(map(_question, json.loads(row["questions"]))),
        Words(row["introduction_zh"], row["introduction_en"]),
        row["anonymous"],
        row["id"],
        State(row["state"]),
        row["version"],
    )


def campaign_of(row: Record) -> Campaign:
    now = Share(row["counted_now"], row["satisfied_now"])
    return Campaign(
        survey_of(row),
        row["rule_version"],
        row["created_by"],
        us(row["created_at"]),
        us_or_none(row["opened_at"]),
        us_or_none(row["closed_at"]),
        row["invited"],
        row["answered"],
        now if row["counted"] is None else Share(row["counted"], row["satisfied"]),
        now,
    )


def response_of(row: Record) -> Response:
    answers = Answers(json.loads(row["answers"]), json.loads(row["comments"]))
    return Response(
        str(row["id"]),
        row["survey"],
        row["household"],
        row["channel"],
        us(row["at"]),
        row["who"],
        answers,
        row["satisfied"],
        row["nonconformity"],
    )


def asked_of(survey: Survey) -> tuple[Any, ...]:
    """What a person decides about a campaign, in the order of the columns."""
    return (
        *(survey.kind.value, *survey.title, *survey.introduction),
        *(survey.first, survey.last, survey.anonymous, json.dumps([_stored(one) for one in survey.questions])),
    )


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
