"""From what somebody fills in to what is kept, and to who is satisfied."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.ticketing.surveys.campaign import SURVEY
from ticketing.surveys.answers import COMMENT_MAX, Answers, AnswersError, Fault, read_answers
from ticketing.surveys.satisfaction import Remark, by_question, is_satisfied, remarks

QUESTIONS = SURVEY.questions


def read(told: Mapping[str, str]) -> Answers:
    return read_answers(QUESTIONS, told)


def test_choices_and_comments_are_kept_apart() -> None:
    answers = read({"q1": " 5 ", "q2": "no", "q3": "", "q4": "灯坏了\r\n三天"})
    assert answers == Answers({"q1": "5", "q2": "no"}, {"q4": "灯坏了\n三天"})


@pytest.mark.parametrize(
    ("told", "faults"),
    [
        ({}, [Fault("q1", "required")]),
        ({"q2": "yes"}, [Fault("q1", "required")]),
        ({"q1": "6"}, [Fault("q1", "not_an_answer")]),
        ({"q1": "5", "q2": "maybe"}, [Fault("q2", "not_an_answer")]),
        ({"q1": "5", "q3": "3"}, [Fault("q3", "not_an_answer")]),
        ({"q1": "5", "q4": "x" * (COMMENT_MAX + 1)}, [Fault("q4", "too_long")]),
        ({"q1": "5", "q9": "x"}, [Fault("q9", "unknown")]),
        ({"q1": "5", "x" * 21: "x"}, [Fault("x" * 20, "unknown")]),
    ],
)
def test_what_is_no_answer_is_refused_by_its_question(told: Mapping[str, str], faults: list[Fault]) -> None:
    with pytest.raises(AnswersError) as refused:
        read(told)
    assert refused.value.faults == faults


def test_where_no_question_must_be_answered_one_of_them_must() -> None:
    with pytest.raises(AnswersError) as refused:
        read_answers(QUESTIONS[1:], {"q1": " ", "q3": ""})
    assert refused.value.faults == [Fault("q1", "required")]


@given(st.dictionaries(st.sampled_from(["q1", "q2", "q3", "q4", "q5"]), st.text(max_size=5)))
def test_whatever_is_sent_only_answers_of_the_questions_are_kept(told: Mapping[str, str]) -> None:
    try:
        answers = read(told)
    except AnswersError:
        return
    assert all(text in QUESTIONS[int(name[1:]) - 1].answers for name, text in answers.chosen.items())
    assert "\0" not in "".join(answers.comments.values())


@pytest.mark.parametrize(("content", "satisfied"), [("5", True), ("4", True), ("3", False), ("1", False)])
def test_the_question_that_decides_says_who_is_satisfied(content: str, satisfied: bool) -> None:
    assert is_satisfied(SURVEY, read({"q1": content, "q2": "no"})) is satisfied


def test_who_leaves_out_the_question_that_decides_does_not_count() -> None:
    assert is_satisfied(SURVEY, Answers({"q2": "yes"}, {})) is None


def test_each_answer_is_counted_by_its_question() -> None:
    counts = by_question(QUESTIONS, [read({"q1": "5", "q4": "好"}), read({"q1": "2", "q3": "2"}), read({"q1": "2"})])
    assert counts == [
        {"1": 0, "2": 2, "3": 0, "4": 0, "5": 1},
        {"yes": 0, "no": 0},
        {"1": 0, "2": 1},
        {"answered": 1},
    ]


def test_low_scores_and_comments_ask_for_a_look() -> None:
    found = list(remarks(QUESTIONS, read({"q1": "2", "q2": "no", "q3": "1", "q4": "灯坏了"})))
    assert found == [Remark("q1", answer="2"), Remark("q2", answer="no"), Remark("q4", comment="灯坏了")]
    assert list(remarks(QUESTIONS, read({"q1": "3", "q2": "yes"}))) == []
