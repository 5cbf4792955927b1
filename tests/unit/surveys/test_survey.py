"""What makes a campaign right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from tests.unit.surveys.campaign import SURVEY
from ticketing.surveys.states import SurveyError
from ticketing.surveys.survey import Form, Question, Survey, Words, check

CONTENT, GATE, BEST, WHY = SURVEY.questions


def asking(*questions: Question) -> Survey:
    return replace(SURVEY, questions=questions)


def test_a_right_survey_passes() -> None:
    check(SURVEY)
    assert SURVEY.deciding == 0


@pytest.mark.parametrize(
    ("survey", "said"),
    [
        (replace(SURVEY, title=Words()), "title"),
        (replace(SURVEY, last=date(2026, 11, 19)), "first day"),
        (asking(), "1 to 30"),
        (asking(GATE), "decides"),
        (asking(CONTENT, replace(GATE, decides=True)), "only one"),
        (asking(replace(CONTENT, satisfied=frozenset())), "satisfied"),
        (asking(replace(CONTENT, satisfied=frozenset({"6"}))), "1, 2, 3, 4, 5"),
        (asking(CONTENT, replace(BEST, choices=(Words("保洁"),))), "q2 needs 2 to 10"),
        (asking(CONTENT, replace(BEST, choices=(Words("保洁"), Words()))), "q2 needs 2 to 10"),
        (asking(CONTENT, replace(GATE, choices=BEST.choices)), "no choice"),
        (asking(CONTENT, replace(WHY, text=Words())), "q2 needs a text"),
        (asking(CONTENT, replace(WHY, satisfied=frozenset({"yes"}))), "none"),
        (asking(replace(WHY, decides=True)), "satisfied"),
    ],
)
def test_a_wrong_one_is_refused_with_what_would_be_right(survey: Survey, said: str) -> None:
    with pytest.raises(SurveyError, match=said):
        check(survey)


@pytest.mark.parametrize(
    ("question", "answers"),
    [(CONTENT, ("1", "2", "3", "4", "5")), (GATE, ("yes", "no")), (BEST, ("1", "2")), (WHY, ())],
)
def test_each_form_has_its_answers(question: Question, answers: Sequence[str]) -> None:
    assert tuple(question.answers) == answers
    assert question.form in Form


def test_words_of_one_language_serve_both() -> None:
    assert Words("保洁", "cleaning").shown("en") == "cleaning"
    assert Words("保洁").shown("en") == "保洁"
    assert Words(en="cleaning").shown("zh") == "cleaning"
