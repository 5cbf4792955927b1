"""The answers to a survey, question by question, as a page draws them. Pure."""

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kit.i18n import Language

WIDTH = 300


class Bar(NamedTuple):
    answer: str  # as the API says it: 5, yes, 2
    words: str  # of a choice; '' where the answer says it
    times: int
    width: int
    satisfied: bool


class Question(NamedTuple):
    text: str
    decides: bool
    is_text: bool
    bars: Sequence[Bar]
    times: int


def bars(survey: Mapping[str, Any], results: Mapping[str, Any], language: Language) -> list[Question]:
    counts = {each["key"]: each["counts"] for each in results["questions"]}
    return [_question(each, counts.get(each["key"], {}), language) for each in survey["questions"]]


def words_of(survey: Mapping[str, Any], language: Language) -> dict[str, str]:
    """The text of each question by its key."""
    return {each["key"]: _said(each["text"], language) for each in survey["questions"]}


def _question(asked: Mapping[str, Any], counts: Mapping[str, int], language: Language) -> Question:
    most, total = max(counts.values(), default=0), sum(counts.values())
    choices = [_said(choice, language) for choice in asked["choices"]]
    drawn = [
        Bar(
            answer,
            choices[int(answer) - 1] if choices and answer.isdecimal() else "",
            count,
            round(WIDTH * count / most) if most else 0,
            answer in asked["satisfied"],
        )
        for answer, count in counts.items()
    ]
    return Question(_said(asked["text"], language), asked["decides"], asked["form"] == "text", drawn, total)


def _said(words: Mapping[str, str], language: Language) -> str:
    return words[language] or words["zh"] or words["en"]
