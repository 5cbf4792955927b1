"""What makes a campaign right."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from kit.refusals import RefusedError
from tests.unit.ticketing.surveys.campaign import SURVEY
from ticketing.surveys.survey import USUAL, Form, Question, Survey, Words, check

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
    with pytest.raises(RefusedError, match=said):
        check(survey)


@pytest.mark.parametrize(
    ("question", "answers"),
    [(CONTENT, ("1", "2", "3", "4", "5")), (GATE, ("yes", "no")), (BEST, ("1", "2")), (WHY, ())],
)
def test_each_form_has_its_answers(question: Question, answers: Sequence[str]) -> None:
    assert tuple(question.answers) == answers
    assert question.form in Form


@pytest.mark.parametrize("words", [Words("满意度调查"), Words(en="Survey"), Words("满意度调查", "Survey")])
def test_a_title_or_a_text_in_one_language_is_enough(words: Words) -> None:
    check(asking(replace(CONTENT, text=words), replace(BEST, choices=(words, words))))
    check(replace(SURVEY, title=words))


@pytest.mark.parametrize("choices", [0, 1, 2, 10, 11])
def test_a_choice_has_two_to_ten_choices(choices: int) -> None:
    survey = asking(CONTENT, replace(BEST, choices=(Words("保洁"),) * choices))
    if 2 <= choices <= 10:
        check(survey)
        return
    with pytest.raises(RefusedError, match="q2 needs 2 to 10"):
        check(survey)


@pytest.mark.parametrize(("questions", "right"), [(1, True), (30, True), (31, False)])
def test_a_survey_has_one_to_thirty_questions(questions: int, right: bool) -> None:
    survey = asking(CONTENT, *[WHY] * (questions - 1))
    if right:
        check(survey)
        return
    with pytest.raises(RefusedError, match="1 to 30"):
        check(survey)


def test_a_survey_may_end_on_its_first_day() -> None:
    check(replace(SURVEY, last=SURVEY.first))


def test_the_question_that_decides_may_stand_anywhere() -> None:
    assert asking(GATE, WHY, CONTENT).deciding == 2


def test_who_is_satisfied_where_a_question_does_not_say() -> None:
    assert {form: set(answers) for form, answers in USUAL.items()} == {"scale": {"4", "5"}, "yes_no": {"yes"}}


@pytest.mark.parametrize(
    ("words", "zh", "en"),
    [
        (Words("保洁", "cleaning"), "保洁", "cleaning"),
        (Words("保洁"), "保洁", "保洁"),
        (Words(en="cleaning"), "cleaning", "cleaning"),
    ],
)
def test_each_reader_gets_their_own_language_where_there_is_one(words: Words, zh: str, en: str) -> None:
    assert (words.shown("zh"), words.shown("en")) == (zh, en)
