"""Who is satisfied, how often each answer was given, and what a manager should look at."""

from dataclasses import replace
from fractions import Fraction

import pytest

from tests.unit.ticketing.surveys.campaign import SURVEY
from ticketing.surveys.answers import Answers
from ticketing.surveys.satisfaction import Remark, Share, by_question, is_satisfied, remarks


def answers(comments: dict[str, str] | None = None, **chosen: str) -> Answers:
    return Answers(chosen, comments or {})


@pytest.mark.parametrize(
    ("given", "satisfied"),
    [(answers(q1="4"), True), (answers(q1="5"), True), (answers(q1="3"), False), (answers(q2="yes"), None)],
)
def test_the_question_that_decides_says_whether_they_are_satisfied(given: Answers, satisfied: bool | None) -> None:
    assert is_satisfied(SURVEY, given) is satisfied


def test_another_question_may_decide() -> None:
    first, second, *others = SURVEY.questions
    questions = (replace(first, decides=False), replace(second, decides=True), *others)
    other = replace(SURVEY, questions=questions)
    assert is_satisfied(other, answers(q1="5", q2="no")) is False
    assert is_satisfied(other, answers(q1="1", q2="yes")) is True


def test_a_share_is_of_those_who_answered_and_of_nobody_there_is_none() -> None:
    assert Share(3, 2).ratio == Fraction(2, 3)
    assert Share(0, 0).ratio is None
    assert Share(1, 0).ratio == 0


def test_each_answer_is_counted_by_its_question_and_texts_by_how_many_there_are() -> None:
    told = [answers({"q4": "好"}, q1="5", q2="no"), answers({"q4": "行"}, q1="5", q3="2"), answers(q1="1")]
    assert by_question(SURVEY.questions, told) == [
        {"1": 1, "2": 0, "3": 0, "4": 0, "5": 2},
        {"yes": 0, "no": 1},
        {"1": 0, "2": 1},
        {"answered": 2},
    ]


@pytest.mark.parametrize(
    ("given", "found"),
    [
        (answers(q1="1"), [Remark("q1", answer="1")]),
        (answers(q1="2"), [Remark("q1", answer="2")]),
        (answers(q1="3"), []),
        (answers(q1="5", q2="no"), [Remark("q2", answer="no")]),
        (answers(q1="5", q2="yes", q3="1"), []),
        (answers({"q4": "太吵"}, q1="1"), [Remark("q1", answer="1"), Remark("q4", comment="太吵")]),
        (answers({"q1": "太吵"}, q1="1"), [Remark("q1", answer="1"), Remark("q1", comment="太吵")]),
        (answers(), []),
    ],
)
def test_a_manager_looks_at_low_answers_at_the_dissatisfied_and_at_every_comment(
    given: Answers, found: list[Remark]
) -> None:
    assert list(remarks(SURVEY.questions, given)) == found
